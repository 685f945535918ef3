using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Engine.Runs;
using Holdfast.Processes;

namespace Holdfast.Engine.Runtimes;

/// <summary>Reads what an ended process left in its folder; the same for every language.</summary>
internal static class AttemptReport
{
    private const int ExceptionLimitBytes = 1 << 20;
    private const int ErrorTailBytes = 4 * 1024;
    // Of KiB: more than any machine has, and 1,024 times as many are still a number.
    private const int MostDigits = 12;

    /// <param name="mask">Secrets of the atom; what it says of itself is stored, and they must not be.</param>
    public static ExecutionReport Of(AttemptFolder folder, ExecutionEnding ending, SecretMask mask)
    {
        ending = ending with { PeakMemoryBytes = Math.Max(ending.PeakMemoryBytes, ReadPeakMemoryBytes(folder.PeakMemory)) };
        if (ReadException(folder.Exception) is { } exception)
            return new ExecutionReport(ending, Exception: mask.Apply(exception));
        if (ending.Cause is EndCause.Exited { Code: 0 })
        {
            var (json, fault) = ResultFile.Read(folder.Result);
            return new ExecutionReport(ending, json, fault);
        }

        return new ExecutionReport(ending, ErrorTail: ReadErrorTail(folder.OutputLog, mask));
    }

    /// <returns>0 where it was not measured.</returns>
    private static long ReadPeakMemoryBytes(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null || file.Length > MostDigits)
            return 0;
        return long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : 0;
    }

    private static ReportedException? ReadException(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.LinkTarget is not null || file.Length is 0 or > ExceptionLimitBytes)
            return Damaged($"it is a link or has {file.Length} bytes");
        try
        {
            return ReportedExceptionJson.Read(File.ReadAllBytes(path));
        }
        catch (JsonException exception)
        {
            return Damaged(exception.Message);
        }
    }

    private static ReportedException Damaged(string how) =>
        new() { Type = "ReportError", Message = $"The code failed, and what it left about that in exception.json cannot be read: {how}" };

    private static string? ReadErrorTail(string outputLog, SecretMask mask)
    {
        var text = OutputLog.Read(outputLog, OutputStreams.Stderr, ErrorTailBytes, fromEnd: true).Text;
        return text.Length == 0 ? null : mask.Apply(text);
    }
}
