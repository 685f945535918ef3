using Holdfast.Core.Atoms;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

internal static class StateChecks
{
    /// <summary>Counts everything again from the atoms alone: a state that keeps counters must keep them right.</summary>
    public static void CheckCounters(RunState run)
    {
        var inRun = Enumerable.Range(0, run.Plan.Atoms.Length).Where(atom => run.StateOf(atom) is not null).ToArray();
        var ready = inRun.Where(atom => run.StateOf(atom) is AtomState.Ready).ToArray();
        int? next = ready.Length == 0 ? null : ready.MinBy(atom => (-(long)run.Plan.Atoms[atom].Settings.Priority, atom));
        Same("Total", run.Total, inRun.Length);
        Same("Open", run.Open, inRun.Count(atom => run.StateOf(atom) is not AtomState.Concluded));
        Same("Succeeded", run.Succeeded, inRun.Count(atom => Succeeded(run, atom)));
        Same("CriticalMissed", run.CriticalMissed, inRun.Count(atom =>
            run.StateOf(atom) is AtomState.Concluded && !Succeeded(run, atom) && run.Plan.Atoms[atom].Settings.Critical));
        Same("CutShort", run.CutShort, inRun.Count(atom =>
            run.StateOf(atom) is AtomState.Concluded { Conclusion: Conclusion.Cancelled } or AtomState.Concluded { Because: Because.WaveBelow }));
        Same("InFlight", run.InFlight, inRun.Count(atom => run.StateOf(atom) is AtomState.Running));
        Same("ReadyCount", run.ReadyCount, ready.Length);
        Same("NextReady", run.NextReady, next);
        foreach (var atom in inRun.Where(atom => run.StateOf(atom) is not AtomState.Concluded))
        {
            var needs = run.Plan.Atoms[atom].Needs.Count(need => run.StateOf(need) is not (null or AtomState.Concluded));
            if (run.StateOf(atom) is AtomState.Waiting)
                Same("OpenNeeds", run.OpenNeedsOf(atom), needs);
        }

        CheckWave(run);
    }

    private static void CheckWave(RunState run)
    {
        if (run.Wave == 0)
            return;
        Same("Schedule", run.Schedule, Schedule.Waves);
        var atoms = run.Plan.Graph.AtomsOfWave(run.Wave).ToArray().Where(atom => run.StateOf(atom) is not null).ToArray();
        Same("WaveTotal", run.WaveTotal, atoms.Length);
        Same("WaveOpen", run.WaveOpen, atoms.Count(atom => run.StateOf(atom) is not AtomState.Concluded));
        Same("WaveSucceeded", run.WaveSucceeded, atoms.Count(atom => Succeeded(run, atom)));
    }

    /// <summary>Everything a run's state tells, compared member by member.</summary>
    public static void CheckEqual(RunState one, RunState other)
    {
        Same("Status", one.Status, other.Status);
        Same("Schedule", one.Schedule, other.Schedule);
        Same("InputJson", one.InputJson, other.InputJson);
        Same("StopReason", one.StopReason, other.StopReason);
        Same("the wave", (one.Wave, one.WaveOpen, one.WaveTotal, one.WaveSucceeded), (other.Wave, other.WaveOpen, other.WaveTotal, other.WaveSucceeded));
        Same("the counters",
            (one.Total, one.Open, one.Succeeded, one.CriticalMissed, one.CutShort, one.InFlight, one.ReadyCount, one.NextReady),
            (other.Total, other.Open, other.Succeeded, other.CriticalMissed, other.CutShort, other.InFlight, other.ReadyCount, other.NextReady));
        for (var atom = 0; atom < one.Plan.Atoms.Length; atom++)
        {
            Same("an atom", one.StateOf(atom), other.StateOf(atom));
            Same("an atom's counters", (one.AttemptsOf(atom), one.OpenNeedsOf(atom)), (other.AttemptsOf(atom), other.OpenNeedsOf(atom)));
            CheckEqual(atom, one.HistoryOf(atom), other.HistoryOf(atom));
        }
    }

    private static void CheckEqual(int atom, AtomHistory one, AtomHistory other)
    {
        RuleBrokenException.Unless(one.Failures.SequenceEqual(other.Failures), $"atom {atom} failed with {string.Join(';', one.Failures)}, not {string.Join(';', other.Failures)}.");
        RuleBrokenException.Unless(
            one.FailedRevisions.SequenceEqual(other.FailedRevisions), $"atom {atom} failed with revisions {string.Join(';', one.FailedRevisions)}, not {string.Join(';', other.FailedRevisions)}.");
        RuleBrokenException.Unless(one.Tried.SequenceEqual(other.Tried), $"atom {atom} tried {string.Join(';', one.Tried)}, not {string.Join(';', other.Tried)}.");
        Same("an atom's history", (one.LastException, one.Interruptions, one.Revision), (other.LastException, other.Interruptions, other.Revision));
    }

    private static bool Succeeded(RunState run, int atom) => run.StateOf(atom) is AtomState.Concluded { Conclusion: Conclusion.Succeeded };

    private static void Same<T>(string what, T actual, T expected) =>
        RuleBrokenException.Unless(EqualityComparer<T>.Default.Equals(actual, expected), $"{what} is {actual}, not {expected}.");
}
