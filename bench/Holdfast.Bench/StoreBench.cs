using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>
/// What the store takes and gives back. Commits are compared with the disk's own speed, measured in the same run: a 4 KiB write
/// and fdatasync.
/// </summary>
internal static class StoreBench
{
    /// <summary>Appends under way at the same time in the run of many atoms, as an engine has that does not wait for each.</summary>
    private const int Window = 256;

    public static async Task RunAsync(string[] options)
    {
        var folder = options is [var chosen, ..] ? Directory.CreateDirectory(Path.Combine(chosen, "holdfast-bench")).FullName : Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        var atoms = options is [_, var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 100_000;
        try
        {
            var path = Path.Combine(folder, "store.db");
            var syncs = MeasureSyncs(Path.Combine(folder, "calibration"));
            Print("write 4 KiB + fdatasync (calibration)", syncs, "/s");
            await using (var store = SqliteStore.Open(path))
            {
                var run = await CreateRunAsync(store, Chains(1, 1));
                var single = await MeasureAppendsAsync(store, run, appends: 2_000, together: 1);
                Print("appends of one event, one after the other", single, "/s", $"{single / syncs:0.00} of the calibration");
                foreach (var together in (int[])[16, 256])
                    Print($"appends of one event, {together} at a time", await MeasureAppendsAsync(store, run, 2_000 * together / 4, together), "/s");
            }

            await MeasureLargeRunAsync(path, atoms);
            await MeasureDocumentAsync(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A store with a run of so many atoms, from its beginning to its end.</summary>
    /// <returns>Its newest event.</returns>
    public static async Task<long> FillAsync(string path, int atoms)
    {
        await using var store = SqliteStore.Open(path);
        await RunToEndAsync(store, await CreateRunAsync(store, Chains(64, atoms / 64)));
        return (await store.ReadLogAsync(new LogFilter(long.MaxValue, 1), CancellationToken.None)).Through;
    }

    private static double MeasureSyncs(string path)
    {
        const int Times = 1_000;
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Times; i++)
        {
            RandomAccess.Write(file, page, (long)i * page.Length);
            RandomAccess.FlushToDisk(file);
        }

        return Times / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> MeasureAppendsAsync(SqliteStore store, RunState run, int appends, int together)
    {
        var append = new RunAppend(run.Id, 1, run.Plan, [new RunEvent.WaveStarted(DateTimeOffset.UnixEpoch, 1)]);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, together).Select(async _ =>
        {
            for (var i = 0; i < appends / together; i++)
                await store.AppendAsync(append, CancellationToken.None);
        }));
        return appends / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task MeasureLargeRunAsync(string path, int atoms)
    {
        var plan = Chains(64, atoms / 64);
        RunId id;
        await using (var store = SqliteStore.Open(path))
        {
            var run = await CreateRunAsync(store, plan);
            id = run.Id;
            var start = Stopwatch.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            var (events, reports) = await RunToEndAsync(store, run);
            var taken = Stopwatch.GetElapsedTime(start);
            var cpuTaken = Environment.CpuUsage.TotalTime - cpu;
            Print(
                $"reports of a run of {plan.Atoms.Length} atoms, decided and stored",
                reports / taken.TotalSeconds,
                "/s",
                $"{events} events in {taken.TotalSeconds:0.00} s, {events / taken.TotalSeconds:0}/s; {cpuTaken.TotalMilliseconds * 1000 / reports:0.0} µs cpu a report");
        }

        await using (var store = SqliteStore.Open(path))
        {
            var start = Stopwatch.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            var replayed = new RunState(id, plan);
            var events = 0;
            await foreach (var stored in store.ReadEventsAsync(id, plan, 0, CancellationToken.None))
            {
                replayed.Apply(stored.Event);
                events++;
            }

            var taken = Stopwatch.GetElapsedTime(start);
            var cpuTaken = Environment.CpuUsage.TotalTime - cpu;
            Print("events read and applied", events / taken.TotalSeconds, "/s", $"{events} in {taken.TotalSeconds:0.00} s, {cpuTaken.TotalSeconds:0.00} s cpu, ended as {replayed.Status}");

            start = Stopwatch.GetTimestamp();
            var attempts = 0;
            await foreach (var _ in store.ReadAttemptsAsync(id, CancellationToken.None))
                attempts++;
            Print("attempts read", attempts / Stopwatch.GetElapsedTime(start).TotalSeconds, "/s");

            start = Stopwatch.GetTimestamp();
            var found = await store.LatestSuccessesAsync(plan.Id, [.. plan.Atoms.Select(atom => atom.Key)], CancellationToken.None);
            Print("latest successes found", found.Count / Stopwatch.GetElapsedTime(start).TotalSeconds, "/s");

            Print("bytes of the store for each atom", (double)new FileInfo(path).Length / plan.Atoms.Length, "");
            start = Stopwatch.GetTimestamp();
            await store.DeleteRunAsync(id, CancellationToken.None);
            Print("deleting the run", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");
        }
    }

    /// <summary>Every attempt is started, its process noted and its end reported; each of these is an append of its own.</summary>
    private static async Task<(int Events, int Reports)> RunToEndAsync(SqliteStore store, RunState run)
    {
        var underWay = new Queue<Task>();
        var running = new Queue<int>();
        var now = DateTimeOffset.UnixEpoch;
        var (events, reports) = (0, 0);
        await TellAsync(RunCommand.Begin.Instance);
        while (!run.Ended)
        {
            while (running.Count < 64 && run.NextReady is { } atom)
            {
                await TellAsync(RunCommand.Grant.Instance);
                await TellAsync(new RunCommand.ProcessStarted(
                    atom,
                    run.AttemptsOf(atom),
                    new ProcessIdentity(atom + 2, 123_456, Guid.AllBitsSet),
                    new Confinement(SandboxTier.Plain, LimitStatus.NotAsked, LimitStatus.NotAsked, LimitStatus.NotAsked)));
                running.Enqueue(atom);
            }

            var done = running.Dequeue();
            var ending = new ExecutionEnding
            {
                Cause = new EndCause.Exited(0), StartedAt = now, EndedAt = now, Duration = TimeSpan.FromMilliseconds(3),
                CpuTime = TimeSpan.FromMilliseconds(2), PeakMemoryBytes = 3 << 20, OutputBytes = 120, Proof = SurvivorProof.Mark,
            };
            await TellAsync(new RunCommand.Report(done, run.AttemptsOf(done), new ExecutionReport(ending, "{\"total\":6}")));
            reports++;
        }

        await Task.WhenAll(underWay);
        return (events, reports);

        async Task TellAsync(RunCommand command)
        {
            now += TimeSpan.FromMicroseconds(10);
            var decision = RunDecider.Decide(run, command, now);
            events += decision.Events.Count;
            underWay.Enqueue(store.AppendAsync(new RunAppend(run.Id, 1, run.Plan, decision.Events), CancellationToken.None));
            if (underWay.Count > Window)
                await underWay.Dequeue();
        }
    }

    private static async Task MeasureDocumentAsync(string path)
    {
        var text = new StringBuilder("[");
        for (var atom = 0; atom < 100_000; atom++)
            text.Append(CultureInfo.InvariantCulture, $"{{\"key\":\"atom-{atom}\",\"kind\":\"python\",\"needs\":[{atom / 3},{atom / 5},{atom / 7}],\"code\":\"result = {{'n': {atom * 7919L % 100_003}}}\"}},");
        var document = Encoding.UTF8.GetBytes(text.ToString());
        await using var store = SqliteStore.Open(path);
        var revision = new PlanRevision(PlanId.Derive("document", ""), "document", "", Convert.ToHexStringLower(SHA256.HashData(document)), document);
        var start = Stopwatch.GetTimestamp();
        await store.SavePlanAsync(revision, CancellationToken.None);
        var saved = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        await store.LoadPlanAsync(revision.Hash, CancellationToken.None);
        Print("a plan document", document.Length / 1e6, "MB", $"saved in {saved.TotalSeconds:0.00} s, loaded in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s");
    }

    private static async Task<RunState> CreateRunAsync(SqliteStore store, Plan plan)
    {
        var document = Encoding.UTF8.GetBytes(plan.Name);
        var revision = new PlanRevision(plan.Id, plan.Name, "", Convert.ToHexStringLower(SHA256.HashData(document)), document);
        await store.SavePlanAsync(revision, CancellationToken.None);
        var run = new RunState(new RunId(Guid.CreateVersion7()), plan);
        var created = RunDecider.Create(run, new RunEvent.Created(DateTimeOffset.UnixEpoch, plan.Schedule, null, [], null, null), []);
        var owner = new RunOwner(new ProcessIdentity(Environment.ProcessId, 1, Guid.AllBitsSet));
        await store.CreateRunAsync(new NewRun(run.Id, plan, revision.Hash, created.Events), owner, CancellationToken.None);
        return run;
    }

    /// <summary>Chains of atoms, each needing the one before: every report makes one atom ready.</summary>
    private static Plan Chains(int chains, int length)
    {
        var atoms = Enumerable.Range(0, chains * length).Select(atom => new Atom
        {
            Key = $"atom-{atom}",
            Kind = AtomKind.Shell,
            Code = "true",
            Needs = atom < chains ? [] : [atom - chains],
        });
        return Plan.Create(PlanId.Derive($"chains-{chains}x{length}", ""), $"chains-{chains}x{length}", Schedule.Eager, 0.5, "{}", "/", [.. atoms]);
    }

    private static void Print(string what, double value, string unit, string detail = "") =>
        Console.WriteLine($"{what,-62} {value,12:N1} {unit,-3} {detail}");
}
