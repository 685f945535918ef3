using Holdfast.Core.Results;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Results;
using ErrorPattern = Holdfast.Protocol.Results.ErrorPattern;
using TimelineSlice = Holdfast.Protocol.Results.TimelineSlice;

namespace Holdfast.Server.Wire.Results;

/// <summary>What was measured in a run as the wire tells it.</summary>
public static class RunStatsDocuments
{
    private const int MostSlowAtoms = 10;

    public static RunStats Of(StoredRun run, RunRecord record) => new()
    {
        RunId = run.Id.Value,
        Number = run.Number,
        Plan = run.PlanName,
        Status = record.Status.ToWire(),
        Schedule = run.Schedule.ToWire(),
        Jobs = record.Jobs,
        System = System(record),
        Waves = [.. record.Waves().Select(wave => new WaveStats(wave.Number, wave.StartedAt, wave.EndedAt, wave.PossibleParallelism, Numbers.Of(wave.Level)))],
        Atoms = [.. Enumerable.Range(0, record.Plan.Atoms.Length).Where(atom => record.Of(atom) is not null).Select(atom => Atom(record, atom, record.Of(atom)!))],
    };

    private static SystemStats System(RunRecord record)
    {
        var timeline = record.Timeline();
        return new SystemStats
        {
            Numbers = Numbers.Of(record.System()),
            PeakParallelism = timeline.Peak,
            ErrorPatterns =
            [
                .. record.ErrorPatterns().Select(pattern =>
                    new ErrorPattern(pattern.Category.ToWire(), pattern.Pattern, pattern.Count, pattern.Atoms, pattern.AtomKeys)),
            ],
            SlowestAtoms = [.. record.Slowest(MostSlowAtoms).Select(atom => Slow(record.Plan.Atoms[atom].Key, record.Of(atom)!))],
            Timeline = new RunTimeline(
                timeline.Start,
                Math.Round(timeline.SliceLength.TotalMilliseconds, 3),
                [.. timeline.Slices.Select(slice => new TimelineSlice(Math.Round(slice.Running, 2), slice.Succeeded, slice.Missed))]),
        };
    }

    private static SlowAtom Slow(string key, AtomRecord atom) =>
        new(key, atom.Attempts, (long)(atom.DurationSeconds.Total * 1000), (long)(atom.DurationSeconds.Max * 1000));

    private static AtomStats Atom(RunRecord record, int index, AtomRecord atom) => new()
    {
        Key = record.Plan.Atoms[index].Key,
        Component = record.Plan.Atoms[index].Component,
        Module = record.Plan.Atoms[index].Module,
        Wave = record.Plan.Graph.WaveOf(index),
        Conclusion = atom.Conclusion?.ToWire(),
        Attempts = atom.Attempts,
        Retries = atom.Retries,
        Interruptions = atom.Interruptions,
        Repairs = atom.Repairs,
        AttemptMs = Numbers.Milliseconds(atom.DurationSeconds),
        CpuMs = Numbers.Milliseconds(atom.CpuSeconds),
        Memory = Numbers.Memory(atom.PeakMemoryBytes),
        ErrorsByCategory = Numbers.Categories(
            [.. atom.Failures.CountBy(failure => failure.Category).OrderBy(count => count.Key)]),
    };
}
