using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Runs;

/// <summary>How a run stands, added up from its updates, so that who comes late is told in a few of them.</summary>
internal sealed class RunPicture
{
    /// <summary>Warnings that are told again; there is one for each limit that cannot be enforced, and a few of the start.</summary>
    private const int MostWarnings = 20;

    private readonly Dictionary<string, RunUpdate.AtomStarted> running = [];
    private readonly Dictionary<string, RunUpdate> paused = [];
    private readonly List<RunUpdate.Warning> warnings = [];
    private RunUpdate.RunStarted? run;
    private RunUpdate.RunStopping? stopping;
    private RunUpdate.RunEnded? ended;
    private ConclusionCounts concluded = ConclusionCounts.None;
    private int wave;
    private int waveConcluded;

    public bool IsOver => ended is not null;

    public void Take(RunUpdate update)
    {
        switch (update)
        {
            case RunUpdate.RunStarted started:
                run = started;
                (concluded, wave, waveConcluded) = (started.Concluded, started.Wave, started.WaveConcluded);
                break;
            case RunUpdate.WaveStarted started:
                (wave, waveConcluded) = (started.Wave, 0);
                break;
            case RunUpdate.AtomStarted started:
                paused.Remove(started.Key);
                running[started.Key] = started;
                break;
            case RunUpdate.AttemptMissed missed:
                running.Remove(missed.Key);
                break;
            case RunUpdate.AtomBackingOff backingOff:
                paused[backingOff.Key] = backingOff;
                break;
            case RunUpdate.AtomAwaitingFix awaiting:
                paused[awaiting.Key] = awaiting;
                break;
            case RunUpdate.AtomConcluded atom:
                Conclude(atom);
                break;
            case RunUpdate.RunStopping reason:
                stopping = reason;
                break;
            case RunUpdate.Warning warning when warnings.Count < MostWarnings:
                warnings.Add(warning);
                break;
            case RunUpdate.RunEnded end:
                ended = end;
                break;
        }
    }

    /// <returns>Empty before the run has started.</returns>
    public IReadOnlyList<RunUpdate> Describe()
    {
        if (run is null)
            return [];
        List<RunUpdate> told = [run with { Concluded = concluded, Wave = wave, WaveConcluded = waveConcluded }, .. warnings, .. running.Values, .. paused.Values];
        if (stopping is not null)
            told.Add(stopping);
        if (ended is not null)
            told.Add(ended);
        return told;
    }

    private void Conclude(RunUpdate.AtomConcluded atom)
    {
        running.Remove(atom.Key);
        paused.Remove(atom.Key);
        if (atom.Wave == wave)
            waveConcluded++;
        concluded = atom.Conclusion switch
        {
            Conclusion.Succeeded => concluded with { Succeeded = concluded.Succeeded + 1 },
            Conclusion.Failed => concluded with { Failed = concluded.Failed + 1 },
            Conclusion.Skipped => concluded with { Skipped = concluded.Skipped + 1 },
            Conclusion.Cancelled => concluded with { Cancelled = concluded.Cancelled + 1 },
        };
    }
}
