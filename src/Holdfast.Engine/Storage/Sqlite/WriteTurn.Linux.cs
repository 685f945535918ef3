using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>
/// Whose turn it is to write, among all processes that share a store. Held from before a transaction until after the
/// checkpoint that may follow it.
/// </summary>
/// <remarks>
/// SQLite's own lock would keep the store correct, but not fair: who waits sleeps up to 100 ms between looks, and who just
/// committed begins again at once. Here who waits stands in a queue, which the one before has to join as well. And no SQLite
/// before 3.51.3 may checkpoint twice at the same time (https://www.sqlite.org/wal.html#walresetbug); under the turn none does.
/// The kernel lets go of both locks when their process dies.
/// </remarks>
internal sealed partial class WriteTurn : IDisposable
{
    /// <summary>Most turns end within this; so long who waits looks often, to lose little of what comes after.</summary>
    private static readonly TimeSpan UsualTurn = TimeSpan.FromMilliseconds(10);

    /// <summary>Who has waited this long is one of many, whose looks together must leave the processor to the one that writes.</summary>
    private static readonly TimeSpan InACrowd = TimeSpan.FromSeconds(1);

    private const uint MicrosecondsBetweenEarlyLooks = 100;
    private const uint MicrosecondsBetweenLaterLooks = 1_000;
    private const uint MicrosecondsBetweenLooksInACrowd = 10_000;

    /// <summary>So many times its patience somebody waits at the most, however busily others write.</summary>
    private const int MostPatience = 20;

    private readonly string path;
    private readonly string log;
    private readonly SafeFileHandle file;

    /// <param name="store">The store's file; the lock file stands beside it.</param>
    public WriteTurn(string store)
    {
        path = store;
        log = store + "-wal";
        file = File.OpenHandle(store + "-turn", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>The byte of the lock file that each lock is on.</summary>
    private enum Place : long { Turn, Queue }

    /// <param name="patience">How long to wait while nobody is seen to write; a busy store is waited for longer.</param>
    /// <exception cref="TimeoutException">Another process kept its turn all the time.</exception>
    public void Take(TimeSpan patience)
    {
        Lock(Place.Queue, patience);
        try
        {
            Lock(Place.Turn, patience);
        }
        finally
        {
            Unlock(Place.Queue);
        }
    }

    public void Release() => Unlock(Place.Turn);

    public void Dispose() => file.Dispose();

    private void Lock(Place place, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        var sinceProgress = start;
        var written = default(DateTime);
        while (true)
        {
            var error = Change(place, WriteLock);
            if (error == 0)
                return;
            if (error is not (TryAgain or AccessDenied or Interrupted))
                throw new IOException($"'{path}' cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}. A store must lie on a local file system.");
            var waited = Stopwatch.GetElapsedTime(start);
            if (waited > InACrowd && File.GetLastWriteTimeUtc(log) is var now && now != written)
            {
                written = now;
                sinceProgress = Stopwatch.GetTimestamp();
            }

            if (Stopwatch.GetElapsedTime(sinceProgress) > patience || waited > patience * MostPatience)
            {
                throw new TimeoutException(
                    $"Other processes have been writing to '{path}' for {waited.TotalSeconds:0.#} s without letting this one. Is one of them stopped or hung?");
            }

            // The kernel would wake us when the lock is free, but not when our patience ends.
            _ = Sleep(waited < UsualTurn ? MicrosecondsBetweenEarlyLooks : waited < InACrowd ? MicrosecondsBetweenLaterLooks : MicrosecondsBetweenLooksInACrowd);
        }
    }

    private void Unlock(Place place)
    {
        if (Change(place, NoLock) is not 0 and var error)
            throw new IOException($"'{path}' cannot be unlocked: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <returns>0 or errno.</returns>
    private int Change(Place place, short type)
    {
        var change = new FileLock { Type = type, Start = (long)place, Length = 1 };
        return Fcntl(file, SetLockOfDescription, ref change) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private const short WriteLock = 1;
    private const short NoLock = 2;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int AccessDenied = 13;

    // F_OFD_SETLK. A lock of the process would be lost when any descriptor of the file is closed, and would not keep two stores of one process apart.
    private const int SetLockOfDescription = 37;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeFileHandle file, int command, ref FileLock change);

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);

    /// <summary>struct flock; offsets count from the file's beginning, and the pid must be 0.</summary>
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }
}
