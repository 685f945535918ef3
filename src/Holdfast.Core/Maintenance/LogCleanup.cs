namespace Holdfast.Core.Maintenance;

/// <param name="Group">Of which so many are kept: rotated logs of the daemon, or details of faults.</param>
public sealed record LogFacts(string Path, string Group, DateTimeOffset ChangedAt, long Bytes);

/// <summary>Which log files go: of each group, all but the newest. The log that is being written is none of them.</summary>
public static class LogCleanup
{
    public const int DefaultKeep = 3;

    public static IEnumerable<CleanupStep> Decide(IEnumerable<LogFacts> logs, int keep) =>
        from log in logs
        group log by log.Group into files
        from ranked in files.OrderByDescending(file => file.ChangedAt).ThenBy(file => file.Path, StringComparer.Ordinal).Index()
        let goes = ranked.Index >= keep
        select new CleanupStep(
            CleanupKind.Log, ranked.Item.Path, ranked.Item.Path, goes ? "remove it" : null,
            goes ? $"{keep} newer {files.Key} are there." : $"It is one of the {keep} newest {files.Key}.", ranked.Item.Bytes);
}
