using System.Runtime.InteropServices;
using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Shim;

/// <summary>
/// What signals mean to a shim: those that ask to end end its process, with its grace. Nobody who uses Holdfast asked for that: it is
/// lost, not cancelled. Those of a terminal or a pipe that is gone mean nothing.
/// </summary>
internal sealed class ShimSignals : IDisposable
{
    private readonly ProcessHost host;
    private readonly ExecutionId execution;
    private readonly PosixSignalRegistration[] registrations;
    private volatile bool asked;

    private ShimSignals(ProcessHost host, ExecutionId execution)
    {
        this.host = host;
        this.execution = execution;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop), PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop)];
    }

    /// <summary>What the process itself starts with is the default for each signal, whatever we ignore.</summary>
    public static void IgnoreHangUps()
    {
        Libc.Ignore(Libc.SIGHUP);
        Libc.Ignore(Libc.SIGPIPE);
        Libc.Ignore(Libc.SIGQUIT);
    }

    public static ShimSignals StopOn(ProcessHost host, ExecutionId execution) => new(host, execution);

    /// <summary>To be called once there is something to stop: who asked before is not forgotten.</summary>
    public void ProcessRuns()
    {
        if (asked)
            StopProcess();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        asked = true;
        StopProcess();
    }

    private void StopProcess() => host.Stop(execution, new EndCause.Lost("Its shim was told to end by a signal, as a machine does that shuts down."), immediate: false);

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }
}
