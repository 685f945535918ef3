using System.Diagnostics.CodeAnalysis;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Queueing;
using Holdfast.Core.Runs;
using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Storage;

/// <summary>
/// The event log and the current state, changed together in one transaction. A task that completes means: durable.
/// </summary>
/// <remarks>
/// A commit or fsync that fails throws <see cref="StoreFailedException"/>, and so does everything after it: the caller must
/// end rather than carry on with a store it cannot trust.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>Told after each commit, on the store's own thread: a handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a commit knows whose it is.")]
    event Action? Committed;

    /// <summary>Keeps a plan's revision, which its id then means; the same revision again changes nothing else.</summary>
    Task SavePlanAsync(PlanRevision plan, CancellationToken cancellationToken);

    /// <summary>As <see cref="SavePlanAsync"/>, if its id still means what the caller has seen.</summary>
    /// <param name="seen">The hash of the revision that was saved last; null when there was none.</param>
    /// <returns>False when somebody else saved another one meanwhile: nothing was changed.</returns>
    Task<bool> TrySavePlanAsync(PlanRevision plan, string? seen, CancellationToken cancellationToken);

    /// <summary>The revision that was saved last; null when the plan is not known.</summary>
    Task<PlanRevision?> FindPlanAsync(PlanId plan, CancellationToken cancellationToken);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<StoredPlan>> ListPlansAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Stores the run with its first events, gives it the next number, and makes <paramref name="owner"/> its writer.</summary>
    Task<StoredRun> CreateRunAsync(NewRun run, RunOwner owner, CancellationToken cancellationToken);

    /// <summary>Makes <paramref name="owner"/> the writer under a new epoch; the one before can change nothing any more.</summary>
    /// <returns>The run with its new epoch, or null when its epoch is no longer <paramref name="expectedEpoch"/>.</returns>
    Task<StoredRun?> ClaimRunAsync(RunId run, long expectedEpoch, RunOwner owner, CancellationToken cancellationToken);

    /// <summary>Appends events and changes what they say, all or nothing. Calls of one run are stored in the order they are made.</summary>
    /// <exception cref="StaleEpochException">Somebody else owns the run now.</exception>
    Task AppendAsync(RunAppend append, CancellationToken cancellationToken);

    /// <param name="reference">A number (<c>12</c>, <c>#12</c>), an id, or an unambiguous start or end of one: 4 characters at least, 8 if all are digits.</param>
    Task<RunLookup> FindRunAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Newest first, unless asked for in another order.</summary>
    Task<IReadOnlyList<StoredRun>> ListRunsAsync(RunFilter filter, CancellationToken cancellationToken);

    Task<PlanRevision?> LoadPlanAsync(string revisionHash, CancellationToken cancellationToken);

    /// <summary>The events of one run in order, with their global sequence numbers.</summary>
    IAsyncEnumerable<StoredEvent> ReadEventsAsync(RunId run, Plan plan, long afterSequence, CancellationToken cancellationToken);

    /// <summary>How many events of a run are stored: its version. 0 when there is no such run.</summary>
    Task<long> CountEventsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Every attempt of a run, ordered by atom, then number. Without the results.</summary>
    IAsyncEnumerable<StoredAttempt> ReadAttemptsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The result value of an attempt as JSON; null when it set none.</summary>
    Task<string?> LoadResultAsync(RunId run, string atomKey, int attempt, CancellationToken cancellationToken);

    /// <summary>The result values of all attempts of a run that set one, ordered by atom, then number.</summary>
    IAsyncEnumerable<StoredResult> ReadResultsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>How an atom of a run concluded; null when it has not, or is not part of the run.</summary>
    Task<AtomState.Concluded?> FindConclusionAsync(RunId run, string atomKey, CancellationToken cancellationToken);

    /// <summary>Why a run was stopped or cancelled, as one of the atoms says that did not run for it; null when none says so.</summary>
    Task<Because?> FindStopAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Code of a revision made during a run; null when there is none.</summary>
    Task<StoredRevision?> LoadRevisionAsync(RunId run, string atomKey, int revision, CancellationToken cancellationToken);

    /// <summary>For each key the newest success among all runs of the plan; keys that never succeeded are missing.</summary>
    Task<IReadOnlyDictionary<string, AttemptReference>> LatestSuccessesAsync(PlanId plan, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Whether any success of the run is the one that <see cref="LatestSuccessesAsync"/> tells.</summary>
    Task<bool> HoldsLatestSuccessAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Numbers of the runs that took over results of this one, ascending. As long as there are any, it is not deleted.</summary>
    Task<IReadOnlyList<long>> ListInheritorsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Removes an ended run and all its rows. The caller removes its folders afterwards.</summary>
    /// <returns>False when it does not exist, has not ended, or another run took over results of it.</returns>
    Task<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Stores a free-standing execution as queued and gives it the next number; one that is there already is returned as it stands.</summary>
    Task<StoredExecution> CreateExecutionAsync(NewExecution execution, CancellationToken cancellationToken);

    /// <summary>Appends events to a free-standing execution and changes what they say, all or nothing.</summary>
    /// <returns>As it is now, or null when it is no longer at <paramref name="expectedVersion"/>: nothing was changed.</returns>
    Task<StoredExecution?> AppendExecutionAsync(
        ExecutionId execution, long expectedVersion, IReadOnlyList<ExecutionEvent> events, CancellationToken cancellationToken) =>
        AppendExecutionAsync(execution, expectedVersion, events, intent: null, cancellationToken);

    /// <inheritdoc cref="AppendExecutionAsync(ExecutionId, long, IReadOnlyList{ExecutionEvent}, CancellationToken)"/>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    Task<StoredExecution?> AppendExecutionAsync(
        ExecutionId execution, long expectedVersion, IReadOnlyList<ExecutionEvent> events, Guid? intent, CancellationToken cancellationToken);

    /// <summary>Appends what happened to the queue, and changes what holds it back.</summary>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    Task AppendQueueAsync(QueueEvent happened, Guid? intent, CancellationToken cancellationToken);

    /// <summary>Removes events of the queue from before a moment. What holds it back stays.</summary>
    Task TrimQueueEventsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>What holds back the queue and its keys.</summary>
    Task<StoredQueue> LoadQueueAsync(CancellationToken cancellationToken);

    /// <summary>The newest events of the queue, in order, with their global sequence numbers.</summary>
    Task<IReadOnlyList<StoredQueueEvent>> ReadQueueEventsAsync(int newest, CancellationToken cancellationToken);

    /// <param name="reference">As in <see cref="FindRunAsync"/>.</param>
    Task<ExecutionLookup> FindExecutionAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Free-standing executions, newest first unless asked for in another order.</summary>
    Task<ListPage<StoredExecution>> ListExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken);

    /// <summary>The events of one free-standing execution in order, with their global sequence numbers.</summary>
    Task<IReadOnlyList<StoredExecutionEvent>> ReadExecutionEventsAsync(ExecutionId execution, CancellationToken cancellationToken);

    /// <summary>Every execution there is, free-standing or an attempt: whether it is over, and since when.</summary>
    Task<IReadOnlyDictionary<ExecutionId, ExecutionRecord>> ListRecordsAsync(CancellationToken cancellationToken);

    /// <summary>The same of one of them; null when there is none of that id.</summary>
    Task<ExecutionRecord?> FindRecordAsync(ExecutionId execution, CancellationToken cancellationToken);

    /// <summary>How executions, attempts of runs among them, ended since a moment: by day, the newest first, then by kind, state and cause.</summary>
    Task<IReadOnlyList<ExecutionTally>> TallyExecutionsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken);

    /// <summary>How many there are of everything that is kept, by how it stands.</summary>
    Task<StoreCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Free-standing executions that retention lets go: they ended before a moment, or are beyond so many newer ones that are over. Oldest first.</summary>
    /// <param name="keep">Of those that are over, so many stay at the most.</param>
    /// <param name="most">At a time.</param>
    Task<IReadOnlyList<ExecutionId>> ListEndedExecutionsAsync(DateTimeOffset endedBefore, int keep, int most, CancellationToken cancellationToken);

    /// <summary>Removes free-standing executions that are over, with their events. One that is not over stays. The caller removes their folders first.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> DeleteExecutionsAsync(IReadOnlyList<ExecutionId> executions, CancellationToken cancellationToken);

    /// <summary>How much room it takes, and how much of it is in use.</summary>
    Task<StoreSize> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Gives back what nothing uses, by writing the store anew. Nothing else is written meanwhile.</summary>
    /// <param name="fromUnusedShare">Only if so much of it, from 0 to 1, is not in use.</param>
    /// <param name="upToBytes">Only if no more than this is in use.</param>
    /// <exception cref="IOException">It could not be done, as where the disk has no room for a second store. Nothing is lost.</exception>
    Task CompactAsync(double fromUnusedShare, long upToBytes, CancellationToken cancellationToken);

    /// <summary>What a queued execution's process will get beside what everything gets; null once it has started.</summary>
    Task<IReadOnlyDictionary<string, string>?> LoadEnvironmentAsync(ExecutionId execution, CancellationToken cancellationToken);

    /// <summary>Says of a request that what it asks for is so, without a change: whoever sends it again hears that.</summary>
    Task NoteMadeAsync(Guid intent, CancellationToken cancellationToken);

    /// <summary>Stores a task as todo and gives it the next number; one that is there already is returned as it stands.</summary>
    Task<StoredTask> CreateTaskAsync(NewTask task, CancellationToken cancellationToken);

    /// <summary>Appends events to a task and changes what they say about it and its sessions, all or nothing.</summary>
    /// <returns>As it is now (deleted: as it last was), or null when it is no longer at <paramref name="expectedVersion"/>: nothing was changed.</returns>
    Task<StoredTask?> AppendTaskAsync(TaskId task, long expectedVersion, IReadOnlyList<TaskEvent> events, CancellationToken cancellationToken) =>
        AppendTaskAsync(task, expectedVersion, events, intent: null, cancellationToken);

    /// <inheritdoc cref="AppendTaskAsync(TaskId, long, IReadOnlyList{TaskEvent}, CancellationToken)"/>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    Task<StoredTask?> AppendTaskAsync(TaskId task, long expectedVersion, IReadOnlyList<TaskEvent> events, Guid? intent, CancellationToken cancellationToken);

    /// <summary>Appends what a session's agent said and used. Told again, it is stored once.</summary>
    /// <param name="upTo">The last record of the session's activity that was looked at; there may be no event for it.</param>
    Task LogActivityAsync(SessionId session, IReadOnlyList<TaskEvent> events, long upTo, CancellationToken cancellationToken);

    /// <param name="reference">As in <see cref="FindRunAsync"/>.</param>
    Task<TaskLookup> FindTaskAsync(string reference, CancellationToken cancellationToken);

    /// <summary>A page of tasks in the order asked for.</summary>
    Task<ListPage<StoredTask>> ListTasksAsync(TaskFilter filter, CancellationToken cancellationToken);

    /// <param name="reference">As in <see cref="FindRunAsync"/>.</param>
    Task<SessionLookup> FindSessionAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<StoredSession>> ListSessionsAsync(SessionFilter filter, CancellationToken cancellationToken);

    /// <summary>Takes the key of a request, unless it is taken; one that is older than <paramref name="keptSince"/> is forgotten.</summary>
    /// <returns>As it stands now.</returns>
    Task<RequestKey> ReserveKeyAsync(NewRequestKey request, DateTimeOffset keptSince, CancellationToken cancellationToken);

    /// <summary>Keeps what a request was answered with.</summary>
    Task KeepAnswerAsync(string key, StoredAnswer answer, CancellationToken cancellationToken);

    /// <summary>A page of what happened, over all runs, executions, tasks and the queue.</summary>
    Task<LogPage> ReadLogAsync(LogFilter filter, CancellationToken cancellationToken);

    /// <summary>The events of one task in order, with their global sequence numbers; those of a deleted one, too.</summary>
    /// <param name="task">Its number.</param>
    Task<IReadOnlyList<StoredTaskEvent>> ReadTaskEventsAsync(long task, CancellationToken cancellationToken);
}

/// <param name="Source">The full path of the plan's file; empty when it came another way.</param>
/// <param name="Hash">SHA-256 of <paramref name="Document"/>, lower-case hex.</param>
/// <param name="Document">The checked plan in its canonical form; UTF-8 JSON.</param>
public sealed record PlanRevision(PlanId Id, string Name, string Source, string Hash, ReadOnlyMemory<byte> Document);

/// <summary>Which process writes for a run: it is alive exactly as long as that process is.</summary>
public sealed record RunOwner(ProcessIdentity Process);

/// <param name="Source">As in <see cref="PlanRevision.Source"/>.</param>
/// <param name="RevisionHash">Of what was saved last.</param>
public sealed record StoredPlan(PlanId Id, string Name, string Source, string RevisionHash);

/// <param name="Plan">Maps the events' atom indices to keys.</param>
public sealed record NewRun(RunId Id, Plan Plan, string RevisionHash, IReadOnlyList<RunEvent> Events);

public sealed record RunAppend(RunId Run, long Epoch, Plan Plan, IReadOnlyList<RunEvent> Events)
{
    /// <summary>Of the requests that asked for these events; as for <see cref="Asking.Intent"/>.</summary>
    public IReadOnlyList<Guid> Intents { get; init; } = [];
}

public sealed record StoredRun
{
    public required RunId Id { get; init; }

    /// <summary>For people; from 1.</summary>
    public required long Number { get; init; }

    public required PlanId PlanId { get; init; }

    public required string PlanName { get; init; }

    /// <summary>As in <see cref="PlanRevision.Source"/>.</summary>
    public required string PlanSource { get; init; }

    public required string RevisionHash { get; init; }

    public required RunStatus Status { get; init; }

    public required Schedule Schedule { get; init; }

    public required long Epoch { get; init; }

    /// <summary>The last owner, dead or alive.</summary>
    public required RunOwner Owner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Atoms in the run, inherited ones included.</summary>
    public required int Total { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required int Cancelled { get; init; }

    public RunId? RetryOf { get; init; }

    /// <summary>The place in a trace that it was asked for in; null when nobody said.</summary>
    public TraceContext? AskedIn { get; init; }

    /// <summary>The trace it is in, and what it is a part of there.</summary>
    public TraceContext Trace => TraceContext.Of(Id.Value, AskedIn);
}

/// <param name="Unfinished">Only runs that have not ended.</param>
/// <param name="Before">Only numbers below it; null for all.</param>
/// <param name="Order">Null: newest first.</param>
public sealed record RunFilter(int Limit, bool Unfinished = false, PlanId? Plan = null, IReadOnlyCollection<RunStatus>? Statuses = null, long? Before = null, ListOrder? Order = null);

/// <summary>What a reference meant: one run, none, or several (then only the candidates are told).</summary>
public sealed record RunLookup(StoredRun? Run, IReadOnlyList<StoredRun> Candidates);

/// <param name="Keys">Those that are held back.</param>
public sealed record StoredQueue(QueueHold Whole, IReadOnlyDictionary<string, QueueHold> Keys);

public sealed record StoredQueueEvent(long Sequence, QueueEvent Event);

/// <param name="Sequence">Global, ascending in commit order.</param>
public sealed record StoredEvent(long Sequence, long Epoch, RunEvent Event);

public sealed record StoredAttempt
{
    public required string AtomKey { get; init; }

    public required int Number { get; init; }

    public required ExecutionId Execution { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null until its process is known.</summary>
    public ProcessIdentity? Process { get; init; }

    public Confinement? Confinement { get; init; }

    /// <summary>Null while it is under way.</summary>
    public AttemptOutcome? Outcome { get; init; }

    public ExecutionEnding? Ending { get; init; }

    public Core.Failures.Failure? Failure { get; init; }

    public ReportedException? Exception { get; init; }

    public bool HasResult { get; init; }
}

public readonly record struct StoredResult(string AtomKey, int Attempt, string Json);

public sealed record StoredRevision(int Revision, CodeRevision Code, DateTimeOffset At);

/// <param name="Environment">Kept until the execution has started, so that one which waits can start after everybody died.</param>
public sealed record NewExecution(
    ExecutionId Id, ExecutionOrder Order, IReadOnlyDictionary<string, string> Environment, DateTimeOffset CreatedAt);

/// <param name="States">Null for all.</param>
/// <param name="Before">Only numbers below it; null for all.</param>
/// <param name="Order">Null: newest first.</param>
/// <param name="MostBytes">The page ends with the one that reaches it.</param>
public sealed record ExecutionFilter(
    int Limit, IReadOnlyCollection<ExecutionStatus>? States = null, long? Before = null, ListOrder? Order = null, long MostBytes = long.MaxValue);

/// <summary>What a reference meant: one execution, none, or several (then only the candidates are told).</summary>
public sealed record ExecutionLookup(StoredExecution? Execution, IReadOnlyList<StoredExecution> Candidates);

/// <param name="Sequence">Global, ascending in commit order.</param>
public sealed record StoredExecutionEvent(long Sequence, ExecutionEvent Event);

/// <param name="Day">In UTC.</param>
/// <param name="Kind">Null for attempts of runs.</param>
/// <param name="Cause">As the store calls it, which is as the wire does: <c>wall_time</c>.</param>
/// <param name="Duration">Of all of them together, as <paramref name="CpuTime"/> is.</param>
public sealed record ExecutionTally(DateOnly Day, ExecutionKind? Kind, ExecutionStatus Status, string Cause, long Count, TimeSpan Duration, TimeSpan CpuTime);

/// <param name="Runs">By status; those that none has are left out.</param>
/// <param name="Atoms">Of all runs together.</param>
/// <param name="Executions">Free-standing, by state; likewise.</param>
public sealed record StoreCounts(IReadOnlyDictionary<RunStatus, long> Runs, AtomTally Atoms, IReadOnlyDictionary<ExecutionStatus, long> Executions);

public readonly record struct AtomTally(long Total, long Succeeded, long Failed, long Skipped, long Cancelled)
{
    public long Concluded => Succeeded + Failed + Skipped + Cancelled;

    public long Open => Total - Concluded;
}

/// <param name="FileBytes">Of the file, without its log.</param>
/// <param name="LiveBytes">Of the pages in use.</param>
public readonly record struct StoreSize(long FileBytes, long LiveBytes)
{
    public double UnusedShare => FileBytes == 0 ? 0 : 1 - ((double)LiveBytes / FileBytes);
}

/// <param name="IsAttempt">Of a run; else it is free-standing.</param>
/// <param name="EndedAt">Null while it is not over.</param>
public readonly record struct ExecutionRecord(long Number, bool IsAttempt, DateTimeOffset? EndedAt);

public readonly record struct AttemptReference(RunId Run, int Attempt);

/// <summary>The store could not make something durable. Nothing it holds in memory can be trusted any more.</summary>
public sealed class StoreFailedException(string message, Exception inner) : Exception(message, inner);

/// <summary>Another owner took it over; this one must stop writing for it.</summary>
public sealed class StaleEpochException(string message) : Exception(message);
