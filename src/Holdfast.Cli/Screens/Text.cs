using System.Buffers;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

/// <summary>Values as people write them.</summary>
internal static class Text
{
    /// <summary>
    /// What turns the direction of the text around it, also of ours (Unicode's Bidi_Control), and what ends a line. Joiners are left alone: scripts and
    /// emoji are written with them.
    /// </summary>
    private static readonly SearchValues<char> Turning = SearchValues.Create("\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    public static string Duration(long? milliseconds) => milliseconds is { } known ? Duration(TimeSpan.FromMilliseconds(known)) : "-";

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => $"{time.TotalMilliseconds:0} ms",
        { TotalSeconds: < 60 } => $"{time.TotalSeconds:0.0} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds:00} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes:00} min",
    };

    public static string Bytes(long? bytes) => bytes switch
    {
        null => "-",
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024.0:0.0} KiB",
        < 1 << 30 => $"{bytes / 1048576.0:0.0} MiB",
        _ => $"{bytes / 1073741824.0:0.0} GiB",
    };

    public static string Time(DateTimeOffset? time) => time is { } known ? known.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss") : "-";

    public static string Count(int count, string one) => $"{count:#,0} {one}{(count == 1 ? "" : "s")}";

    /// <summary>For the middle of a line of ours: nothing in it breaks the line or moves the cursor.</summary>
    public static string OneLine(string text) => Printable(text.Trim()).Replace('\t', ' ');

    /// <summary>For a line of its own: indentation stays, and what would move the cursor is shown, not sent.</summary>
    public static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f') && !text.AsSpan().ContainsAny(Turning))
            return text;
        return string.Concat(text.Select(character => character switch
        {
            '\t' => '\t',
            '\n' => ' ',
            _ => char.IsControl(character) || Turning.Contains(character) ? '\uFFFD' : character,
        }));
    }

    public static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)), "…");

    public static string Json(JsonElement value, int width) => Cut(OneLine(JsonSerializer.Serialize(value, ProtocolJson.Compact.JsonElement)), width);

    /// <summary>What went wrong, with the line in the user's code.</summary>
    public static string Failure(FailureDocument failure) => OneLine(failure.Line is { } line ? $"line {line}: {failure.Message}" : failure.Message);

    public static string Word(Enum value) => string.Concat(value.ToString().Select((character, at) =>
        char.IsUpper(character) && at > 0 ? $" {char.ToLowerInvariant(character)}" : $"{char.ToLowerInvariant(character)}"));

    public static string Status(RunStatus status, Paint paint) => status switch
    {
        RunStatus.Completed => paint.Green("completed"),
        RunStatus.Failed => paint.Red("failed"),
        RunStatus.Stopped => paint.Yellow("stopped"),
        RunStatus.Cancelled => paint.Yellow("cancelled"),
        RunStatus.Queued or RunStatus.Running or RunStatus.Stopping => paint.Cyan(Word(status)),
    };

    public static string Conclusion(AtomDocument atom, Paint paint) =>
        atom.Conclusion is { } conclusion ? Conclusion(conclusion, paint) : paint.Cyan(Word(atom.Progress!.Value));

    public static string Conclusion(Conclusion conclusion, Paint paint) => conclusion switch
    {
        Protocol.Runs.Conclusion.Succeeded => paint.Green("succeeded"),
        Protocol.Runs.Conclusion.Failed => paint.Red("failed"),
        Protocol.Runs.Conclusion.Skipped => paint.Yellow("skipped"),
        Protocol.Runs.Conclusion.Cancelled => paint.Yellow("cancelled"),
    };
}
