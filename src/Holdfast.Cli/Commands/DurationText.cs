using System.Globalization;

namespace Holdfast.Cli.Commands;

/// <summary>Durations as they are typed: <c>500ms</c>, <c>30s</c>, <c>1.5h</c>.</summary>
internal static class DurationText
{
    public const string Allowed = "a duration like 500ms, 30s, 5m, 2h or 1d";

    // The longer unit first where one ends with the other.
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1e3), ("m", 60e3), ("h", 3600e3), ("d", 86400e3)];

    private const double LongestMilliseconds = 366 * 86400e3;

    /// <returns>Milliseconds, at least 1; null for anything else, and for more than a year.</returns>
    public static long? TryParse(string text)
    {
        foreach (var (unit, milliseconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            return double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds is >= 1 and <= LongestMilliseconds
                    ? (long)(number * milliseconds)
                    : null;
        }

        return null;
    }
}
