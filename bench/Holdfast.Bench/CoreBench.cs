using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Bench;

/// <summary>
/// What deciding costs, without a store: every atom of a plan is granted, spawned and reported. A report must cost the same
/// in a large plan as in a small one, so both are measured, in turns, and the medians of five are compared.
/// </summary>
internal static class CoreBench
{
    private const int Small = 1_000;
    private const int Large = 100_000;
    private const int NeedsEach = 10;
    private const int Rounds = 5;

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProcessIdentity Process = new(1, 1, Guid.Empty);
    private static readonly Confinement Confinement = new(SandboxTier.Plain, LimitStatus.NotAsked, LimitStatus.NotAsked, LimitStatus.NotAsked);
    private static readonly ExecutionReport Success = new(new ExecutionEnding
    {
        Cause = new EndCause.Exited(0), StartedAt = Noon, EndedAt = Noon, Duration = TimeSpan.Zero,
    });

    private sealed record Cost(double ReportMicroseconds, double AtomMicroseconds, double ReportBytes);

    public static void Run()
    {
        foreach (var schedule in new[] { Schedule.Eager, Schedule.Waves })
            Compare(schedule);
        MeasureMemory();
    }

    private static void Compare(Schedule schedule)
    {
        var small = LayeredPlan(Small, schedule);
        var large = LayeredPlan(Large, schedule);
        Play(small, Large / Small);

        var smallCosts = new List<Cost>();
        var largeCosts = new List<Cost>();
        for (var round = 0; round < Rounds; round++)
        {
            smallCosts.Add(Play(small, Large / Small));
            largeCosts.Add(Play(large, 1));
        }

        var (smallCost, largeCost) = (Median(smallCosts), Median(largeCosts));
        Print(schedule, small, smallCost);
        Print(schedule, large, largeCost);
        Console.WriteLine($"{schedule,-6} a report among {Large:N0} atoms costs {largeCost.ReportMicroseconds / smallCost.ReportMicroseconds:0.00} times one among {Small:N0}");
    }

    /// <summary>As many layers as atoms in each; an atom needs ten of the layer above, so waves are wide and deep.</summary>
    private static Plan LayeredPlan(int count, Schedule schedule)
    {
        var random = new Random(1);
        var width = (int)Math.Sqrt(count);
        var atoms = Enumerable.Range(0, count).Select(i => new Atom
        {
            Key = $"atom-{i}",
            Kind = AtomKind.Command,
            Needs = i < width ? [] : [.. Enumerable.Range(0, NeedsEach).Select(_ => (((i / width) - 1) * width) + random.Next(width)).Distinct().Order()],
        });
        return Plan.Create(default, "bench", schedule, 0, "{}", "/", [.. atoms]);
    }

    private static Cost Play(Plan plan, int times)
    {
        long granting = 0, reporting = 0, bytes = 0;
        for (var i = 0; i < times; i++)
        {
            var run = new RunState(new RunId(Guid.CreateVersion7(Noon)), plan);
            RunDecider.Create(run, new RunEvent.Created(Noon, plan.Schedule, null, [], null, null), []);
            RunDecider.Decide(run, RunCommand.Begin.Instance, Noon);
            while (!run.Ended)
            {
                var began = Stopwatch.GetTimestamp();
                var started = GrantAll(run);
                var granted = Stopwatch.GetTimestamp();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                foreach (var (atom, attempt) in started)
                    RunDecider.Decide(run, new RunCommand.Report(atom, attempt, Success), Noon);
                bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
                reporting += Stopwatch.GetTimestamp() - granted;
                granting += granted - began;
            }
        }

        double atoms = (double)plan.Atoms.Length * times;
        return new Cost(
            Stopwatch.GetElapsedTime(0, reporting).TotalMicroseconds / atoms,
            Stopwatch.GetElapsedTime(0, granting + reporting).TotalMicroseconds / atoms,
            bytes / atoms);
    }

    private static List<(int Atom, int Attempt)> GrantAll(RunState run)
    {
        var started = new List<(int, int)>();
        while (RunDecider.Decide(run, RunCommand.Grant.Instance, Noon) is { Effects: [RunEffect.Launch launch] })
        {
            RunDecider.Decide(run, new RunCommand.ProcessStarted(launch.Atom, launch.Attempt, Process, Confinement), Noon);
            started.Add((launch.Atom, launch.Attempt));
        }

        return started;
    }

    private static void MeasureMemory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var plan = LayeredPlan(Large, Schedule.Eager);
        var planned = GC.GetTotalMemory(forceFullCollection: true);
        var run = new RunState(default, plan);
        var events = new List<RunEvent>();
        events.AddRange(RunDecider.Create(run, new RunEvent.Created(Noon, plan.Schedule, null, [], null, null), []).Events);
        events.AddRange(RunDecider.Decide(run, RunCommand.Begin.Instance, Noon).Events);
        while (RunDecider.Decide(run, RunCommand.Grant.Instance, Noon) is { Effects: [RunEffect.Launch launch] } granted)
        {
            events.AddRange(granted.Events);
            events.AddRange(RunDecider.Decide(run, new RunCommand.Report(launch.Atom, launch.Attempt, Success), Noon).Events);
        }

        var replaying = Stopwatch.StartNew();
        var replayed = new RunState(default, plan);
        events.ForEach(replayed.Apply);
        replaying.Stop();
        var count = events.Count;
        events = [];
        var held = GC.GetTotalMemory(forceFullCollection: true) - planned;
        Console.WriteLine($"memory of the plan with {Large:N0} atoms and {plan.Atoms.Sum(atom => atom.Needs.Length):N0} edges: {(planned - before) >> 20} MiB; of its run's state: {(held / 2.0) / (1 << 20):0.0} MiB");
        Console.WriteLine($"replay of its {count:N0} events: {replaying.ElapsedMilliseconds} ms");
        GC.KeepAlive(run);
        GC.KeepAlive(replayed);
        GC.KeepAlive(events);
    }

    private static void Print(Schedule schedule, Plan plan, Cost cost) => Console.WriteLine(
        $"{schedule,-6} {plan.Atoms.Length,7:N0} atoms: {1e6 / cost.ReportMicroseconds,11:N0} reports/s, {cost.ReportMicroseconds:0.00} µs and {cost.ReportBytes:0} B a report; {1e6 / cost.AtomMicroseconds:N0} atoms/s with grant and start");

    private static Cost Median(List<Cost> costs) => costs.OrderBy(cost => cost.ReportMicroseconds).ElementAt(costs.Count / 2);
}
