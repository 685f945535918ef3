using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Protocol.Daemons;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Cli.Daemons;

/// <summary>The process of a daemon, held so that its pid cannot come to mean another.</summary>
internal sealed partial class DaemonProcess : IDisposable
{
    private const int SigTerm = 15;
    private const short Readable = 1;
    private const int StartTicksField = 22;

    private readonly SafeFileHandle process;

    private DaemonProcess(SafeFileHandle process) => this.process = process;

    /// <returns>Null when the daemon that the file names is gone.</returns>
    public static DaemonProcess? TryOpen(DaemonFile file)
    {
        if (Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").AsSpan().Trim()) != file.BootId)
            return null;
        var process = OpenProcess(file.Pid, 0);
        // Looked at while it is held: the pid is still the one that the file names, or was another's before.
        if (!process.IsInvalid && StartTicksOf(file.Pid) == file.StartTicks)
            return new DaemonProcess(process);
        process.Dispose();
        return null;
    }

    /// <summary>Asks it to end; executions go on.</summary>
    public void Terminate() => _ = SendSignal(process, SigTerm, 0, 0);

    /// <summary>Completes when it has ended. The kernel tells.</summary>
    public Task WaitAsync() => Task.Factory.StartNew(Wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => process.Dispose();

    private void Wait()
    {
        var poll = new PollEntry { File = (int)process.DangerousGetHandle(), Events = Readable };
        while (Poll(ref poll, 1, -1) < 0)
        {
        }
    }

    private static long? StartTicksOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            // The name may hold anything, but the last bracket closes it; the field after it is the third.
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTicksField - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "pidfd_open", SetLastError = true)]
    private static partial SafeFileHandle OpenProcess(int pid, uint flags);

    [LibraryImport("libc", EntryPoint = "pidfd_send_signal", SetLastError = true)]
    private static partial int SendSignal(SafeFileHandle process, int signal, nint info, uint flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entries, nuint count, int timeout);

    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
