using Holdfast.Core.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Executions;
using ExecutionHost = Holdfast.Core.Executions.ExecutionHost;
using ExecutionStatus = Holdfast.Core.Executions.ExecutionStatus;
using Told = Holdfast.Protocol.Executions;

namespace Holdfast.Server.Wire.Executions;

/// <summary>Stored executions as documents.</summary>
public static class ExecutionDocuments
{
    public static ExecutionDocument Of(StoredExecution execution) => new()
    {
        Id = execution.Id.Value,
        Number = execution.Number,
        Name = execution.Order.Name,
        State = execution.State.Status.ToWire(),
        Command = execution.Order.Arguments,
        WorkingDirectory = execution.Order.WorkingDirectory,
        Host = execution.Order.Host.ToWire(),
        Session = execution is { IsOver: false, Order.Host: ExecutionHost.Tmux } ? execution.Names.Session : null,
        Priority = execution.Order.Priority,
        Keys = execution.Order.Keys,
        CreatedAt = execution.CreatedAt,
        StartedAt = execution.StartedAt,
        EndedAt = execution.EndedAt,
        DurationMs = execution.Ending is { } ending ? (long)ending.Duration.TotalMilliseconds : null,
        Pid = execution.Process?.Pid,
        ExitCode = execution.ExitCode,
        Completion = CompletionWords.Of(execution.Order.Completion),
        Suspected = execution.State is ExecutionState.Processing { Suspicion: { } suspicion }
            ? new SuspicionDocument(suspicion.Since, (long)suspicion.Quiet.TotalMilliseconds, suspicion.Seen)
            : null,
        Verdict = execution.Verdict is { } verdict ? CompletionWords.Of(verdict) : null,
        End = execution.Cause is { } cause ? EndOf(cause, execution.Ending) : null,
        TraceId = execution.Trace.TraceId,
    };

    public static StartedExecution StartOf(StoredExecution execution) => new(execution.Id.Value, execution.Number, execution.State.Status.ToWire());

    public static Told.ExecutionStatus ToWire(this ExecutionStatus status) => status switch
    {
        ExecutionStatus.Queued => Told.ExecutionStatus.Queued,
        ExecutionStatus.Processing => Told.ExecutionStatus.Processing,
        ExecutionStatus.TimingOut => Told.ExecutionStatus.TimingOut,
        ExecutionStatus.Zombie => Told.ExecutionStatus.Zombie,
        ExecutionStatus.Cancelling => Told.ExecutionStatus.Cancelling,
        ExecutionStatus.Completed => Told.ExecutionStatus.Completed,
        ExecutionStatus.Failed => Told.ExecutionStatus.Failed,
        ExecutionStatus.Cancelled => Told.ExecutionStatus.Cancelled,
    };

    public static ExecutionStatus ToCore(this Told.ExecutionStatus status) => status switch
    {
        Told.ExecutionStatus.Queued => ExecutionStatus.Queued,
        Told.ExecutionStatus.Processing => ExecutionStatus.Processing,
        Told.ExecutionStatus.TimingOut => ExecutionStatus.TimingOut,
        Told.ExecutionStatus.Zombie => ExecutionStatus.Zombie,
        Told.ExecutionStatus.Cancelling => ExecutionStatus.Cancelling,
        Told.ExecutionStatus.Completed => ExecutionStatus.Completed,
        Told.ExecutionStatus.Failed => ExecutionStatus.Failed,
        Told.ExecutionStatus.Cancelled => ExecutionStatus.Cancelled,
    };

    public static Told.ExecutionHost ToWire(this ExecutionHost host) => host switch
    {
        ExecutionHost.Process => Told.ExecutionHost.Process,
        ExecutionHost.Tmux => Told.ExecutionHost.Tmux,
    };

    public static ExecutionHost ToCore(this Told.ExecutionHost host) => host switch
    {
        Told.ExecutionHost.Process => ExecutionHost.Process,
        Told.ExecutionHost.Tmux => ExecutionHost.Tmux,
    };

    // Cancelled before it started, it has a cause and nothing that was measured.
    private static ExecutionEndDocument EndOf(EndCause cause, ExecutionEnding? ending)
    {
        var (word, sentence) = Sentences.Of(cause);
        return new ExecutionEndDocument
        {
            Cause = word,
            Reason = sentence,
            CpuMs = Milliseconds(ending?.CpuTime) ?? 0,
            UserMs = Milliseconds(ending?.UserTime),
            // The two make up the whole, as it is rounded.
            SystemMs = Milliseconds(ending?.CpuTime) - Milliseconds(ending?.UserTime),
            PeakMemoryBytes = ending is { PeakMemoryBytes: > 0 and var bytes } ? bytes : null,
            OutputBytes = ending?.OutputBytes ?? 0,
            OutputTruncated = ending?.OutputTruncated ?? false,
            StopStep = (ending?.StopStep ?? StopStep.None).ToWire(),
            Proof = (ending?.Proof ?? SurvivorProof.NotAudited).ToWire(),
            SurvivorsEnded = ending?.SurvivorsEnded ?? 0,
            SurvivorsLeft = ending?.SurvivorsLeft ?? 0,
        };
    }

    private static long? Milliseconds(TimeSpan? time) => (long?)time?.TotalMilliseconds;
}
