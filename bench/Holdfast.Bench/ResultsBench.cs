using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Protocol;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Results;

namespace Holdfast.Bench;

/// <summary>
/// What results cost to tell. <c>results-make</c> stores a run that is really decided, with an output log for each atom: one in
/// three says what others say, one in fifty fails. <c>results</c> and <c>export</c> read it in a process of their own.
/// </summary>
internal static class ResultsBench
{
    private const int Components = 10;
    private const int Modules = 10;
    private const int EventsPerAppend = 1_000;

    public static async Task MakeAsync(string folder, int atoms)
    {
        Directory.CreateDirectory(folder);
        var plan = MakePlan(atoms);
        await using var store = SqliteStore.Open(Path.Combine(folder, "store.db"));
        var revision = PlanDocument.From(plan, "/plans/results.yaml");
        await store.SavePlanAsync(revision, default);
        var run = new RunState(new RunId(Guid.CreateVersion7()), plan);
        var now = DateTimeOffset.UnixEpoch;
        var created = RunDecider.Create(run, new RunEvent.Created(now, plan.Schedule, null, [], null, null) { Jobs = 64 }, []);
        var stored = await store.CreateRunAsync(
            new NewRun(run.Id, plan, revision.Hash, created.Events), new RunOwner(new ProcessIdentity(Environment.ProcessId, 1, Guid.AllBitsSet)), default);
        var pending = new List<RunEvent>();
        var running = new Queue<int>();
        await TellAsync(RunCommand.Begin.Instance);
        while (!run.Ended)
        {
            while (running.Count < 64 && run.NextReady is { } atom)
            {
                await TellAsync(RunCommand.Grant.Instance);
                running.Enqueue(atom);
            }

            var done = running.Dequeue();
            var log = WriteLog(folder, run, done);
            await TellAsync(new RunCommand.Report(done, run.AttemptsOf(done), new ExecutionReport(Ending(done, now, log), done % 50 == 0 ? null : "{\"total\":6}")));
        }

        await store.AppendAsync(new RunAppend(run.Id, stored.Epoch, plan, pending), default);
        Console.WriteLine($"{atoms} atoms are stored in {folder}; the run ended as {run.Status}.");

        async Task TellAsync(RunCommand command)
        {
            now += TimeSpan.FromMicroseconds(10);
            pending.AddRange(RunDecider.Decide(run, command, now).Events);
            if (pending.Count < EventsPerAppend || run.Ended)
                return;
            await store.AppendAsync(new RunAppend(run.Id, stored.Epoch, plan, pending), default);
            pending = [];
        }
    }

    public static async Task LevelsAsync(string folder, string level)
    {
        await using var store = SqliteStore.Open(Path.Combine(folder, "store.db"));
        var run = (await store.FindRunAsync("1", default)).Run!;
        var start = Beginning.Now();
        var plan = await new RunHistories(store, KnownSecrets.OfThisProcess()).PlanOfAsync(run, default);
        Print("plan read", start, $"{plan.Atoms.Length} atoms");
        start = Beginning.Now();
        var record = await RunRecords.LoadAsync(store, run, plan, default);
        Print("events read and added up", start, "");
        start = Beginning.Now();
        var report = new LevelReports(folder).Of(run, record, Enum.Parse<ResultLevel>(level, ignoreCase: true), SecretMask.None);
        Print($"levels down to {level}, with output", start, $"{report.System.Errors.Count} errors");
        start = Beginning.Now();
        JsonSerializer.Serialize(Stream.Null, report, ProtocolJson.Compact.LevelReport);
        Print("written as JSON", start, $"memory of the process {Environment.WorkingSet >> 20} MiB now");
    }

    public static async Task ExportAsync(string folder)
    {
        await using var store = SqliteStore.Open(Path.Combine(folder, "store.db"));
        var run = (await store.FindRunAsync("1", default)).Run!;
        // The first time compiles; the second is what a program that runs on sees.
        foreach (var time in (string[])["first", "second", "third", "fourth", "fifth"])
        {
            var start = Beginning.Now();
            var export = await new RunExports(store, folder).OfAsync(await new RunHistories(store, KnownSecrets.OfThisProcess()).LoadAsync(run, default), default);
            JsonSerializer.Serialize(Stream.Null, export, ProtocolJson.Compact.RunExport);
            Print($"export as JSON, {time} time", start, $"{export.Run.Atoms.Count} atoms");
            start = Beginning.Now();
            RunPage.Write(Stream.Null, export);
            Print($"its page, {time} time", start, "");
        }
    }

    private static Plan MakePlan(int atoms) => Plan.Create(
        PlanId.Derive("results", ""), "results", Schedule.Eager, 0, "{}", "/",
        [
            .. Enumerable.Range(0, atoms).Select(atom => new Atom
            {
                Key = $"atom-{atom}",
                Kind = AtomKind.Shell,
                Code = "true",
                Component = $"component-{atom * Components / atoms}",
                Module = $"module-{atom * Components * Modules / atoms}",
                Settings = AtomSettings.Default with { Retries = 0, Critical = false },
            }),
        ]);

    private static ExecutionEnding Ending(int atom, DateTimeOffset now, long outputBytes) => new()
    {
        Cause = atom % 50 == 0 ? new EndCause.CouldNotStart("interpreter_missing", $"There is no interpreter {atom % 500}.") : new EndCause.Exited(0),
        StartedAt = now, EndedAt = now + TimeSpan.FromMilliseconds(3), Duration = TimeSpan.FromMilliseconds(3), CpuTime = TimeSpan.FromMilliseconds(2),
        PeakMemoryBytes = 3 << 20, OutputBytes = outputBytes,
    };

    private static long WriteLog(string home, RunState run, int atom)
    {
        var folder = AttemptFolder.Of(home, new AttemptId(run.Id, run.Plan.Atoms[atom].Key, run.AttemptsOf(atom)).Execution);
        Directory.CreateDirectory(folder.Path);
        var text = Encoding.UTF8.GetBytes(atom % 3 == 0 ? $"all is well, {atom % 30}\n" : $"what only atom {atom} says\n");
        var log = new byte[24 + 16 + text.Length];
        "HOLDFAST"u8.CopyTo(log);
        BinaryPrimitives.WriteUInt16LittleEndian(log.AsSpan(8), 1);
        log[24] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(log.AsSpan(28), text.Length);
        text.CopyTo(log.AsSpan(40));
        File.WriteAllBytes(folder.OutputLog, log);
        return text.Length;
    }

    /// <summary>When something began, by the clock and by the processor, which others' work on the machine does not lengthen.</summary>
    private readonly record struct Beginning(long Clock, TimeSpan Cpu)
    {
        public static Beginning Now() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    }

    private static void Print(string what, Beginning start, string detail)
    {
        var (taken, cpu) = (Stopwatch.GetElapsedTime(start.Clock), Environment.CpuUsage.TotalTime - start.Cpu);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-45} {taken.TotalMilliseconds,9:N1} ms {cpu.TotalMilliseconds,9:N1} ms cpu  {detail}"));
    }
}
