using Holdfast.Core.Executions;

namespace Holdfast.Simulation.Executions;

/// <summary>
/// What is durable of one execution, and the rules told a second time: it refuses the first stored event that breaks one. It may look at the
/// truth of the folder, which the desk may not.
/// </summary>
internal sealed class ExecutionLedger(int number, Folder folder)
{
    private readonly List<ExecutionEvent> events = [];
    private string? whoCancelled;

    public IReadOnlyList<ExecutionEvent> Events => events;

    public bool IsCreated => events.Count > 0;

    public bool IsOver => events.Count > 0 && IsEnd(events[^1]);

    public bool HasStarted => events.Exists(one => one is ExecutionEvent.Started);

    public bool CancelIsStored => whoCancelled is not null;

    /// <summary>Its shim may be told to end it.</summary>
    public bool StopIsStored => CancelIsStored || events.Exists(one => one is ExecutionEvent.TimedOut);

    /// <summary>The version guard of the store.</summary>
    /// <returns>False when somebody else has changed it.</returns>
    public bool TryAppend(int expectedVersion, IReadOnlyList<ExecutionEvent> happened)
    {
        if (events.Count != expectedVersion)
            return false;
        foreach (var one in happened)
        {
            Check(one);
            events.Add(one);
        }

        return true;
    }

    private void Check(ExecutionEvent happened)
    {
        Unless(!IsOver, $"is over, and then came {happened}");
        switch (happened)
        {
            case ExecutionEvent.Queued:
                Unless(events.Count == 0, "was queued twice");
                break;
            case ExecutionEvent.Started started:
                Unless(!events.Exists(one => one is ExecutionEvent.Started), "was started twice");
                Unless(folder.Main is null || started.Process == folder.Main || started.Process == started.Shim, $"was seen started as {started.Process}, and is {folder.Main}");
                break;
            case ExecutionEvent.TimedOut:
                Unless(whoCancelled is null, "timed out while it was cancelled");
                break;
            case ExecutionEvent.CancelRequested asked:
                Unless(whoCancelled is null, "was asked to end twice");
                whoCancelled = asked.Who;
                break;
            case ExecutionEvent.FoundDead:
                Unless(!folder.ShimLives, "was found dead, and its shim lives");
                break;
            case ExecutionEvent.Completed completed:
                Unless(completed.Ending.Cause is EndCause.Exited(0), $"is completed with {completed.Ending.Cause}");
                CheckRecord(completed.Ending);
                break;
            case ExecutionEvent.Failed failed:
                CheckFailure(failed.Ending);
                break;
            case ExecutionEvent.Cancelled cancelled:
                CheckCancellation(cancelled);
                break;
        }
    }

    private void CheckFailure(ExecutionEnding ending)
    {
        Unless(ending.Cause is not EndCause.Exited(0), "failed with code 0");
        Unless(ending.Duration >= TimeSpan.Zero, $"took {ending.Duration}");
        Unless(ending.Cause is not EndCause.CancelledBy || ending.SurvivorsLeft > 0, "was cancelled, and is called failed");
        if (ending.Cause is EndCause.Lost)
        {
            Unless(!folder.ShimLives && folder.Exit is null, "is lost, and its shim or its record is there");
            Unless(!folder.HasLiving || ending.SurvivorsLeft > 0, "is lost, and its tree lives");
            Unless(events[^1] is ExecutionEvent.FoundDead or ExecutionEvent.TimedOut or ExecutionEvent.CancelRequested or ExecutionEvent.Queued, $"is lost after {events[^1]}");
        }
        else if (ending.Cause is EndCause.CouldNotStart)
            Unless(folder.Spawns == 0, "is said not to have started, and did");
        else
            CheckRecord(ending);
    }

    private void CheckCancellation(ExecutionEvent.Cancelled cancelled)
    {
        Unless(!folder.HasLiving, "is cancelled, and its tree lives");
        Unless(!folder.ShimLives, "is cancelled, and its shim lives");
        if (cancelled.Ending is null)
        {
            Unless(folder.Spawns == 0, "is cancelled before it started, and did start");
            return;
        }

        Unless(whoCancelled == cancelled.Who, $"was cancelled by {cancelled.Who}, and asked to end by {whoCancelled ?? "nobody"}");
        CheckRecord(cancelled.Ending);
    }

    private void CheckRecord(ExecutionEnding ending)
    {
        Unless(ending == folder.Exit, $"ended by {ending.Cause}, and its record says {folder.Exit?.Cause.ToString() ?? "nothing"}");
        Unless(events.Exists(one => one is ExecutionEvent.Started), $"ended by {ending.Cause}, and never started");
    }

    public ExecutionState Replay()
    {
        ExecutionState? state = null;
        foreach (var happened in events)
            state = ExecutionDecider.Apply(default, state, happened);
        return state!;
    }

    /// <summary>After each step, whatever it was.</summary>
    public void CheckAlways() => Unless(folder.Spawns <= 1, $"was started {folder.Spawns} times");

    public void CheckEnd()
    {
        CheckAlways();
        Unless(IsOver, $"has not ended; it is {Replay()}");
        var left = events[^1] switch
        {
            ExecutionEvent.Completed of => of.Ending.SurvivorsLeft,
            ExecutionEvent.Failed of => of.Ending.SurvivorsLeft,
            ExecutionEvent.Cancelled of => of.Ending?.SurvivorsLeft ?? 0,
            _ => 0,
        };
        Unless(left > 0 || !folder.HasLiving, "is over, and its tree lives");
    }

    private static bool IsEnd(ExecutionEvent happened) => happened is ExecutionEvent.Completed or ExecutionEvent.Failed or ExecutionEvent.Cancelled;

    private void Unless(bool holds, string broken) => RuleBrokenException.Unless(holds, $"Execution {number} {broken}.");
}
