using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Runs;

// What these are called on the wire is fixed: other programs and stored documents depend on it.

[JsonConverter(typeof(WordConverter<RunStatus>))]
public enum RunStatus
{
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("stopping")] Stopping,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("stopped")] Stopped,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

[JsonConverter(typeof(WordConverter<Schedule>))]
public enum Schedule
{
    [JsonStringEnumMemberName("waves")] Waves,
    [JsonStringEnumMemberName("eager")] Eager,
    [JsonStringEnumMemberName("sequential")] Sequential,
}

/// <summary>How an atom ended, after retries.</summary>
public enum Conclusion
{
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("skipped")] Skipped,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>Where an atom stands that has not concluded.</summary>
public enum AtomProgress
{
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("ready")] Ready,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("backing_off")] BackingOff,
    [JsonStringEnumMemberName("awaiting_fix")] AwaitingFix,
}

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("interrupted")] Interrupted,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

public enum FailureCategory
{
    [JsonStringEnumMemberName("syntax")] Syntax,
    [JsonStringEnumMemberName("import")] Import,
    [JsonStringEnumMemberName("type")] Type,
    [JsonStringEnumMemberName("runtime")] Runtime,
    [JsonStringEnumMemberName("timeout")] Timeout,
    [JsonStringEnumMemberName("out_of_memory")] OutOfMemory,
    [JsonStringEnumMemberName("killed")] Killed,
    [JsonStringEnumMemberName("output_limit")] OutputLimit,
    [JsonStringEnumMemberName("network")] Network,
    [JsonStringEnumMemberName("rate_limited")] RateLimited,
    [JsonStringEnumMemberName("permission")] Permission,
    [JsonStringEnumMemberName("environment")] Environment,
}

/// <summary>What is done about a failure.</summary>
public enum Strategy
{
    [JsonStringEnumMemberName("fix")] Fix,
    [JsonStringEnumMemberName("regenerate")] Regenerate,
    [JsonStringEnumMemberName("retry")] Retry,
    [JsonStringEnumMemberName("skip")] Skip,
    [JsonStringEnumMemberName("manual")] Manual,
}

public enum AtomKind
{
    [JsonStringEnumMemberName("python")] Python,
    [JsonStringEnumMemberName("javascript")] JavaScript,
    [JsonStringEnumMemberName("typescript")] TypeScript,
    [JsonStringEnumMemberName("shell")] Shell,
    [JsonStringEnumMemberName("command")] Command,
    [JsonStringEnumMemberName("agent")] Agent,
}

public enum SandboxTier
{
    [JsonStringEnumMemberName("plain")] Plain,
    [JsonStringEnumMemberName("landlock")] Landlock,
    [JsonStringEnumMemberName("bubblewrap")] Bubblewrap,
    [JsonStringEnumMemberName("native")] Native,
    [JsonStringEnumMemberName("container")] Container,
}

/// <summary>How well a limit that was asked for really held.</summary>
public enum LimitStatus
{
    [JsonStringEnumMemberName("not_asked")] NotAsked,
    [JsonStringEnumMemberName("enforced")] Enforced,
    [JsonStringEnumMemberName("best_effort")] BestEffort,
    [JsonStringEnumMemberName("absent")] Absent,
}

/// <summary>How far the stop sequence of a process had to go.</summary>
public enum StopStep
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("terminated")] Terminated,
    [JsonStringEnumMemberName("killed")] Killed,
}

/// <summary>What the claim "nothing of it is left" rests on.</summary>
public enum SurvivorProof
{
    [JsonStringEnumMemberName("not_audited")] NotAudited,
    [JsonStringEnumMemberName("mark")] Mark,
    [JsonStringEnumMemberName("subreaper")] Subreaper,
    [JsonStringEnumMemberName("pid_namespace")] PidNamespace,
    [JsonStringEnumMemberName("cgroup")] Cgroup,
}

public enum OutputStream
{
    /// <summary>Not the atom's words but Holdfast's, about output that is missing.</summary>
    [JsonStringEnumMemberName("notice")] Notice,

    [JsonStringEnumMemberName("stdout")] Stdout,
    [JsonStringEnumMemberName("stderr")] Stderr,
}
