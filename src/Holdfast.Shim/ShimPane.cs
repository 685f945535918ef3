using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Shim;

/// <summary>Where a shim in a pane finds what its starter has for it.</summary>
/// <param name="Environment">A descriptor of the starter's.</param>
/// <param name="Outcome">A descriptor of the starter's.</param>
internal sealed record PaneStarter(int Pid, long StartTicks, int Environment, int Outcome);

/// <summary>The terminal a shim was started in, and how it takes over from there.</summary>
internal sealed unsafe class ShimPane : IDisposable
{
    private readonly int fd;
    private PosixSignalRegistration? resized;

    private ShimPane(int fd) => this.fd = fd;

    /// <returns>Null for what says nothing.</returns>
    public static PaneStarter? TryParse(string[] arguments) =>
        arguments is [var pid, var ticks, var environment, var outcome] && int.TryParse(pid, CultureInfo.InvariantCulture, out var starter) &&
        long.TryParse(ticks, CultureInfo.InvariantCulture, out var startTicks) && int.TryParse(environment, CultureInfo.InvariantCulture, out var from) &&
        int.TryParse(outcome, CultureInfo.InvariantCulture, out var to)
            ? new PaneStarter(starter, startTicks, from, to)
            : null;

    /// <summary>
    /// Moves the pane's terminal out of the way of the standard descriptors: from then on stdin is the environment, stdout the starter,
    /// and stderr the log, as for any other shim.
    /// </summary>
    /// <exception cref="IOException">The starter is gone, and with it what it had for this shim.</exception>
    public static ShimPane Enter(ShimFolder folder, PaneStarter starter)
    {
        var pane = Libc.Require(Libc.fcntl(0, Libc.F_DUPFD_CLOEXEC, 3), "fcntl");
        Become(2, folder.Log, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND);
        Become(0, $"/proc/{starter.Pid}/fd/{starter.Environment}", Libc.O_RDONLY);
        Become(1, $"/proc/{starter.Pid}/fd/{starter.Outcome}", Libc.O_WRONLY);
        // Asked after both were opened: somebody else's descriptors are not taken for the starter's.
        if (ProcessTable.ReadRow(starter.Pid)?.StartTicks != starter.StartTicks)
            throw new IOException($"The program that started this shim (process {starter.Pid}) is gone.");
        return new ShimPane(pane);
    }

    private static void Become(int descriptor, string path, int flags)
    {
        fixed (byte* name = DurableFile.Name(path))
        {
            var opened = Libc.Require(Libc.open(name, flags | Libc.O_NOCTTY | Libc.O_CLOEXEC, OutputLogWriter.OwnerOnly), $"open '{path}'");
            Libc.Require(Libc.dup2(opened, descriptor), "dup2");
            Libc.close(opened);
        }
    }

    /// <summary>A terminal for the process, as large as the pane. Null with errno set.</summary>
    public PseudoTerminal? TryOpenTerminal() => PseudoTerminal.TryOpen(fd);

    /// <summary>From now on what is typed in the pane goes to the process, and it is told when the pane changes its size.</summary>
    public void Connect(PseudoTerminal terminal)
    {
        resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, signal =>
        {
            signal.Cancel = true;
            terminal.TakeSize();
        });
        terminal.TakeSize();
        new Thread(terminal.Type) { Name = "keyboard", IsBackground = true }.Start();
    }

    public void Dispose() => resized?.Dispose();
}
