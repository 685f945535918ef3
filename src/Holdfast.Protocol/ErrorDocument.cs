using System.Text.Json.Serialization;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Protocol;

/// <summary>What is printed instead of a document when there is none.</summary>
public sealed record ErrorDocument(Error Error);

/// <param name="Code">One of <see cref="ErrorCode"/>, for programs.</param>
/// <param name="Message">What happened, to which id.</param>
/// <param name="Hint">What to do; null when nothing can be said.</param>
/// <param name="Faults">What is wrong with the plan; null unless that is the error.</param>
/// <param name="Allowed">Where a task may go instead; left out unless that is the error.</param>
/// <param name="Oldest">The first event from which on all are there; left out unless that is the error.</param>
/// <param name="Pointer">Where in the body of the request it is wrong (RFC 6901); left out unless that is the error.</param>
public sealed record Error(
    string Code, string Message, string? Hint = null, IReadOnlyList<PlanFault>? Faults = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TaskPhase>? Allowed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Oldest = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer = null);

/// <summary>The codes an <see cref="Error"/> may have. Stable; documented in docs/reference/cli.md.</summary>
public static class ErrorCode
{
    public const string Usage = "usage";
    public const string PlanInvalid = "plan_invalid";
    public const string UnknownWave = "unknown_wave";
    public const string UnknownAtom = "unknown_atom";
    public const string UnknownModule = "unknown_module";
    public const string UnknownComponent = "unknown_component";
    public const string NeedsNotMet = "needs_not_met";
    public const string NothingToRetry = "nothing_to_retry";
    public const string RunNotFound = "run_not_found";
    public const string RunAmbiguous = "run_ambiguous";
    public const string RunNotEnded = "run_not_ended";
    public const string RunEnded = "run_ended";
    public const string RunInheritedFrom = "run_inherited_from";
    public const string RunIsDriven = "run_is_driven";
    public const string RunCutOff = "run_cut_off";
    public const string OldTreeAlive = "old_tree_alive";
    public const string AttemptNotFound = "attempt_not_found";
    public const string ArtifactNotFound = "artifact_not_found";
    public const string RangeNotSatisfiable = "range_not_satisfiable";
    public const string PlanNotFound = "plan_not_found";
    public const string PlanAmbiguous = "plan_ambiguous";
    public const string DifferentPlans = "different_plans";
    public const string RunOrAtom = "run_or_atom";
    public const string ExecutionNotFound = "execution_not_found";
    public const string ExecutionAmbiguous = "execution_ambiguous";
    public const string ExecutionNotAttachable = "execution_not_attachable";
    public const string ExecutionNotStuck = "execution_not_stuck";
    public const string TaskNotFound = "task_not_found";
    public const string TaskAmbiguous = "task_ambiguous";
    public const string TaskInvalid = "task_invalid";
    public const string TaskChanged = "task_changed";
    public const string TaskBusy = "task_busy";
    public const string TransitionNotAllowed = "transition_not_allowed";
    public const string AgentMissing = "agent_missing";
    public const string WorkspaceInUse = "workspace_in_use";
    public const string SessionNotFound = "session_not_found";
    public const string SessionAmbiguous = "session_ambiguous";
    public const string EventsTrimmed = "events_trimmed";
    public const string CouldNotStart = "could_not_start";
    public const string ToolMissing = "tool_missing";
    public const string TmuxMissing = "tmux_missing";
    public const string DiskFull = "disk_full";
    public const string NotARepository = "not_a_repository";
    public const string DefaultBranchUnknown = "default_branch_unknown";
    public const string GitFailed = "git_failed";
    public const string BackupUnusable = "backup_unusable";
    public const string HomeInUse = "home_in_use";
    public const string SettingInvalid = "setting_invalid";
    public const string DaemonRunning = "daemon_running";
    public const string DaemonNotRunning = "daemon_not_running";
    public const string DaemonStopping = "daemon_stopping";
    public const string DaemonUnreachable = "daemon_unreachable";
    public const string ProtocolMismatch = "protocol_mismatch";
    public const string TokenMissing = "token_missing";
    public const string TokenReadOnly = "token_read_only";
    public const string HostNotAllowed = "host_not_allowed";
    public const string OriginNotAllowed = "origin_not_allowed";
    public const string TooManyRequests = "too_many_requests";
    public const string BodyTooLarge = "body_too_large";
    public const string KeyReused = "idempotency_key_reused";
    public const string Changed = "changed";
    public const string AddressInUse = "address_in_use";
    public const string NoSuchAddress = "no_such_address";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string StoreUnavailable = "store_unavailable";
    public const string StoreFailed = "store_failed";
    public const string Unexpected = "unexpected";

    public static readonly IReadOnlyList<string> All =
    [
        Usage, PlanInvalid, UnknownWave, UnknownAtom, UnknownModule, UnknownComponent, NeedsNotMet, NothingToRetry, RunNotFound,
        RunAmbiguous, RunNotEnded, RunEnded, RunInheritedFrom, RunIsDriven, RunCutOff, OldTreeAlive, AttemptNotFound, ArtifactNotFound, RangeNotSatisfiable, PlanNotFound, PlanAmbiguous, DifferentPlans, RunOrAtom,
        ExecutionNotFound, ExecutionAmbiguous, ExecutionNotAttachable, ExecutionNotStuck,
        TaskNotFound, TaskAmbiguous, TaskInvalid, TaskChanged, TaskBusy, TransitionNotAllowed, AgentMissing, WorkspaceInUse, SessionNotFound, SessionAmbiguous, EventsTrimmed, CouldNotStart,
        ToolMissing, TmuxMissing, DiskFull, NotARepository, DefaultBranchUnknown, GitFailed, BackupUnusable, HomeInUse, SettingInvalid, DaemonRunning, DaemonNotRunning,
        DaemonStopping, DaemonUnreachable, ProtocolMismatch, TokenMissing, TokenReadOnly, HostNotAllowed, OriginNotAllowed, TooManyRequests, BodyTooLarge, KeyReused, Changed, AddressInUse,
        NoSuchAddress, MethodNotAllowed, StoreUnavailable, StoreFailed, Unexpected,
    ];
}

/// <summary>A request that cannot be done, with all a caller needs to know about it.</summary>
public sealed class RefusedException(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}
