namespace Holdfast.Core.Executions;

/// <summary>How far the stop sequence had to go.</summary>
public enum StopStep { None, Terminated, Killed }

/// <summary>What the claim "nothing of it is left" rests on. A mark can be erased, so it is the weakest.</summary>
public enum SurvivorProof { NotAudited, Mark, Subreaper, PidNamespace, Cgroup }

/// <summary>How one process ended, with what was measured.</summary>
public sealed record ExecutionEnding
{
    public required EndCause Cause { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>From the monotonic clock, so never negative.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>User plus system time of the process and the children it waited for.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>How much of <see cref="CpuTime"/> its own code took; null in what earlier releases measured, which did not tell.</summary>
    public TimeSpan? UserTime { get; init; }

    /// <summary>How much of <see cref="CpuTime"/> the kernel took for it; null as <see cref="UserTime"/> is.</summary>
    public TimeSpan? SystemTime => CpuTime - UserTime;

    /// <summary>Largest resident set of one process of the tree; 0 when not measured.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>Bytes of output read, kept or not.</summary>
    public long OutputBytes { get; init; }

    public bool OutputTruncated { get; init; }

    public StopStep StopStep { get; init; }

    public SurvivorProof Proof { get; init; }

    /// <summary>Processes of its tree that were ended after it, or could not be.</summary>
    public int SurvivorsEnded { get; init; }

    /// <summary>Still alive after the whole stop sequence; more than 0 is an error worth a hand.</summary>
    public int SurvivorsLeft { get; init; }
}

/// <summary>What the harness of a language said about an exception, as structure. Null members: not said.</summary>
public sealed record ReportedException
{
    /// <summary>The exception's own name: <c>NameError</c>, <c>TypeError</c> …</summary>
    public required string Type { get; init; }

    public string Message { get; init; } = "";

    /// <summary>True when the code did not parse, as opposed to a syntax error thrown while running.</summary>
    public bool WhileParsing { get; init; }

    /// <summary>Line in the user's code, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Column in the user's code, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>Column behind the last character of the expression at fault, on the line it starts on; null when not known.</summary>
    public int? EndColumn { get; init; }

    /// <summary>The module an import did not find.</summary>
    public string? Module { get; init; }

    /// <summary>The name or attribute that is not defined.</summary>
    public string? Name { get; init; }

    /// <summary>errno or runtime error code: <c>ECONNREFUSED</c>, <c>ERR_MODULE_NOT_FOUND</c> …</summary>
    public string? Code { get; init; }

    /// <summary>What the system was asked for: <c>spawn tar</c>, <c>connect</c>, <c>open</c> … (Node's <c>error.syscall</c>).</summary>
    public string? SystemCall { get; init; }

    /// <summary>What caused it, nearest first: Python's <c>__cause__</c>, <c>__context__</c> or <c>reason</c>, JavaScript's <c>cause</c> or first of <c>errors</c>. At most 4.</summary>
    public IReadOnlyList<ReportedCause> Causes { get; init; } = [];

    /// <summary>The names of the exception's base classes, nearest first.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>Innermost last.</summary>
    public IReadOnlyList<ReportedFrame> Frames { get; init; } = [];

    /// <summary>HTTP status, where the exception carries one.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Seconds the other side asked to wait (Retry-After), where the exception carries it.</summary>
    public double? RetryAfterSeconds { get; init; }
}

/// <param name="Code">As <see cref="ReportedException.Code"/>.</param>
public sealed record ReportedCause(string Type, string Message, string? Code);

public sealed record ReportedFrame(string File, int Line, string Function, bool InUserCode);

/// <summary>All there is to judge an attempt by.</summary>
/// <param name="ResultJson">The value of <c>result</c>; null when the code set none.</param>
/// <param name="ErrorTail">The last of stderr, at most 4 KiB; looked at only where there is no exception and the exit code alone must decide.</param>
public sealed record ExecutionReport(ExecutionEnding Ending, string? ResultJson = null, ReportedException? Exception = null, string? ErrorTail = null);
