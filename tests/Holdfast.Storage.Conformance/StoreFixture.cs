using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Storage.Conformance;

/// <summary>
/// A store as this release writes it, kept as a file so that later ones can be asked to read it. Run 1 was decided and ended;
/// run 2 holds every kind of event and was never ended.
/// </summary>
internal static class StoreFixture
{
    public const string Write = "write-store-fixture";

    public static readonly RunId Decided = new(new Guid("01990000-0000-7000-8000-0000000000d1"));
    public static readonly RunId Sampled = new(new Guid("01990000-0000-7000-8000-0000000000d2"));

    /// <summary>Four atoms in two waves; the last is not critical.</summary>
    public static Plan Plan { get; } = SamplePlans.Create(
        "fixture",
        [
            new Atom { Key = "fetch", Kind = AtomKind.Python, Code = "result = 1" },
            new Atom { Key = "parse", Kind = AtomKind.TypeScript, Code = "const result = 2", Needs = [0] },
            new Atom { Key = "broken", Kind = AtomKind.Python, Code = "print 1", Settings = AtomSettings.Default with { Retries = 1 } },
            new Atom { Key = "extra", Kind = AtomKind.Shell, Code = "exit 3", Needs = [0], Settings = AtomSettings.Default with { Critical = false, Retries = 0 } },
        ]);

    /// <summary>Writes <c>store.db</c>; as <c>events.jsonl</c>, what it must be read as; as <c>samples.jsonl</c>, how every kind of event is written.</summary>
    public static async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await using var store = SqliteStore.Open(Path.Combine(folder, "store.db"));
        var run = await RunDriver.CreateAsync(store, Plan, CancellationToken.None, Decided);
        await run.TellAsync(RunCommand.Begin.Instance, CancellationToken.None);
        await run.RunAtomAsync(0, new EndCause.Exited(0), """{"rows":3}""", CancellationToken.None);
        await run.RunAtomAsync(1, new EndCause.Exited(0), "2", CancellationToken.None);
        await BreakAndMendAsync(run);
        await run.RunAtomAsync(3, new EndCause.Exited(3), null, CancellationToken.None);

        var sampled = await RunDriver.CreateAsync(store, SampleEvents.Plan, CancellationToken.None, Sampled);
        await store.AppendAsync(new RunAppend(Sampled, 1, SampleEvents.Plan, Storable()), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, "samples.jsonl"), ToJsonLines(SampleEvents.All, SampleEvents.Plan));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "events.jsonl"), ToJsonLines(run.Events, Plan) + ToJsonLines([.. sampled.Events, .. Storable()], SampleEvents.Plan));
    }

    public static string ToJsonLines(IEnumerable<RunEvent> events, Plan plan) => string.Concat(events.Select(happened => ToJson(happened, plan) + "\n"));

    public static string ToJson(RunEvent happened, Plan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            RunEventJson.Write(json, happened, plan);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static async Task BreakAndMendAsync(RunDriver run)
    {
        await run.StartAtomAsync(2, CancellationToken.None);
        var exception = new ReportedException { Type = "SyntaxError", Message = "Missing parentheses", WhileParsing = true, Line = 1 };
        await run.TellAsync(new RunCommand.Report(2, 1, new ExecutionReport(run.Ending(new EndCause.Exited(1)), Exception: exception)), CancellationToken.None);
        await run.TellAsync(
            new RunCommand.Fixed(2, 1, Strategy.Fix, new CodeRevision("print(1)", "rule:print", "Python 2's print became a call.", "-print 1\n+print(1)\n")), CancellationToken.None);
        await run.RunAtomAsync(2, new EndCause.Exited(0), null, CancellationToken.None);
    }

    // One attempt ends once; the other samples of an ending would contradict the rows beside the events.
    private static List<RunEvent> Storable()
    {
        var ended = false;
        var events = new List<RunEvent>();
        foreach (var happened in SampleEvents.All)
        {
            if (happened is RunEvent.Created or RunEvent.Ended || (happened is RunEvent.AttemptEnded && ended))
                continue;
            ended |= happened is RunEvent.AttemptEnded;
            events.Add(happened);
        }

        return events;
    }
}
