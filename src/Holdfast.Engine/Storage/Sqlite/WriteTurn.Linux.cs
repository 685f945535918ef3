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
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private readonly string path;
    private readonly SafeFileHandle queue;
    private readonly SafeFileHandle turn;
    private readonly AutoResetEvent never = new(initialState: false);

    /// <param name="store">The store's file; the two lock files stand beside it.</param>
    public WriteTurn(string store)
    {
        path = store;
        queue = OpenLockFile(store + "-queue");
        try
        {
            turn = OpenLockFile(store + "-turn");
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    /// <exception cref="TimeoutException">Another process kept its turn all the time.</exception>
    public void Take(TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        Lock(queue, start, patience);
        try
        {
            Lock(turn, start, patience);
        }
        finally
        {
            Unlock(queue);
        }
    }

    public void Release() => Unlock(turn);

    public void Dispose()
    {
        turn.Dispose();
        queue.Dispose();
        never.Dispose();
    }

    private static SafeFileHandle OpenLockFile(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private void Lock(SafeFileHandle file, long start, TimeSpan patience)
    {
        while (Flock(file, LockExclusive | LockNonBlocking) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is not (WouldBlock or Interrupted))
                throw new IOException($"'{path}' cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}. A store must lie on a local file system.");
            if (Stopwatch.GetElapsedTime(start) > patience)
                throw new TimeoutException($"Another process has been writing to '{path}' for {patience.TotalSeconds:0} s without a pause. Is one of its users stopped or hung?");
            never.WaitOne(BetweenLooks);
        }
    }

    private void Unlock(SafeFileHandle file)
    {
        if (Flock(file, LockRelease) != 0)
            throw new IOException($"'{path}' cannot be unlocked: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int LockRelease = 8;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
