using System.Globalization;

namespace Holdfast.Server.Executions;

/// <summary>
/// How far a reader of a log has come, to be given back for what follows. It names a place in the log itself, which stays true when parts
/// of the log are removed: the last one before which all was given, and how much has been given since.
/// </summary>
/// <param name="Position">Bytes of output before it.</param>
/// <param name="Units">Rendered behind it, and had by the reader: bytes or lines.</param>
/// <param name="IsWithinLine">What was rendered before it did not end with a line.</param>
internal readonly record struct LogPlace(long Position, long Units, bool IsWithinLine)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}-{Units}-{(IsWithinLine ? 1 : 0)}");

    public static LogPlace? TryParse(string text) =>
        text.Split('-') is [var position, var units, var within and ("0" or "1")] && IsCount(position, out var before) && IsCount(units, out var since)
            ? new LogPlace(before, since, within == "1")
            : null;

    private static bool IsCount(string text, out long count) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
}

/// <summary>Where a reader of a log begins.</summary>
/// <param name="Tail">Only so many of the last lines of what there is now; null for all.</param>
/// <param name="Offset">Leaves out so many units from the beginning of what there is.</param>
/// <param name="After">Goes on behind what an earlier answer brought; the others do not count then.</param>
internal sealed record LogStart(int? Tail, long Offset, LogPlace? After);
