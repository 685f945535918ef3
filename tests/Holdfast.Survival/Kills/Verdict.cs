using System.Globalization;
using System.Text;
using Holdfast.Protocol.Executions;

namespace Holdfast.Survival.Kills;

/// <summary>Whether an execution ended as it must, given what it does and what was done to it.</summary>
internal static class Verdict
{
    private const int LineBytes = 9;
    private const int Killed = 137;
    private const string NothingThere = "shim_folder_made";
    private static readonly string[] NoRecord = ["shim_identity_durable", "shim_spawned_before_process", "shim_ended_before_record", "shim_record_written"];

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? FaultOf(Subject subject, ExecutionDocument told, string output, string folder) =>
        FaultOfEnd(subject, told, folder) ?? FaultOfItsFile(subject, told.End!) ?? FaultOfOutput(subject, told.End!, output, folder);

    private static string? FaultOfEnd(Subject subject, ExecutionDocument told, string folder)
    {
        if (told.End is not { } end)
            return $"it is {told.State}, and has no ending.";
        if (end.SurvivorsLeft > 0)
            return $"{end.SurvivorsLeft} processes of its tree are said to be left.";
        var isRight = end.Cause switch
        {
            "exited" => subject.EndsByItself && subject.Kind != SubjectKind.Signalled && told.ExitCode == subject.Code
                && told.State == (subject.Code == 0 ? ExecutionStatus.Completed : ExecutionStatus.Failed),
            // By its own, or by ours.
            "signalled" => told.State == ExecutionStatus.Failed
                && (told.ExitCode == Killed ? subject.WasKilled : told.ExitCode == 128 + 10 && subject.Kind == SubjectKind.Signalled),
            "wall_time" => told.State == ExecutionStatus.Failed && told.ExitCode == 124 && subject.TimeoutMs is not null,
            "cancelled_by" => told.State == ExecutionStatus.Cancelled && subject.WasCancelled,
            "lost" => told.State == ExecutionStatus.Failed && told.ExitCode == Killed && MayBeLost(subject),
            "could_not_start" => told.State == ExecutionStatus.Failed && subject.ShimMayDieAt.Contains(NothingThere)
                && end.Reason.StartsWith("The shim ended before it could start anything", StringComparison.Ordinal),
            _ => false,
        };
        if (!isRight)
            return $"it ended {told.State} with {told.ExitCode}, {end.Cause}: {end.Reason}";
        return end.Cause == "lost" ? FaultOfLoss(end.Reason, folder) : null;
    }

    private static bool MayBeLost(Subject subject) => subject.ShimWasKilled || subject.ShimMayDieAt.Overlaps(NoRecord);

    private static string? FaultOfLoss(string reason, string folder)
    {
        if (File.Exists(Path.Combine(folder, "exit.json")))
            return $"it is called lost, and its exit record is there: {reason}";
        return reason.StartsWith("Its shim (process ", StringComparison.Ordinal) && reason.Contains(") was killed before it ", StringComparison.Ordinal)
            ? null
            : $"it is lost for another reason than the death of its shim: {reason}";
    }

    private static string? FaultOfItsFile(Subject subject, ExecutionEndDocument end)
    {
        var lines = File.Exists(subject.File) ? File.ReadAllLines(subject.File).Select(line => line.Split(' ')[0]).ToArray() : [];
        return lines switch
        {
            ["start", "end"] when subject.EndsByItself => null,
            ["start"] when end.Cause is not "exited" => null,
            // Killed between the two words, or before its program came to the first.
            [] when end.Cause is not "exited" => null,
            _ => $"it says of itself: {string.Join(", ", lines)}, and ended by {end.Cause}.",
        };
    }

    private static string? FaultOfOutput(Subject subject, ExecutionEndDocument end, string output, string folder)
    {
        var whole = output.Length / LineBytes;
        var expected = new StringBuilder();
        for (var line = 0; line <= whole; line++)
            expected.Append(CultureInfo.InvariantCulture, $"{line:D8}\n");
        if (!output.Equals(expected.ToString(0, output.Length), StringComparison.Ordinal))
            return $"its output of {output.Length} bytes is not the lines from 0 on: {Around(output, expected.ToString())}";

        var written = Written(subject);
        // What is in the pipe dies with the shim.
        var shimDied = subject.ShimWasKilled || subject.ShimMayDieAt.Count > 0;
        if (whole > written + 1 || (!shimDied && (whole < written || output.Length % LineBytes != 0)))
            return $"it wrote {written} lines, and {whole} are stored ({output.Length} bytes).";
        if (end.Cause == "exited" && !shimDied && whole != subject.Lines)
            return $"it wrote all of {subject.Lines} lines, and {whole} are stored.";
        var log = new FileInfo(Path.Combine(folder, "output.log"));
        return log.Exists && log.Length < subject.StoredBytesAtKill
            ? $"{subject.StoredBytesAtKill} bytes of its log were stored when its shim was killed, and {log.Length} are there now."
            : null;
    }

    private static long Written(Subject subject)
    {
        var count = subject.File + ".count";
        return File.Exists(count) && File.ReadAllBytes(count) is { Length: sizeof(long) } bytes ? BitConverter.ToInt64(bytes) : 0;
    }

    private static string Around(string output, string expected)
    {
        var at = output.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - (2 * LineBytes));
        return $"'{output[from..Math.Min(output.Length, at + (2 * LineBytes))].Replace("\n", "↵", StringComparison.Ordinal)}' at {at}";
    }
}
