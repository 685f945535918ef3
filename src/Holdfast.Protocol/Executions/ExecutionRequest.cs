namespace Holdfast.Protocol.Executions;

/// <summary>What to execute, and how.</summary>
public sealed record ExecutionRequest
{
    // What a document leaves out is set to null by its reader.
    private static readonly Dictionary<string, string> NoVariables = [];
    private static readonly Dictionary<string, SecretReference> NoSecrets = [];
    private static readonly string[] ExitCodeOnly = ["exit"];

    /// <summary>The program, searched for in the PATH of <see cref="Environment"/>, and its arguments; at least one.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Letters, digits, <c>. _ -</c>; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Added to what every process gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init => field = value ?? NoVariables; } = NoVariables;

    /// <summary>Environment variables whose values are read at the start, never stored, and masked in what is shown.</summary>
    public IReadOnlyDictionary<string, SecretReference> Secrets { get; init => field = value ?? NoSecrets; } = NoSecrets;

    /// <summary>Ended after so long, whatever it does. Null: by <see cref="Policy"/>.</summary>
    public long? TimeoutMs { get; init; }

    /// <summary>No deadline at all; not together with <see cref="TimeoutMs"/>.</summary>
    public bool NoTimeout { get; init; }

    /// <summary>When it is ended where neither time-out is given. Null: the daemon's own.</summary>
    public TimeoutPolicy? Policy { get; init; }

    /// <summary>Ended after so long without progress. Null: never.</summary>
    public long? StallMs { get; init; }

    /// <summary>Higher starts sooner.</summary>
    public int Priority { get; init; }

    /// <summary>What it shares limits and circuits by: an agent, a repository, a provider.</summary>
    public IReadOnlyList<string> Keys { get; init => field = value ?? []; } = [];

    public ExecutionHost Host { get; init; }

    /// <summary>What shows that it has completed: <c>exit</c>, <c>marker</c>, <c>git</c>, <c>git:REGEX</c>, <c>phases</c>, <c>pattern:REGEX</c>. Any one of them can.</summary>
    public IReadOnlyList<string> Completion { get; init => field = value ?? ExitCodeOnly; } = ExitCodeOnly;
}

/// <summary>A first limit, and what progress buys at it.</summary>
/// <param name="ExtensionMs">Bought each time.</param>
/// <param name="ProgressWithinMs">How lately there must have been progress.</param>
public sealed record TimeoutPolicy(long FirstMs, long ExtensionMs, int MostExtensions, long ProgressWithinMs);

/// <summary>Where a secret's value is; exactly one is given.</summary>
/// <param name="Env">A variable of the daemon's environment.</param>
/// <param name="File">A file; one line's end at its end does not count.</param>
public sealed record SecretReference(string? Env = null, string? File = null);

/// <param name="Who">Told as the one who asked for it.</param>
/// <param name="Immediate">Without a grace period.</param>
public sealed record CancelRequest(string Who, bool Immediate = false);

/// <summary>What <c>exec killall --json</c> prints.</summary>
/// <param name="Cancelled">Those that are being ended now.</param>
public sealed record CancelledExecutions(IReadOnlyList<StartedExecution> Cancelled);

/// <param name="Running">Only those that have not ended.</param>
/// <param name="State">Only those of one state.</param>
public sealed record ExecutionFilter(int Limit = 20, bool Running = false, ExecutionStatus? State = null)
{
    public ListWish Wish { get; init; } = ListWish.NewestFirst;
}
