namespace Holdfast.Core.Maintenance;

/// <summary>A folder in the home that an execution or an engine made.</summary>
/// <param name="Standing">
/// Of the execution. Of an engine's folder <see cref="RecordStanding.OpenAttempt"/> as long as a run it drove is not over, though it be dead itself.
/// </param>
/// <param name="IsAttempt">Whether it is an attempt's: then it goes with its run, whose results may be of use to others.</param>
/// <param name="EndedAt">When its execution ended; null when nobody knows.</param>
/// <param name="ChangedAt">When anything in it was last made or removed.</param>
/// <param name="OwnerLives">Whether a living shim or engine works in it.</param>
/// <param name="ReplacedStore">A store that was replaced by a backup and is kept: it may know what the present one does not. Null when there is none.</param>
public sealed record FolderFacts(
    string Path, RecordStanding Standing, bool IsAttempt, DateTimeOffset? EndedAt, DateTimeOffset ChangedAt, bool OwnerLives, long? Bytes, string? ReplacedStore = null);

/// <summary>Which folders go.</summary>
public static class FolderCleanup
{
    public static TimeSpan DefaultAge { get; } = TimeSpan.FromDays(30);

    /// <summary>A folder may be there before its record is found: whoever makes one is given this long.</summary>
    public static TimeSpan Newborn { get; } = TimeSpan.FromHours(1);

    public static CleanupStep Decide(FolderFacts folder, TimeSpan age, DateTimeOffset now)
    {
        if (folder.OwnerLives)
            return Keep("Somebody works in it.");
        return folder.Standing switch
        {
            RecordStanding.OpenAttempt => Keep("Its run is not over."),
            RecordStanding.OpenExecution => Keep("Its execution is not over."),
            RecordStanding.Unknown when now - folder.ChangedAt < Newborn => Keep("Nobody knows it, but it is new."),
            RecordStanding.Unknown when folder.ReplacedStore is { } replaced => Keep($"No record of an execution names it, but '{replaced}', which was replaced, may know it."),
            RecordStanding.Unknown => Remove("No record of an execution names it."),
            RecordStanding.Over when folder.IsAttempt => Keep("It goes with its run: holdfast maintain gc, or holdfast runs delete."),
            RecordStanding.Over when folder.EndedAt is { } ended && now - ended < age => Keep($"Its execution ended {Ages.Say(now - ended)} ago, and only those older than {Ages.Say(age)} go."),
            RecordStanding.Over when folder.EndedAt is { } ended => Remove($"Its execution ended {Ages.Say(now - ended)} ago."),
            RecordStanding.Over => Remove("Whoever worked in it is dead."),
        };

        CleanupStep Keep(string why) => new(CleanupKind.Folder, folder.Path, folder.Path, null, why, folder.Bytes);

        CleanupStep Remove(string why) => new(CleanupKind.Folder, folder.Path, folder.Path, "remove it", why, folder.Bytes);
    }
}
