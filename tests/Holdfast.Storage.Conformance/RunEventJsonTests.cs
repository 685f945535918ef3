using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

public sealed class RunEventJsonTests
{
    [Fact]
    public void Samples_OfEvents_CoverEveryTypeAndEveryProperty()
    {
        var seen = new Coverage();
        foreach (var happened in SampleEvents.All)
            seen.Add(happened);

        var types = Closed(typeof(RunEvent)).Concat(Closed(typeof(EndCause))).Concat(Closed(typeof(Because))).Concat(Closed(typeof(StopReason))).ToList();
        Assert.Empty(types.Where(type => !seen.Types.Contains(type)).Select(type => type.FullName));
        // The result is kept with the attempt, not in the event.
        Assert.Empty(seen.OnlyDefault.Where(property => property != "AttemptEnded.ResultJson"));

        static IEnumerable<Type> Closed(Type type) => type.GetNestedTypes().Where(nested => nested.IsSubclassOf(type));
    }

    [Fact]
    public void Write_EveryEvent_IsReadBackAsItWas()
    {
        foreach (var happened in SampleEvents.All)
            Assert.Equivalent(happened, Read(Write(happened)), strict: true);
    }

    /// <summary>What this release writes is what later ones must read: the file changes only with a new version number in it.</summary>
    [Fact]
    public void Write_EveryEvent_IsWhatItAlwaysWas()
    {
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "store-v1", "samples.jsonl"));

        Assert.Equal(expected, StoreFixture.ToJsonLines(SampleEvents.All, SampleEvents.Plan));
    }

    [Fact]
    public void Write_ATimeFinerThanAMicrosecond_CutsItOff()
    {
        var at = DateTimeOffset.UnixEpoch.AddTicks(19);

        Assert.Equal(new RunEvent.Started(DateTimeOffset.UnixEpoch.AddTicks(10)), Read(Write(new RunEvent.Started(at))));
    }

    [Theory]
    [InlineData("""{"type":"started","v":2,"at_us":0}""")]
    [InlineData("""{"type":"teleported","v":1,"at_us":0}""")]
    [InlineData("""{"v":1,"type":"started","at_us":0}""")]
    [InlineData("""{"type":"made_ready","v":1,"at_us":0}""")]
    [InlineData("""{"type":"made_ready","v":1,"at_us":0,"atom":"nobody"}""")]
    [InlineData("""{"type":"made_ready","v":1,"at_us":0,"atom":7}""")]
    [InlineData("""{"type":"ended","v":1,"at_us":0,"status":"exploded"}""")]
    [InlineData("""{"type":"started","v":1,"at_us":"now"}""")]
    [InlineData("""{"type":"started","v":1,""")]
    [InlineData("{}")]
    [InlineData("7")]
    public void Read_WhatCannotBeMeant_SaysThatItIsDamaged(string json)
    {
        Assert.Throws<InvalidDataException>(() => Read(json));
    }

    [Fact]
    public void Read_AFieldOfALaterVersion_PassesItOver()
    {
        Assert.Equal(
            new RunEvent.MadeReady(DateTimeOffset.UnixEpoch, 1),
            Read("""{"type":"made_ready","v":1,"at_us":0,"colour":{"r":[1,2]},"atom":"a1","more":null}"""));
    }

    private static string Write(RunEvent happened) => StoreFixture.ToJson(happened, SampleEvents.Plan);

    private static RunEvent Read(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        json.Read();
        return RunEventJson.Read(ref json, SampleEvents.Plan);
    }

    /// <summary>Which types and which properties, with another value than the default, a graph of values shows.</summary>
    private sealed class Coverage
    {
        private readonly HashSet<string> properties = [];
        private readonly HashSet<string> set = [];

        public HashSet<Type> Types { get; } = [];

        public IEnumerable<string> OnlyDefault => properties.Except(set);

        public void Add(object value)
        {
            var type = value.GetType();
            Types.Add(type);
            if (value is string || type.IsPrimitive || type.IsEnum || type.Namespace is { } name && !name.StartsWith("Holdfast", StringComparison.Ordinal) && value is not IEnumerable)
                return;
            if (value is IEnumerable many)
            {
                foreach (var each in many)
                    Add(each);
                return;
            }

            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite))
            {
                properties.Add($"{type.Name}.{property.Name}");
                if (property.GetValue(value) is not { } held)
                    continue;
                if (!held.Equals(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null))
                    set.Add($"{type.Name}.{property.Name}");
                Add(held);
            }
        }
    }
}
