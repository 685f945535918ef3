using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Processes.Tests;

/// <summary>For a moment, this process can open only so many descriptors more.</summary>
internal sealed partial class DescriptorLimit : IDisposable
{
    private const int Descriptors = 7;

    private readonly Limit before;
    private readonly List<SafeFileHandle> fillers;

    private DescriptorLimit(Limit before, List<SafeFileHandle> fillers)
    {
        this.before = before;
        this.fillers = fillers;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    public static DescriptorLimit Leave(int free)
    {
        // The lowest number that is free is given out first: with the gaps filled, a limit on numbers is one on how many.
        var highest = Directory.GetFileSystemEntries("/proc/self/fd").Max(path => int.Parse(Path.GetFileName(path)));
        var fillers = new List<SafeFileHandle>();
        do
            fillers.Add(File.OpenHandle("/dev/null"));
        while (fillers[^1].DangerousGetHandle() < highest);
        var limit = (ulong)(fillers[^1].DangerousGetHandle() + 1 + free);
        Assert.Equal(0, getrlimit(Descriptors, out var before));
        Assert.Equal(0, setrlimit(Descriptors, before with { Soft = limit }));
        return new DescriptorLimit(before, fillers);
    }

    public void Dispose()
    {
        Assert.Equal(0, setrlimit(Descriptors, before));
        fillers.ForEach(filler => filler.Dispose());
    }

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int getrlimit(int resource, out Limit limit);

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int setrlimit(int resource, in Limit limit);
}
