using System.Runtime.InteropServices;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Shim;

/// <summary>Writes how it ended: the one thing a shim must not lose.</summary>
internal static unsafe class ExitRecord
{
    private const int RetryMilliseconds = 250;

    // A disk that stays full for longer is nobody's concern any more; the shim's own death says "lost".
    private const long RetriesEndAfterNanoseconds = 24 * 3_600_000_000_000;

    /// <summary>Tries again while the disk is full or fails, with the shim alive and its heart beating.</summary>
    /// <returns>False when it cannot be written, as when the folder is gone.</returns>
    public static bool Write(ShimFolder folder, ShimExit exit, ShimHeart heart)
    {
        var endsNanoseconds = Libc.BootTimeNanoseconds() + RetriesEndAfterNanoseconds;
        while (true)
        {
            var error = OutputLogParts.All(folder.OutputLog).Select(DurableFile.SyncFile).FirstOrDefault(failed => failed != 0);
            if (error == 0)
                error = DurableFile.Write(folder.Exit, ShimJson.Write(exit), betweenWriteAndRename: () => ArmedCrash.Pass(ShimCrashPoint.RecordWritten));
            if (error == 0)
            {
                ArmedCrash.Pass(ShimCrashPoint.RecordRenamed);
                return true;
            }
            if (error is not (Libc.ENOSPC or Libc.EDQUOT or Libc.EIO or Libc.EMFILE or Libc.ENFILE or Libc.ENOMEM) || Libc.BootTimeNanoseconds() > endsNanoseconds)
                return false;
            exit = exit with { RecordDelayedBy = Marshal.GetPInvokeErrorMessage(error) };
            _ = Libc.poll(null, 0, RetryMilliseconds);
            heart.BeatIfDue();
        }
    }
}
