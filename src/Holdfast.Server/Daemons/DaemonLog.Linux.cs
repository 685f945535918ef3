using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>
/// The daemon's diary: one line an event, plain or JSON, on standard error. Where that is a log file it is kept within bounds, by
/// putting a new file under the descriptor: so what the runtime itself says when it dies is in the same file.
/// </summary>
internal sealed partial class DaemonLog : ILoggerProvider
{
    /// <summary>A full file is kept beside the new one.</summary>
    public const long LargestFileBytes = 8 << 20;

    /// <summary>Files that are kept beside the current one; the newest is <c>.1</c>.</summary>
    public const int KeptFiles = 3;

    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int WriteAppendCreate = 0x1 | 0x400 | 0x40;
    private const int OwnerReadWrite = 0x180;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly string? file;
    private readonly long largestFileBytes;
    private readonly Action<ReadOnlyMemory<byte>> write;
    private readonly Action<string> reopen;
    private volatile bool writesJson;
    private long written;

    /// <param name="file">The file that standard error goes to; null where its size is not ours to bound.</param>
    public DaemonLog(string? file, TimeProvider time) : this(file, time, LargestFileBytes, WriteToStandardError, Reopen)
    {
    }

    internal DaemonLog(string? file, TimeProvider time, long largestFileBytes, Action<ReadOnlyMemory<byte>> write, Action<string> reopen)
    {
        this.file = file;
        this.time = time;
        this.largestFileBytes = largestFileBytes;
        this.write = write;
        this.reopen = reopen;
        written = file is not null && File.Exists(file) ? new FileInfo(file).Length : 0;
    }

    /// <summary>Whether each line is a JSON object.</summary>
    public bool WritesJson
    {
        get => writesJson;
        set => writesJson = value;
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(in DiaryLine logged)
    {
        var line = writesJson ? logged.ToJson() : logged.ToText();
        lock (gate)
        {
            if (file is not null && written > 0 && written + line.Length > largestFileBytes)
                Rotate_NeedsLock(file);
            write(line);
            written += line.Length;
        }
    }

    private void Rotate_NeedsLock(string path)
    {
        // What cannot be moved (the folder is gone, the disk is full) must not end a daemon that still works: the old file grows on.
        written = 0;
        try
        {
            for (var older = KeptFiles - 1; older >= 1; older--)
            {
                if (File.Exists($"{path}.{older}"))
                    File.Move($"{path}.{older}", $"{path}.{older + 1}", overwrite: true);
            }

            File.Move(path, $"{path}.1", overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return;
        }

        reopen(path);
    }

    private static void Reopen(string path)
    {
        var next = Open(path, WriteAppendCreate, OwnerReadWrite);
        if (next < 0)
            return;
        _ = Duplicate(next, StandardOutput);
        _ = Duplicate(next, StandardError);
        _ = Close(next);
    }

    private static unsafe void WriteToStandardError(ReadOnlyMemory<byte> line)
    {
        fixed (byte* start = line.Span)
        {
            // Nobody may read it any more, and the disk may be full: a diary that cannot be written stops nobody.
            for (var at = start; at < start + line.Length;)
            {
                var count = WriteTo(StandardError, at, (nint)(start + line.Length - at));
                if (count <= 0)
                    return;
                at += count;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteTo(int file, byte* bytes, nint count);

    private sealed class Writer(DaemonLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        // The levels are filtered before they come here.
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(new DiaryLine(
                log.time.GetUtcNow(), logLevel, category, eventId.Name is { } name ? DiaryLine.Snake(name) : null, formatter(state, exception),
                state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
    }
}
