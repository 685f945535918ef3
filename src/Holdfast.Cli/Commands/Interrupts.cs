using System.Runtime.InteropServices;

namespace Holdfast.Cli.Commands;

/// <summary>What a person wants of the run they watch.</summary>
internal enum RunWish
{
    /// <summary>Nothing: go on watching.</summary>
    None,

    /// <summary>Leave it alone, and go.</summary>
    Detach,

    /// <summary>Let what runs finish, and start nothing more.</summary>
    Stop,

    /// <summary>End what runs.</summary>
    Cancel,
}

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP while a run is watched. On a terminal Ctrl-C asks what is wanted, and a second one cancels. Elsewhere the
/// first lets what runs finish, the second ends it, and the third ends this process at once, which the run survives. Whoever hangs
/// up only leaves.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigHup = 1;

    private readonly Lock gate = new();
    private readonly Action<string> say;
    private readonly bool asks;
    private readonly bool onlyLeaves;
    private readonly PosixSignalRegistration[] registrations;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int received;

    /// <param name="say">Tells the person what was understood.</param>
    /// <param name="onlyLeaves">Whether, where nobody can be asked, a signal means no more than to stop watching.</param>
    public Interrupts(Terminal terminal, Action<string> say, bool onlyLeaves)
    {
        this.say = say;
        this.onlyLeaves = onlyLeaves;
        asks = terminal.IsLive && !terminal.Quiet && !Console.IsInputRedirected;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Receive(context, SigInt, "Ctrl-C")),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Receive(context, SigTerm, "SIGTERM")),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Receive(context, SigHup, "SIGHUP")),
        ];
    }

    /// <summary>The number of the first signal; null when there was none.</summary>
    public int? First { get; private set; }

    /// <summary>The strongest wish so far, and who has it.</summary>
    public (RunWish Wish, string Who) Wish { get; private set; } = (RunWish.None, "");

    /// <summary>Completes when the wish changes after this was asked for.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
                return changed.Task;
        }
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private void Receive(PosixSignalContext context, int number, string name)
    {
        lock (gate)
        {
            received++;
            First ??= number;
            // From the third on the default action ends the process.
            context.Cancel = received < 3;
            if (received > 2)
                return;
            if (number == SigHup || (onlyLeaves && !asks))
                Want_NeedsLock(RunWish.Detach, name);
            else if (received == 2)
                Want_NeedsLock(RunWish.Cancel, name);
            else if (asks && number == SigInt)
                _ = Task.Factory.StartNew(() => Ask(name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            else
                Want_NeedsLock(RunWish.Stop, name);
        }
    }

    /// <summary>Waits for one key. The run goes on meanwhile, and may end before it is pressed.</summary>
    private void Ask(string who)
    {
        say("d: detach, it goes on without you   s: stop after what runs now   c: cancel (so does Ctrl-C)   any other key: go on watching");
        var key = char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar);
        lock (gate)
        {
            switch (key)
            {
                case 'd':
                    Want_NeedsLock(RunWish.Detach, who);
                    break;
                case 's':
                    Want_NeedsLock(RunWish.Stop, who);
                    break;
                case 'c':
                    Want_NeedsLock(RunWish.Cancel, who);
                    break;
                default:
                    // Ctrl-C may be pressed, and asked about, again.
                    if (Wish.Wish == RunWish.None)
                        (received, First) = (0, null);
                    break;
            }
        }
    }

    private void Want_NeedsLock(RunWish wish, string who)
    {
        if (wish <= Wish.Wish)
            return;
        Wish = (wish, who);
        if (wish == RunWish.Stop)
            say("Stopping after what runs now; Ctrl-C again ends it at once.");
        else if (wish == RunWish.Cancel)
            say("Ending what runs.");
        changed.TrySetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
