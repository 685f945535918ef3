using Holdfast.Core.Atoms;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Queueing;
using Holdfast.Core.Runs;
using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Storage;

/// <summary>How the values of an enum are called on disk. Once released, a name never changes.</summary>
internal sealed class StoredNames<T>(Func<T, string> nameOf) where T : struct, Enum
{
    // Few enough to look at each. Hash tables would cost every start more: their code is made anew for each enum.
    private readonly T[] values = Enum.GetValues<T>();

    public string this[T value] => nameOf(value);

    /// <exception cref="InvalidDataException">No value has that name.</exception>
    public T Parse(string name)
    {
        foreach (var value in values)
        {
            if (nameOf(value) == name)
                return value;
        }

        throw new InvalidDataException($"The store says {typeof(T).Name} '{name}', which this version does not know.");
    }
}

internal static class StoredNames
{
    public static readonly StoredNames<RunStatus> Statuses = new(status => status switch
    {
        RunStatus.Queued => "queued",
        RunStatus.Running => "running",
        RunStatus.Stopping => "stopping",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Stopped => "stopped",
        RunStatus.Cancelled => "cancelled",
    });

    public static readonly StoredNames<CircuitStatus> Circuits = new(status => status switch
    {
        CircuitStatus.Closed => "closed",
        CircuitStatus.Open => "open",
        CircuitStatus.HalfOpen => "half_open",
    });

    public static readonly StoredNames<Schedule> Schedules = new(schedule => schedule switch
    {
        Schedule.Waves => "waves",
        Schedule.Eager => "eager",
        Schedule.Sequential => "sequential",
    });

    public static readonly StoredNames<AttemptOutcome> Outcomes = new(outcome => outcome switch
    {
        AttemptOutcome.Succeeded => "succeeded",
        AttemptOutcome.Failed => "failed",
        AttemptOutcome.Interrupted => "interrupted",
        AttemptOutcome.Cancelled => "cancelled",
    });

    public static readonly StoredNames<Conclusion> Conclusions = new(conclusion => conclusion switch
    {
        Conclusion.Succeeded => "succeeded",
        Conclusion.Failed => "failed",
        Conclusion.Skipped => "skipped",
        Conclusion.Cancelled => "cancelled",
    });

    public static readonly StoredNames<FailureCategory> Categories = new(category => category switch
    {
        FailureCategory.Syntax => "syntax",
        FailureCategory.Import => "import",
        FailureCategory.Type => "type",
        FailureCategory.Runtime => "runtime",
        FailureCategory.Timeout => "timeout",
        FailureCategory.OutOfMemory => "out_of_memory",
        FailureCategory.Killed => "killed",
        FailureCategory.OutputLimit => "output_limit",
        FailureCategory.Network => "network",
        FailureCategory.RateLimited => "rate_limited",
        FailureCategory.Permission => "permission",
        FailureCategory.Environment => "environment",
    });

    public static readonly StoredNames<Strategy> Strategies = new(strategy => strategy switch
    {
        Strategy.Fix => "fix",
        Strategy.Regenerate => "regenerate",
        Strategy.Retry => "retry",
        Strategy.Skip => "skip",
        Strategy.Manual => "manual",
    });

    public static readonly StoredNames<SandboxTier> Tiers = new(tier => tier switch
    {
        SandboxTier.Plain => "plain",
        SandboxTier.Landlock => "landlock",
        SandboxTier.Bubblewrap => "bubblewrap",
        SandboxTier.Native => "native",
        SandboxTier.Container => "container",
    });

    public static readonly StoredNames<LimitStatus> Limits = new(limit => limit switch
    {
        LimitStatus.NotAsked => "not_asked",
        LimitStatus.Enforced => "enforced",
        LimitStatus.BestEffort => "best_effort",
        LimitStatus.Absent => "absent",
    });

    public static readonly StoredNames<StopStep> StopSteps = new(step => step switch
    {
        StopStep.None => "none",
        StopStep.Terminated => "terminated",
        StopStep.Killed => "killed",
    });

    public static readonly StoredNames<SurvivorProof> Proofs = new(proof => proof switch
    {
        SurvivorProof.NotAudited => "not_audited",
        SurvivorProof.Mark => "mark",
        SurvivorProof.Subreaper => "subreaper",
        SurvivorProof.PidNamespace => "pid_namespace",
        SurvivorProof.Cgroup => "cgroup",
    });

    public static readonly StoredNames<ExecutionStatus> ExecutionStates = new(status => status switch
    {
        ExecutionStatus.Queued => "queued",
        ExecutionStatus.Processing => "processing",
        ExecutionStatus.TimingOut => "timing_out",
        ExecutionStatus.Zombie => "zombie",
        ExecutionStatus.Cancelling => "cancelling",
        ExecutionStatus.Completed => "completed",
        ExecutionStatus.Failed => "failed",
        ExecutionStatus.Cancelled => "cancelled",
    });

    public static readonly StoredNames<ExecutionKind> ExecutionKinds = new(kind => kind switch
    {
        ExecutionKind.Command => "command",
        ExecutionKind.Session => "session",
    });

    public static readonly StoredNames<EvidenceKind> EvidenceKinds = new(kind => kind switch
    {
        EvidenceKind.Exit => "exit",
        EvidenceKind.Marker => "marker",
        EvidenceKind.Git => "git",
        EvidenceKind.Phases => "phases",
        EvidenceKind.Pattern => "pattern",
    });

    public static readonly StoredNames<EvidenceLeaning> EvidenceLeanings = new(leaning => leaning switch
    {
        EvidenceLeaning.For => "for",
        EvidenceLeaning.Against => "against",
    });

    public static readonly StoredNames<VerdictDecision> VerdictDecisions = new(decision => decision switch
    {
        VerdictDecision.Completed => "completed",
        VerdictDecision.NotCompleted => "not_completed",
        VerdictDecision.Undecided => "undecided",
    });

    public static readonly StoredNames<ExecutionHost> Hosts = new(host => host switch
    {
        ExecutionHost.Process => "process",
        ExecutionHost.Tmux => "tmux",
    });

    public static readonly StoredNames<TaskPhase> TaskPhases = new(TaskWords.Of);

    public static readonly StoredNames<SessionStatus> SessionStates = new(status => status switch
    {
        SessionStatus.Running => "running",
        SessionStatus.Completed => "completed",
        SessionStatus.Failed => "failed",
        SessionStatus.Cancelled => "cancelled",
    });

    public static readonly StoredNames<SessionOutcome> SessionOutcomes = new(outcome => outcome switch
    {
        SessionOutcome.Completed => "completed",
        SessionOutcome.Failed => "failed",
        SessionOutcome.Cancelled => "cancelled",
    });

    public static readonly StoredNames<PromptBy> PromptWays = new(way => way switch
    {
        PromptBy.Argument => "argument",
        PromptBy.File => "file",
        PromptBy.Stdin => "stdin",
    });
}
