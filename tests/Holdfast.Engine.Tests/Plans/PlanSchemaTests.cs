using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;

namespace Holdfast.Engine.Tests.Plans;

/// <summary>The published schema and the checker must say the same, or editors would praise what is then refused.</summary>
public sealed class PlanSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(PlanSchema.Text)!.AsObject();

    /// <summary>What only the checker can know: it needs more than one place of the plan, or the machine.</summary>
    private static readonly string[] BeyondSchemas =
    [
        PlanFaultCodes.DuplicateField, PlanFaultCodes.DuplicateKey, PlanFaultCodes.DuplicateName, PlanFaultCodes.UnknownNeed, PlanFaultCodes.SelfNeed,
        PlanFaultCodes.Cycle, PlanFaultCodes.FileMissing, PlanFaultCodes.FolderMissing, PlanFaultCodes.SandboxNotAvailable,
    ];

    public static TheoryData<string, string[]> Tables() => new()
    {
        { "", [.. PlanFields.Plan.Names] },
        { "component", [.. PlanFields.Component.Names] },
        { "module", [.. PlanFields.Module.Names] },
        { "atom", [.. PlanFields.Atom.Names] },
        { "settings", [.. PlanFields.Defaults.Names] },
        { "sandbox", [.. PlanFields.Sandbox.Names] },
        { "secret", [.. PlanFields.Secret.Names] },
    };

    public static TheoryData<string, string[]> Enums() => new()
    {
        { "/properties/schedule", [.. PlanWords.Schedules] },
        { "/$defs/atom/properties/kind", [.. PlanWords.AvailableKinds] },
        { "/$defs/sandbox/properties/tier", [.. PlanWords.SandboxTiers] },
        { "/$defs/on_output_limit", [.. PlanWords.OnOutputLimit] },
        { "/$defs/secret/properties/from", [.. PlanWords.SecretSources] },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Schema_FieldsOfEachMapping_AreTheCheckers(string definition, string[] fields)
    {
        var properties = (definition.Length == 0 ? Schema : At($"/$defs/{definition}"))["properties"]!.AsObject();

        Assert.Equal(fields.Order(StringComparer.Ordinal), properties.Select(property => property.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Enums))]
    public void Schema_Choices_AreTheCheckers(string pointer, string[] words) =>
        Assert.Equal(words, At(pointer)["enum"]!.AsArray().Select(word => (string?)word));

    [Fact]
    public void Schema_EveryFieldOfAPlan_IsDescribed()
    {
        foreach (var definition in new[] { Schema, At("/$defs/atom"), At("/$defs/sandbox"), At("/$defs/component"), At("/$defs/module") })
        {
            foreach (var (name, field) in definition["properties"]!.AsObject())
            {
                var target = field!["$ref"] is { } reference ? At(((string)reference!)[1..]) : field;
                Assert.True(field["description"] is not null || target["description"] is not null, $"'{name}' has no description.");
            }
        }
    }

    [Fact]
    public void Schema_Defaults_AreTheCheckers()
    {
        // Asked for, the time-out that is the default says that an attempt may be long; whether it survives has no default of its own.
        var settings = AtomSettings.Default with { IsTimeoutAsked = true };
        var plan = PlanText.PlanOf(PlanText.ReadJson($$"""
            {"name": "p", "schedule": {{At("/properties/schedule")["default"]!.ToJsonString()}}, "stop_below": {{At("/properties/stop_below")["default"]!.ToJsonString()}},
             "defaults": {{{string.Join(", ", PlanFields.Defaults.Names.Where(name => name is not ("sandbox" or "survive")).Select(name => $"\"{name}\": {At($"/$defs/{name}")["default"]!.ToJsonString()}"))}}},
             "atoms": [{"key": "a", "kind": "shell", "code": ""}]}
            """));

        Assert.Equal((Schedule.Waves, 0.5, settings), (plan.Schedule, plan.StopBelow, plan.Atoms[0].Settings));
    }

    [Theory]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "schedule": "eager", "stop_below": 1, "input": {"x": [1]}, "env": {"A": "1", "B": 2, "C": true}, "atoms": [{"key": "a", "kind": "command", "command": ["ls", 1]}]}""")]
    [InlineData("""{"name": "p", "components": [{"name": "c", "modules": [{"name": "m", "atoms": [{"key": "a", "kind": "python", "code": "x"}]}]}]}""")]
    [InlineData("""{"name": "p", "defaults": {"timeout": "1h30m", "memory": "1.5GiB", "cpu": 0.5, "output_limit": 5, "sandbox": {"tier": "plain", "network": false}}, "atoms": [{"key": "a", "kind": "shell", "code": "", "timeout": "none", "memory": "none", "cpu": "none"}]}""")]
    [InlineData("""{"name": "p", "secrets": {"A": {"from": "env"}, "B": {"from": "env", "name": "X"}, "C": {"from": "file", "path": "x"}}, "atoms": [{"key": "a", "kind": "shell", "code": "", "outputs": ["a/b..c", "./x"]}]}""")]
    [InlineData("""{"atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": " ", "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p"}""")]
    [InlineData("""{"name": "p", "atoms": []}""")]
    [InlineData("""{"name": "p", "components": [], "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "stop_below": 1.1, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "schedule": "waves ", "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "env": {"HOLDFAST_A": "x"}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "env": {"A-B": "x"}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "env": {"A": null}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "secrets": {"A": "x"}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "secrets": {"A": {"from": "file"}}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "secrets": {"A": {"from": "env", "path": "x"}}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "secrets": {"A": {}}, "atoms": [{"key": "a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "-a", "kind": "shell", "code": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "code": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "agent", "code": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "file": "x"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "command": ["x"]}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "command"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "command", "command": []}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "command", "command": ["x"], "code": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "needs": "b"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "outputs": ["/x"]}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "outputs": ["a/../b"]}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "outputs": ["./"]}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "timeout": "30m1h"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "timeout": 0}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "timeout": ""}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "memory": "1M"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "output_limit": "none"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "cpu": 0}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "retries": 101}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "priority": 1001}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "critical": 1}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "survive": true}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "survive": "yes"}]}""")]
    [InlineData("""{"name": "p", "atoms": [{"key": "a", "kind": "shell", "code": "", "sandbox": {"walls": 1}}]}""")]
    public void Schema_AnyPlan_IsJudgedLikeByTheChecker(string plan)
    {
        var faults = PlanText.ReadJson(plan).Faults.Where(fault => !BeyondSchemas.Contains(fault.Code)).Select(PlanText.Show).ToArray();

        var fits = SchemaValidator.Fits(JsonNode.Parse(plan), Schema, Schema);

        Assert.True(fits == (faults.Length == 0), $"The schema says {(fits ? "yes" : "no")}, the checker: {string.Join('\n', faults)}");
    }

    [Fact]
    public void Reference_EveryFaultCodeAndField_IsExplained()
    {
        var reference = File.ReadAllText(Path.Combine(PlanText.Repository(), "docs", "reference", "plan.md"));
        var codes = typeof(PlanFaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => (string)constant.GetRawConstantValue()!);
        var fields = new[] { PlanFields.Plan, PlanFields.Component, PlanFields.Module, PlanFields.Atom, PlanFields.Sandbox, PlanFields.Secret }.SelectMany(table => table.Names);

        Assert.Empty(codes.Concat(fields).Distinct().Where(word => !reference.Contains($"`{word}`", StringComparison.Ordinal)));
    }

    private static JsonObject At(string pointer) =>
        pointer.Split('/').Skip(1).Aggregate((JsonNode)Schema, (node, name) => node[name] ?? throw new JsonException($"The schema has no {pointer}.")).AsObject();
}
