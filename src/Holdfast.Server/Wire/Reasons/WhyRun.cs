using System.Globalization;
using Holdfast.Core.Atoms;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Conclusion = Holdfast.Core.Atoms.Conclusion;
using RunStatus = Holdfast.Core.Runs.RunStatus;
using Schedule = Holdfast.Core.Plans.Schedule;

namespace Holdfast.Server.Wire.Reasons;

/// <summary>Why a run or one of its atoms is not moving: one reason for each state there is.</summary>
public static class WhyRun
{
    private const int MostNamed = 3;

    /// <param name="ownerLives">Whether the program that drives it is alive.</param>
    public static Why Of(long number, RunState run, bool ownerLives) => run.Status switch
    {
        RunStatus.Queued or RunStatus.Running or RunStatus.Stopping when !ownerLives => OwnerDead(number),
        RunStatus.Queued => new(WhyReason.NotBegun, "It is stored, and its first atom has not started."),
        RunStatus.Running when run.InFlight > 0 => new(WhyReason.Running, $"{Named(run, state => state is AtomState.Running)} under way, {run.Open} of {run.Total} have not concluded."),
        RunStatus.Running when run.NextReady is { } next => new(WhyReason.NoRoom, $"'{run.Plan.Atoms[next].Key}' goes next, as soon as there is room for it."),
        RunStatus.Running when Earliest(run) is { } earliest => new(WhyReason.BackingOff, $"'{run.Plan.Atoms[earliest.Atom].Key}' is tried again at {Time(earliest.RetryAt)}, and nothing else can go on."),
        RunStatus.Running when First(run, state => state is AtomState.AwaitingFix) is { } broken => new(WhyReason.AwaitingFix, $"'{run.Plan.Atoms[broken].Key}' waits for repaired code, and nothing else can go on."),
        RunStatus.Running => new(WhyReason.Deciding, "Nothing of it is under way; what follows is being decided."),
        RunStatus.Stopping => new(WhyReason.Stopping, $"{Reason(run)} What runs is let end: {run.InFlight} under way."),
        RunStatus.Completed => new(WhyReason.Succeeded, "Every critical atom succeeded."),
        RunStatus.Failed => new(WhyReason.Failed, $"Critical atoms did not succeed: {run.CriticalMissed}.", $"holdfast runs show {number}"),
        RunStatus.Stopped => new(WhyReason.Stopped, Reason(run), $"holdfast runs retry {number}"),
        RunStatus.Cancelled => new(WhyReason.Cancelled, Reason(run), $"holdfast runs retry {number}"),
    };

    /// <summary>Of one that has ended, by its row alone; null where that does not tell.</summary>
    /// <param name="stop">Why it was stopped or cancelled, where one of its atoms says so.</param>
    public static Why? OfEnded(StoredRun run, Because? stop) => run.Status switch
    {
        RunStatus.Completed => new(WhyReason.Succeeded, "Every critical atom succeeded."),
        RunStatus.Failed => new(
            WhyReason.Failed, $"A critical atom did not succeed; of all {run.Total} atoms {run.Failed} failed, {run.Skipped} were skipped and {run.Cancelled} were cancelled.", $"holdfast runs show {run.Number}"),
        RunStatus.Stopped when stop is not null => new(WhyReason.Stopped, Sentences.Of(stop), $"holdfast runs retry {run.Number}"),
        // Who cancelled it may be another than who stopped it first: its events tell.
        RunStatus.Stopped or RunStatus.Cancelled or RunStatus.Queued or RunStatus.Running or RunStatus.Stopping => null,
    };

    /// <summary>Of an atom that has concluded, whatever becomes of its run.</summary>
    public static Why OfConcluded(long number, string key, AtomState.Concluded concluded) => Concluded(number, key, concluded);

    /// <param name="ownerLives">As for <see cref="Of"/>.</param>
    public static Why OfAtom(long number, RunState run, int atom, bool ownerLives)
    {
        var key = run.Plan.Atoms[atom].Key;
        return run.StateOf(atom) switch
        {
            null => new(WhyReason.NotInRun, $"Run {number} is a part run, and '{key}' is not part of it."),
            AtomState.Concluded concluded => Concluded(number, key, concluded),
            _ when !ownerLives => OwnerDead(number),
            _ when run.Status == RunStatus.Queued => new(WhyReason.NotBegun, "Its run has not begun."),
            AtomState.Waiting when RootOf(run, atom) is { } root => NeedOpen(run, atom, root),
            AtomState.Waiting when run.Schedule == Schedule.Waves && run.Plan.Graph.WaveOf(atom) > run.Wave =>
                new(WhyReason.WaveOpen, $"It is of wave {run.Plan.Graph.WaveOf(atom)}, and {run.WaveOpen} of wave {run.Wave} have not concluded."),
            AtomState.Waiting => new(WhyReason.Deciding, "All it needs is there; that it may start is being decided."),
            AtomState.Ready => new(WhyReason.NoRoom, run.InFlight > 0 ? $"It goes as soon as there is room: {run.InFlight} are under way." : "It is about to start."),
            AtomState.Running { Spawned: false } starting => new(WhyReason.Starting, $"Try {starting.Attempt} has its turn, and its process is being started."),
            AtomState.Running running => new(WhyReason.Running, $"Try {running.Attempt} runs."),
            AtomState.BackingOff back => new(WhyReason.BackingOff, $"Try {run.AttemptsOf(atom)} failed; the next one starts at {Time(back.RetryAt)}."),
            AtomState.AwaitingFix fix => new(WhyReason.AwaitingFix, $"Try {fix.Attempt} failed, and it waits for repaired code."),
            var unplaced => throw new InvalidOperationException($"Unplaced state {unplaced.GetType().Name}."),
        };
    }

    private static Why OwnerDead(long number) =>
        new(WhyReason.OwnerDead, "The program that drove its run has died, and nobody has taken it up.", $"holdfast resume {number}");

    private static Why Concluded(long number, string key, AtomState.Concluded concluded)
    {
        var because = concluded.Because is null ? null : Sentences.Of(concluded.Because);
        return concluded.Conclusion switch
        {
            Conclusion.Succeeded => new(WhyReason.Succeeded, because ?? "It succeeded."),
            Conclusion.Failed => new(WhyReason.Failed, because ?? "It failed.", $"holdfast runs show {number} {key}"),
            Conclusion.Skipped => new(WhyReason.Skipped, because ?? "It was skipped."),
            Conclusion.Cancelled => new(WhyReason.Cancelled, because ?? "It was cancelled."),
        };
    }

    private static Why NeedOpen(RunState run, int atom, int root)
    {
        var key = run.Plan.Atoms[root].Key;
        var how = run.Plan.Graph.NeedsOf(atom).Contains(root) ? "It needs" : "It needs, by way of others,";
        return new(WhyReason.NeedOpen, $"{how} '{key}', which {Standing(run, root)}.");
    }

    private static string Standing(RunState run, int atom) => run.StateOf(atom) switch
    {
        AtomState.Running => "runs",
        AtomState.Ready => "waits for room",
        AtomState.BackingOff back => $"is tried again at {Time(back.RetryAt)}",
        AtomState.AwaitingFix => "waits for repaired code",
        _ => run.Schedule == Schedule.Waves ? $"is of wave {run.Plan.Graph.WaveOf(atom)}, which has not begun" : "has not started",
    };

    /// <summary>Down the open needs to the one that itself needs nothing that is open; null when there is none.</summary>
    private static int? RootOf(RunState run, int atom)
    {
        int? root = null;
        for (int? at = OpenNeedOf(run, atom); at is { } need; at = OpenNeedOf(run, need))
            root = need;
        return root;
    }

    private static int? OpenNeedOf(RunState run, int atom)
    {
        foreach (var need in run.Plan.Graph.NeedsOf(atom))
        {
            if (run.StateOf(need) is not (null or AtomState.Concluded))
                return need;
        }

        return null;
    }

    private static (int Atom, DateTimeOffset RetryAt)? Earliest(RunState run)
    {
        (int Atom, DateTimeOffset RetryAt)? earliest = null;
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            if (run.StateOf(atom) is AtomState.BackingOff back && !(earliest?.RetryAt <= back.RetryAt))
                earliest = (atom, back.RetryAt);
        }

        return earliest;
    }

    private static int? First(RunState run, Func<AtomState?, bool> isSo)
    {
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            if (isSo(run.StateOf(atom)))
                return atom;
        }

        return null;
    }

    private static string Named(RunState run, Func<AtomState?, bool> isSo)
    {
        var all = Enumerable.Range(0, run.Plan.Atoms.Length).Where(atom => isSo(run.StateOf(atom))).Select(atom => $"'{run.Plan.Atoms[atom].Key}'").ToList();
        var named = string.Join(", ", all.Take(MostNamed));
        return all.Count > MostNamed ? $"{named} and {all.Count - MostNamed} more are" : all.Count == 1 ? $"{named} is" : $"{named} are";
    }

    private static string Reason(RunState run) => run.StopReason is { } reason ? Sentences.Of(reason) : "It was stopped.";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
