using System.Buffers;
using System.Globalization;

namespace Holdfast.Core.Plans;

/// <summary>Durations and sizes as a plan writes them.</summary>
public static class Quantities
{
    public const string DurationForms = "30s, 5m, 1h30m, 250ms, a number of seconds, or none";

    public const string SizeForms = "512MB, 1GiB, or a number of bytes (units: B, KB, MB, GB, TB, KiB, MiB, GiB, TiB)";

    /// <summary>A time-out beyond it is a mistake; <c>none</c> says no limit.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromDays(365);

    /// <summary>1 PiB.</summary>
    public const long LargestSize = 1L << 50;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Name, double Ticks)[] DurationUnits =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    private static readonly (string Name, double Bytes)[] SizeUnits =
    [
        ("", 1), ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
    ];

    /// <summary>Reads <c>1h30m</c>: units fall from left to right, each at most once. A plain number is seconds. More than zero.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.Trim();
        var ticks = 0.0;
        var firstUnit = 0;
        if (TryParseNumber(rest, out var seconds))
        {
            ticks = seconds * TimeSpan.TicksPerSecond;
            rest = default;
        }

        while (rest.Length > 0)
        {
            var number = TakeNumber(ref rest);
            var unitLength = rest.IndexOfAnyInRange('0', '9') is var digit and >= 0 ? digit : rest.Length;
            var unitName = rest[..unitLength].ToString();
            var unit = Array.FindIndex(DurationUnits, firstUnit, candidate => candidate.Name == unitName);
            if (unit < 0 || !TryParseNumber(number, out var amount))
                return false;
            ticks += amount * DurationUnits[unit].Ticks;
            firstUnit = unit + 1;
            rest = rest[unitLength..];
        }

        if (!(ticks >= 1 && ticks <= LongestDuration.Ticks))
            return false;
        duration = TimeSpan.FromTicks((long)Math.Round(ticks));
        return true;
    }

    /// <summary>Reads <c>512MB</c> (powers of 1000) and <c>1GiB</c> (powers of 1024). More than zero.</summary>
    public static bool TryParseSize(ReadOnlySpan<char> text, out long bytes)
    {
        bytes = 0;
        var rest = text.Trim();
        var number = TakeNumber(ref rest);
        var unitName = rest.TrimStart().ToString();
        foreach (var unit in SizeUnits)
        {
            if (unit.Name != unitName || !TryParseNumber(number, out var amount))
                continue;
            var size = amount * unit.Bytes;
            if (!(size >= 1 && size <= LargestSize))
                return false;
            bytes = (long)Math.Round(size);
            return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(NumberCharacters);
        var number = end < 0 ? rest : rest[..end];
        rest = rest[number.Length..];
        return number;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
}
