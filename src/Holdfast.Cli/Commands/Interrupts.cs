using System.Runtime.InteropServices;

namespace Holdfast.Cli.Commands;

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP. The first lets what runs finish, the second ends it, the third ends this process at once;
/// whatever it leaves can be resumed.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigHup = 1;

    private readonly Lock gate = new();
    private readonly Action<string> say;
    private readonly PosixSignalRegistration[] registrations;
    private RunUnderWay? run;
    private string firstName = "";
    private int received;

    /// <param name="say">Tells the person what was understood.</param>
    public Interrupts(Action<string> say)
    {
        this.say = say;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Receive(context, SigInt, "Ctrl-C")),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Receive(context, SigTerm, "SIGTERM")),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Receive(context, SigHup, "SIGHUP")),
        ];
    }

    /// <summary>The number of the first one; null when there was none.</summary>
    public int? First { get; private set; }

    /// <summary>Names whom the signals are for. One that came before is handed on now.</summary>
    public void StandBy(RunUnderWay underWay)
    {
        lock (gate)
        {
            run = underWay;
            if (received > 0)
                HandOn(firstName);
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
            if (received == 1)
                (First, firstName) = (number, name);
            // From the third on the default action ends the process.
            context.Cancel = received < 3;
            if (received > 2)
                return;
            say(received == 1 ? "Stopping after what runs now; Ctrl-C again ends it at once." : "Ending what runs.");
            HandOn(name);
        }
    }

    private void HandOn(string who)
    {
        if (received == 1)
            run?.Stop(who);
        else
            run?.Cancel(who);
    }
}
