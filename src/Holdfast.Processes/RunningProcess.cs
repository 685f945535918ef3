using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Processes;

/// <summary>How far one process is on its way to its end.</summary>
internal enum ProcessPhase
{
    Running,

    /// <summary>SIGTERM is sent; until the grace is over it may end by itself.</summary>
    Terminating,

    /// <summary>Its main process has ended, but its pipes are open: a process that is just ending may hold them, or one left behind.</summary>
    Settling,

    /// <summary>Its main process has ended; what it left was asked to end and has a short grace.</summary>
    EndingLeftovers,

    /// <summary>SIGKILL is sent, again and again until nothing is found.</summary>
    Killing,
}

/// <summary>One process and what is known of it. Only the host's thread changes it.</summary>
internal sealed class RunningProcess(
    long token, ProcessSpec spec, ProcessIdentity identity, int pidfd, int stdout, int stderr, int stdoutWriter, int stderrWriter,
    DateTimeOffset startedAt, long startedNanoseconds, ControlGroup? group, Action<ExecutionEnding, int> ended)
{
    /// <summary>Names it in the kernel's events, with the two lowest bits free for the descriptor meant.</summary>
    public long Token => token;

    public ProcessSpec Spec => spec;

    public ProcessIdentity Identity => identity;

    public int Pid => identity.Pid;

    public int PidFd => pidfd;

    public DateTimeOffset StartedAt => startedAt;

    public long StartedNanoseconds => startedNanoseconds;

    /// <summary>Told the ending, and how often progress put off the deadline.</summary>
    public Action<ExecutionEnding, int> Ended => ended;

    /// <summary>The control group it was born in, and nobody else is in; null for none.</summary>
    public ControlGroup? Group => group;

    public OutputLogWriter Output { get; } = new(spec.OutputLog, spec.OutputLimitBytes, startedAt, spec.RotateOutput && !spec.FailOnOutputLimit);

    /// <summary>Told once, when it begins to be stopped, what for.</summary>
    public Action<EndCause>? Stopping { get; init; }

    /// <summary>Null for one that has pipes.</summary>
    public PseudoTerminal? Terminal { get; init; }

    // Most processes end by themselves: what only stopping needs is made when it is needed.
    public ProcessTree Tree => field ??= new ProcessTree(spec.Execution, identity.Pid, identity.StartTicks, group);

    /// <summary>-1 once closed.</summary>
    public int Stdout { get; set; } = stdout;

    public int Stderr { get; set; } = stderr;

    /// <summary>
    /// The ends the process writes to. As long as they are open here, too, its pipes do not report their end while it is ending:
    /// that would wake us, twice, in its stead, before there is anything to know. -1 once closed.
    /// </summary>
    public int StdoutWriter { get; set; } = stdoutWriter;

    public int StderrWriter { get; set; } = stderrWriter;

    public bool PipesAreClosed => Stdout < 0 && Stderr < 0;

    public ProcessPhase Phase { get; set; } = ProcessPhase.Running;

    /// <summary>When its host has to look at it again; <see cref="long.MaxValue"/> for never.</summary>
    public long DueNanoseconds { get; set; } = FirstLook(spec, startedNanoseconds);

    /// <summary>When it has run too long; <see cref="long.MaxValue"/> for never.</summary>
    public long DeadlineNanoseconds { get; set; } = Deadline(spec, startedNanoseconds);

    /// <summary>When it last wrote something; at first, when it was started.</summary>
    public required long ProgressNanoseconds { get; set; }

    /// <summary>How often progress put off the deadline.</summary>
    public int Extensions { get; set; }

    /// <summary>When it was last looked at for work, and what its tree had used by then; at first, its start and nothing.</summary>
    public (long Nanoseconds, Activity Used) Sample { get; set; } = (startedNanoseconds, new Activity(0, TimeSpan.Zero, 0, 0));

    /// <summary>When the time begins within which progress puts off the deadline; the deadline itself where nothing does.</summary>
    public long SampleDueNanoseconds => Policy is { } policy ? Before(DeadlineNanoseconds, policy.HeartbeatTimeout) : DeadlineNanoseconds;

    public DeadlinePolicy? Policy => PolicyOf(spec);

    private static DeadlinePolicy? PolicyOf(ProcessSpec spec) => spec.Timeout is null ? spec.Deadline : null;

    // Where all its time counts, there is nothing to compare with but its start.
    private static long FirstLook(ProcessSpec spec, long startedNanoseconds) =>
        PolicyOf(spec) is { } policy && policy.HeartbeatTimeout < policy.First ? After(startedNanoseconds, policy.First - policy.HeartbeatTimeout) : Deadline(spec, startedNanoseconds);

    private static long Deadline(ProcessSpec spec, long startedNanoseconds) =>
        (spec.Timeout ?? spec.Deadline?.First) is { } limit ? After(startedNanoseconds, limit) : long.MaxValue;

    /// <summary>When waiting turns into killing, and killing into giving up.</summary>
    public long PhaseEndsNanoseconds { get; set; } = long.MaxValue;

    /// <summary>Why it was stopped; null when it was not.</summary>
    public EndCause? StopCause { get; set; }

    public StopStep StopStep { get; set; }

    /// <summary>When its main process was seen to have ended.</summary>
    public long? EndedNanoseconds { get; set; }

    /// <summary>From when on a child being started gets no copy of its pipes from us.</summary>
    public long WritersClosedNanoseconds { get; set; }

    /// <summary>Its main process ended before SIGKILL was sent.</summary>
    public bool EndedInGrace { get; set; }

    /// <summary>Who got SIGTERM: asking twice could end a handler that is at work.</summary>
    public HashSet<(int Pid, long StartTicks)> Asked => field ??= [];

    /// <summary>Everything else of its tree that had to be ended.</summary>
    public HashSet<(int Pid, long StartTicks)> Survivors => field ??= [];

    public int SurvivorsLeft { get; set; }

    public SurvivorProof Proof { get; set; }

    /// <summary>Scans in a row that found nothing.</summary>
    public int EmptyScans { get; set; }

    public int Scans { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>A moment after another, at most the last there is.</summary>
    public static long After(long nanoseconds, TimeSpan span) =>
        span.Ticks >= (long.MaxValue - nanoseconds) / TimeSpan.NanosecondsPerTick ? long.MaxValue : nanoseconds + span.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>A moment before another, at least the first there is.</summary>
    private static long Before(long nanoseconds, TimeSpan span) =>
        span.Ticks >= nanoseconds / TimeSpan.NanosecondsPerTick ? 0 : nanoseconds - span.Ticks * TimeSpan.NanosecondsPerTick;
}
