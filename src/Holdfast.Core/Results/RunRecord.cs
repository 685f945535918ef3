using System.Collections.Immutable;
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
    private readonly List<AttemptSpan> spans = [];
    private readonly Dictionary<int, int> open = [];

    public Plan Plan { get; } = plan;

    public RunStatus Status { get; private set; } = RunStatus.Queued;

    public DateTimeOffset? CreatedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public StopReason? StopReason { get; private set; }

    /// <summary>Atoms at a time; null for a run of a release that did not note it.</summary>
    public int? Jobs { get; private set; }

    /// <summary>Whether it is the whole plan, with nothing taken over: only such runs compare with each other.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Every attempt, in the order they were noted.</summary>
    public IReadOnlyList<AttemptSpan> Attempts => spans;

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
                begun.LastOutputBytes = null;
                begun.FirstStart ??= started.At;
                open[started.Atom] = spans.Count;
                spans.Add(new AttemptSpan(started.Atom, started.Number, started.At, null, null));
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
            case RunEvent.ProcessStarted or RunEvent.AttemptAdopted or RunEvent.StrategyChosen or RunEvent.BackedOff or RunEvent.FixRequested or RunEvent.FixDeclined or RunEvent.MadeReady:
                break;
            default:
                throw new InvalidOperationException($"A run record cannot take {happened.GetType().Name}.");
        }
    }

    /// <summary>The run's atoms, grouped down to <paramref name="deepest"/>.</summary>
    public ResultNode Tree(ResultLevel deepest) => ResultNode.Of(ResultLevel.System, "", [.. Members()], Plan, deepest);

    /// <summary>The whole run.</summary>
    public LevelSummary System() => LevelSummary.Of("", Members());

    /// <summary>In the plan's order; one without a name for atoms outside any component.</summary>
    public IReadOnlyList<LevelSummary> Components() => Group(atom => atom.Component);

    /// <summary>In the plan's order, named <c>component/module</c>.</summary>
    public IReadOnlyList<LevelSummary> Modules() => Group(atom => atom.Component.Length == 0 ? atom.Module : $"{atom.Component}/{atom.Module}");

    /// <summary>How busy the run was over its time.</summary>
    public Timeline Timeline() => Results.Timeline.Of(spans);

    /// <summary>Errors that differ only in numbers and quoted words, as one; most frequent first.</summary>
    public ImmutableArray<ErrorPattern> ErrorPatterns()
    {
        var patterns = new ErrorTally();
        foreach (var (_, key, record) in Members())
        {
            foreach (var failure in record.Failures)
                patterns.Add(failure with { Message = ErrorPattern.Blank(failure.Message) }, key);
        }

        return [.. patterns.ToSummaries().Select(ErrorPattern.Of)];
    }

    /// <summary>Those that took longest, all their attempts together, slowest first.</summary>
    public ImmutableArray<int> Slowest(int count) =>
        [.. Members().Where(member => member.Record.DurationSeconds.Count > 0)
            .OrderByDescending(member => member.Record.DurationSeconds.Total)
            .Take(count)
            .Select(member => member.Atom)];

    /// <summary>Ascending. Times are set only where the schedule has waves.</summary>
    public IReadOnlyList<WaveSummary> Waves() =>
        [.. Members()
            .GroupBy(member => Plan.Graph.WaveOf(member.Atom))
            .OrderBy(wave => wave.Key)
            .Select(wave => WaveSummary.Of(wave.Key, waveTimes.GetValueOrDefault(wave.Key), Jobs, wave))];

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
        Jobs = created.Jobs;
        IsWhole = created.Selected is null && created.Inherited.IsEmpty;
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

    private void Take(RunEvent.AttemptEnded ended, AtomRecord atom)
    {
        var span = open.Remove(ended.Atom, out var at) ? at : throw new InvalidOperationException($"Attempt {ended.Number} of atom {ended.Atom} ended without a start.");
        if (ended.Outcome == AttemptOutcome.Interrupted)
        {
            // Nobody saw its process end.
            spans[span] = spans[span] with { End = ended.At, Outcome = ended.Outcome };
            atom.LastEnd = ended.At;
            atom.Interruptions++;
            return;
        }

        // An attempt is noted before there is room for its process; what counts is when that ran.
        spans[span] = spans[span] with { Start = ended.Ending.StartedAt, End = ended.Ending.EndedAt, Outcome = ended.Outcome };
        atom.FirstStart = ended.Number == 1 ? ended.Ending.StartedAt : atom.FirstStart;
        atom.LastEnd = ended.Ending.EndedAt;

        atom.LastOutputBytes = ended.Ending.OutputBytes;
        atom.DurationSeconds = atom.DurationSeconds.With(ended.Ending.Duration.TotalSeconds);
        atom.CpuSeconds = atom.CpuSeconds.With(ended.Ending.CpuTime.TotalSeconds);
        if (ended.Ending.PeakMemoryBytes > 0)
            atom.PeakMemoryBytes = atom.PeakMemoryBytes.With(ended.Ending.PeakMemoryBytes);
        if (ended.Failure is { } failure)
            atom.Fail(failure);
    }
}

/// <summary>One try at an atom, in time.</summary>
/// <param name="End">Null while it is under way.</param>
/// <param name="Outcome">Null while it is under way.</param>
public readonly record struct AttemptSpan(int Atom, int Number, DateTimeOffset Start, DateTimeOffset? End, AttemptOutcome? Outcome);
