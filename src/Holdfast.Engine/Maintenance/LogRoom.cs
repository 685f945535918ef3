using System.Text.RegularExpressions;
using Holdfast.Core.Maintenance;

namespace Holdfast.Engine.Maintenance;

/// <summary>Logs that are not written any more: the daemon's older ones, and the details of faults.</summary>
internal static partial class LogRoom
{
    public static CleanupPart Part(string home, int keep) => new(
        CleanupKind.Log,
        (only, _) => Task.FromResult<IReadOnlyList<CleanupStep>>([.. LogCleanup.Decide(Logs(home), keep).Where(step => only is null || step.Subject == only)]),
        (step, _) =>
        {
            File.Delete(step.Subject);
            return Task.FromResult<string?>(null);
        });

    private static IEnumerable<LogFacts> Logs(string home) =>
        Of(Path.Combine(home, "logs"), RotatedLog(), "older logs of the daemon").Concat(Of(Path.Combine(home, "faults"), FaultFile(), "details of faults"));

    private static IEnumerable<LogFacts> Of(string folder, Regex name, string kind) =>
        from file in Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles() : []
        where file.LinkTarget is null && name.IsMatch(file.Name)
        select new LogFacts(file.FullName, kind, new DateTimeOffset(file.LastWriteTimeUtc), file.Length);

    [GeneratedRegex(@"^daemon\.log\.\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex RotatedLog();

    // Of the program's FaultFile: time and process.
    [GeneratedRegex(@"^\d{8}T\d{6}-\d+\.txt$", RegexOptions.CultureInvariant)]
    private static partial Regex FaultFile();
}
