using Holdfast.Core.Atoms;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Runs;
using AttemptOutcome = Holdfast.Core.Runs.AttemptOutcome;
using LimitStatus = Holdfast.Core.Executions.LimitStatus;

namespace Holdfast.Server.Wire;

/// <summary>
/// Turns the durable events of a run into updates. Events that come before <see cref="Begin"/> — the run's number is known only
/// after its first events are stored — wait for it, so that the first update is always that the run started.
/// </summary>
/// <param name="tell">Called from the run's own loop: it must be quick.</param>
public sealed class RunUpdates(Action<RunUpdate> tell)
{
    private readonly Lock gate = new();
    private readonly List<RunEvent> early = [];
    private readonly HashSet<string> warned = [];
    private Plan? begun;
    private SecretMask mask = SecretMask.None;

    /// <param name="partOf">Whether an atom is part of the run.</param>
    /// <param name="jobs">Atoms at a time.</param>
    /// <param name="resumed">Whether the run was cut off before.</param>
    /// <param name="at">When it was started, or taken up.</param>
    public void Begin(StoredRun run, Plan plan, SecretMask secrets, Func<int, bool> partOf, int jobs, bool resumed, DateTimeOffset at)
    {
        lock (gate)
        {
            List<int> waves = [.. Enumerable.Range(1, plan.Graph.WaveCount).Select(wave => CountOf(plan, wave, partOf))];
            var concluded = new ConclusionCounts(run.Succeeded, run.Failed, run.Skipped, run.Cancelled);
            var (wave, waveConcluded) = resumed && run.Schedule == Core.Plans.Schedule.Waves ? WaveUnderWay(waves, concluded) : (0, 0);
            tell(new RunUpdate.RunStarted(
                at, run.Id.Value, run.Number, run.PlanName, run.Schedule.ToWire(), jobs, run.Total, concluded, waves, resumed, wave, waveConcluded));
            mask = secrets;
            begun = plan;
            foreach (var happened in early)
                Tell(plan, happened);
            early.Clear();
        }
    }

    public void Take(IReadOnlyList<RunEvent> events)
    {
        lock (gate)
        {
            if (begun is not { } plan)
            {
                early.AddRange(events);
                return;
            }

            foreach (var happened in events)
                Tell(plan, happened);
        }
    }

    // With waves, what concluded before fills them from the first on.
    private static (int Wave, int Concluded) WaveUnderWay(List<int> waves, ConclusionCounts concluded)
    {
        var left = concluded.Succeeded + concluded.Failed + concluded.Skipped + concluded.Cancelled;
        var wave = 1;
        for (; wave < waves.Count && left >= waves[wave - 1]; wave++)
            left -= waves[wave - 1];
        return (wave, left);
    }

    private static int CountOf(Plan plan, int wave, Func<int, bool> partOf)
    {
        var count = 0;
        foreach (var atom in plan.Graph.AtomsOfWave(wave))
        {
            if (partOf(atom))
                count++;
        }

        return count;
    }

    private void Tell(Plan plan, RunEvent happened)
    {
        if (happened is RunEvent.ProcessStarted process)
            WarnOfAbsentLimits(plan, process);
        else if (Update(plan, happened) is { } update)
            tell(update);
    }

    private RunUpdate? Update(Plan plan, RunEvent happened) => happened switch
    {
        RunEvent.WaveStarted wave => new RunUpdate.WaveStarted(wave.At, wave.Wave),
        RunEvent.WaveEnded wave => new RunUpdate.WaveEnded(wave.At, wave.Wave, wave.Total, wave.Succeeded),
        RunEvent.AttemptStarted started => new RunUpdate.AtomStarted(started.At, plan.Atoms[started.Atom].Key, plan.Graph.WaveOf(started.Atom), started.Number),
        RunEvent.AttemptEnded { Outcome: AttemptOutcome.Failed or AttemptOutcome.Interrupted } ended =>
            new RunUpdate.AttemptMissed(ended.At, plan.Atoms[ended.Atom].Key, ended.Number, ended.Failure?.ToWire(mask, strategy: null)),
        RunEvent.BackedOff backedOff => new RunUpdate.AtomBackingOff(backedOff.At, plan.Atoms[backedOff.Atom].Key, backedOff.RetryAt),
        RunEvent.FixRequested requested => new RunUpdate.AtomAwaitingFix(requested.At, plan.Atoms[requested.Atom].Key, requested.Strategy.ToWire()),
        RunEvent.CodeRevised revised =>
            new RunUpdate.CodeRevised(revised.At, plan.Atoms[revised.Atom].Key, revised.Revision, revised.Code.Origin, revised.Code.Explanation),
        RunEvent.AtomConcluded concluded => Concluded(plan, concluded),
        RunEvent.Stopping stopping => new RunUpdate.RunStopping(stopping.At, Sentences.Of(stopping.Reason)),
        RunEvent.Ended ended => new RunUpdate.RunEnded(ended.At, ended.Status.ToWire()),
        _ => null,
    };

    private RunUpdate.AtomConcluded Concluded(Plan plan, RunEvent.AtomConcluded concluded) => new(
        concluded.At,
        plan.Atoms[concluded.Atom].Key,
        plan.Graph.WaveOf(concluded.Atom),
        concluded.Conclusion.ToWire(),
        concluded.Because is { } because ? Sentences.Of(because) : null,
        concluded.Because is Because.OwnFailure own ? own.Failure.ToWire(mask, own.Strategy) : null);

    private void WarnOfAbsentLimits(Plan plan, RunEvent.ProcessStarted started)
    {
        var confinement = started.Confinement;
        WarnIfAbsent(plan, started, "memory", confinement.Memory);
        WarnIfAbsent(plan, started, "cpu", confinement.Cpu);
        WarnIfAbsent(plan, started, "network", confinement.Network);
    }

    private void WarnIfAbsent(Plan plan, RunEvent.ProcessStarted started, string limit, LimitStatus status)
    {
        if (status == LimitStatus.Absent && warned.Add(limit))
        {
            tell(new RunUpdate.Warning(
                started.At,
                $"The {limit} limit of atom '{plan.Atoms[started.Atom].Key}' and maybe others is not enforced in sandbox tier {PlanWords.Of(started.Confinement.Tier)}; it is recorded as absent."));
        }
    }
}
