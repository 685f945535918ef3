using Holdfast.Core.Atoms;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Results;

/// <summary>
/// What happened in a run, for people to look at: fed with its events as they come or as they are read back.
/// Taking an event costs what it changes; the levels are added up when asked for.
/// </summary>
public sealed class RunRecord(Plan plan)
{
    private readonly AtomRecord?[] atoms = new AtomRecord?[plan.Atoms.Length];
    private readonly Dictionary<int, (DateTimeOffset? Start, DateTimeOffset? End)> waveTimes = [];

    public Plan Plan { get; } = plan;

    public RunStatus Status { get; private set; } = RunStatus.Queued;

    public DateTimeOffset? CreatedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public StopReason? StopReason { get; private set; }

    /// <summary>Null for an atom that is not part of the run.</summary>
    public AtomRecord? Of(int atom) => atoms[atom];

    public void Take(RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.Created created:
                Begin(created);
                break;
            case RunEvent.Started started:
                StartedAt = started.At;
                Status = RunStatus.Running;
                break;
            case RunEvent.WaveStarted wave:
                waveTimes[wave.Wave] = (wave.At, null);
                break;
            case RunEvent.WaveEnded wave:
                waveTimes[wave.Wave] = (waveTimes.GetValueOrDefault(wave.Wave).Start, wave.At);
                break;
            case RunEvent.AttemptStarted started:
                var begun = atoms[started.Atom]!;
                begun.Attempts = started.Number;
                begun.FirstStart ??= started.At;
                break;
            case RunEvent.AttemptEnded ended:
                Take(ended, atoms[ended.Atom]!);
                break;
            case RunEvent.CodeRevised revised:
                atoms[revised.Atom]!.Repairs++;
                break;
            case RunEvent.AtomConcluded concluded:
                atoms[concluded.Atom]!.Conclusion = concluded.Conclusion;
                atoms[concluded.Atom]!.Because = concluded.Because;
                break;
            case RunEvent.Stopping stopping:
                Status = RunStatus.Stopping;
                StopReason = stopping.Reason;
                break;
            case RunEvent.Ended ended:
                Status = ended.Status;
                EndedAt = ended.At;
                break;
            case RunEvent.ProcessStarted or RunEvent.StrategyChosen or RunEvent.BackedOff or RunEvent.FixRequested or RunEvent.FixDeclined or RunEvent.MadeReady:
                break;
            default:
                throw new InvalidOperationException($"A run record cannot take {happened.GetType().Name}.");
        }
    }

    /// <summary>The whole run.</summary>
    public LevelSummary System() => LevelSummary.Of("", Members());

    /// <summary>In the plan's order; one without a name for atoms outside any component.</summary>
    public IReadOnlyList<LevelSummary> Components() => Group(atom => atom.Component);

    /// <summary>In the plan's order, named <c>component/module</c>.</summary>
    public IReadOnlyList<LevelSummary> Modules() => Group(atom => atom.Component.Length == 0 ? atom.Module : $"{atom.Component}/{atom.Module}");

    /// <summary>Ascending. Times are set only where the schedule has waves.</summary>
    public IReadOnlyList<WaveSummary> Waves() =>
        [.. Members()
            .GroupBy(member => Plan.Graph.WaveOf(member.Atom))
            .OrderBy(wave => wave.Key)
            .Select(wave => WaveSummary.Of(wave.Key, waveTimes.GetValueOrDefault(wave.Key), wave))];

    private List<LevelSummary> Group(Func<Atom, string> nameOf) =>
        [.. Members().GroupBy(member => nameOf(Plan.Atoms[member.Atom])).Select(group => LevelSummary.Of(group.Key, group))];

    private IEnumerable<LevelSummary.Member> Members()
    {
        for (var atom = 0; atom < atoms.Length; atom++)
        {
            if (atoms[atom] is { } record)
                yield return new LevelSummary.Member(atom, Plan.Atoms[atom].Key, record);
        }
    }

    private void Begin(RunEvent.Created created)
    {
        CreatedAt = created.At;
        if (created.Selected is { } selected)
        {
            foreach (var atom in selected)
                atoms[atom] = new AtomRecord();
        }
        else
        {
            for (var atom = 0; atom < atoms.Length; atom++)
                atoms[atom] = new AtomRecord();
        }

        foreach (var inherited in created.Inherited)
            atoms[inherited.Atom] = new AtomRecord { Conclusion = Conclusion.Succeeded, Because = new Because.InheritedFrom(inherited.Run, inherited.Attempt) };
    }

    private static void Take(RunEvent.AttemptEnded ended, AtomRecord atom)
    {
        atom.LastEnd = ended.At;
        if (ended.Outcome == AttemptOutcome.Interrupted)
        {
            atom.Interruptions++;
            return;
        }

        atom.DurationSeconds = atom.DurationSeconds.With(ended.Ending.Duration.TotalSeconds);
        atom.CpuSeconds = atom.CpuSeconds.With(ended.Ending.CpuTime.TotalSeconds);
        if (ended.Ending.PeakMemoryBytes > 0)
            atom.PeakMemoryBytes = atom.PeakMemoryBytes.With(ended.Ending.PeakMemoryBytes);
        if (ended.Failure is { } failure)
            atom.Fail(failure);
    }
}
