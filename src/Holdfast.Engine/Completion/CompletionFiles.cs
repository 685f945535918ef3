using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Core.Completion;
using Holdfast.Processes.Shims;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Completion;

/// <summary>What was found where an execution writes how far it is.</summary>
internal abstract record CompletionFile
{
    private CompletionFile() { }

    public sealed record Text(string Content, DateTimeOffset Written) : CompletionFile;

    public sealed record Unreadable(string Why, DateTimeOffset Seen) : CompletionFile;
}

/// <summary>The files in its folder by which an execution tells how far it is, and the variables that name them.</summary>
internal static partial class CompletionFiles
{
    public const string MarkerVariable = "HOLDFAST_MARKER";
    public const string PhasesVariable = "HOLDFAST_PHASES";

    private const long LongestBytes = 1 << 20;

    private const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int NoSuchFile = 2, NotAFolder = 20; // ENOENT, ENOTDIR

    public static string MarkerOf(ShimFolder folder) => Path.Combine(folder.Path, "marker");

    public static string PhasesOf(ShimFolder folder) => Path.Combine(folder.Path, "phases.json");

    public static WatchedPlace PlaceOf(string file) => new(Path.GetDirectoryName(file)!, Path.GetFileName(file));

    /// <summary>Adds the variables of what was asked for, and no others.</summary>
    public static void AddTo(IDictionary<string, string> environment, CompletionOrder asked, ShimFolder folder)
    {
        if (asked.Asks(EvidenceKind.Marker))
            environment[MarkerVariable] = MarkerOf(folder);
        if (asked.Asks(EvidenceKind.Phases))
            environment[PhasesVariable] = PhasesOf(folder);
    }

    /// <returns>Null where there is no such file.</returns>
    public static CompletionFile? TryRead(string path)
    {
        // It is the process's to write: where it put a FIFO, an ordinary reader would wait for ever.
        using var file = Open(path, ReadOnly | NonBlocking | CloseOnExec);
        if (file.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder
                ? null
                : new CompletionFile.Unreadable(Marshal.GetLastPInvokeErrorMessage(), DateTimeOffset.UnixEpoch);
        }

        try
        {
            var length = RandomAccess.GetLength(file);
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file));
            if (length > LongestBytes)
                return new CompletionFile.Unreadable($"it has {length} bytes, and {LongestBytes} are read.", written);
            var bytes = new byte[length];
            var read = RandomAccess.Read(file, bytes, fileOffset: 0);
            return new CompletionFile.Text(Encoding.UTF8.GetString(bytes, 0, read), written);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new CompletionFile.Unreadable($"it is no plain file, or not a whole one ({refused.Message})", DateTimeOffset.UnixEpoch);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
