using Holdfast.Core.Executions;
using Holdfast.Core.Failures;

namespace Holdfast.Core.Runs;

/// <summary>What a run is told. Late and repeated ones are normal and change nothing.</summary>
public abstract record RunCommand
{
    private RunCommand() { }

    /// <summary>Queued → running.</summary>
    public sealed record Begin : RunCommand
    {
        public static readonly Begin Instance = new();
    }

    /// <summary>There is room for one more process.</summary>
    public sealed record Grant : RunCommand
    {
        public static readonly Grant Instance = new();
    }

    public sealed record ProcessStarted(int Atom, int Attempt, ProcessIdentity Process, Confinement Confinement) : RunCommand;

    /// <summary>An attempt was found alive by whoever took its run up.</summary>
    public sealed record Adopted(int Atom, int Attempt, ProcessIdentity Process, Confinement Confinement) : RunCommand;

    /// <summary>An attempt ended. A lost one is an interruption: it runs again and no retry is used up.</summary>
    public sealed record Report(int Atom, int Attempt, ExecutionReport Of) : RunCommand;

    /// <param name="RetryAt">The time the alarm was set for: an alarm of an earlier back-off is told apart by it, and no clock is asked again.</param>
    public sealed record RetryDue(int Atom, DateTimeOffset RetryAt) : RunCommand;

    /// <param name="Strategy">What was asked for.</param>
    public sealed record Fixed(int Atom, int Attempt, Strategy Strategy, CodeRevision Revision) : RunCommand;

    /// <param name="Strategy">What was asked for.</param>
    public sealed record NotFixed(int Atom, int Attempt, Strategy Strategy, string Why) : RunCommand;

    public sealed record Stop(string Who) : RunCommand;

    public sealed record Cancel(string Who) : RunCommand;
}

/// <summary>What is to be done, once the events that say so are stored.</summary>
public abstract record RunEffect
{
    private RunEffect() { }

    public sealed record Launch(int Atom, int Attempt, int Revision) : RunEffect;

    /// <summary>Give the launch up if its process has not started; it is then reported as cancelled.</summary>
    public sealed record Withdraw(int Atom, int Attempt, string Who) : RunEffect;

    /// <summary>End the process and its whole tree, started or not.</summary>
    public sealed record End(int Atom, int Attempt, string Who) : RunEffect;

    /// <summary>Send <see cref="RunCommand.RetryDue"/> after <see cref="Retries.BackOff.Remaining"/>, by a monotonic timer.</summary>
    public sealed record WakeAt(int Atom, DateTimeOffset At) : RunEffect;

    /// <param name="History">Ends with the failure that is to be mended.</param>
    public sealed record AskForFix(int Atom, int Attempt, Strategy Strategy, AtomHistory History) : RunEffect;
}

/// <summary>Events to store, in order; then, and only then, effects to perform.</summary>
public sealed record Decision(IReadOnlyList<RunEvent> Events, IReadOnlyList<RunEffect> Effects)
{
    public static readonly Decision Nothing = new([], []);
}
