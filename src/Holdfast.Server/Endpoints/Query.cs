using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Core.Plans;
using Holdfast.Protocol;
using Holdfast.Server.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Endpoints;

/// <summary>What stands behind the question mark of an address; a value that cannot be is refused, not passed over.</summary>
internal readonly struct Query(HttpRequest request)
{
    /// <summary>Of one request: proxies and clients give up not much later.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Of a page, so that the memory it takes stays the same however large what is in it: it ends with the item that reaches it.</summary>
    internal const long MostPageBytes = 4 << 20;

    private static readonly TimeSpan LongestAgo = TimeSpan.FromDays(36_500);

    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public string? Text(string name) => request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <param name="takes">What it is, as a sentence goes on.</param>
    public string Required(string name, string takes) =>
        Text(name) ?? throw new RefusedException(new Error(ErrorCode.Usage, $"The parameter {name} is required: {takes}.", $"?{name}=…"));

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Refused(name, "true or false", other),
    };

    public int? Number(string name, int least, int most) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        var other => throw Refused(name, $"a number from {least} to {most}", other),
    };

    public long? Count(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Refused(name, "a number from 0", other),
    };

    /// <summary>How long the caller wants to wait for the end of what it starts; null for not at all.</summary>
    public TimeSpan? Wait() => Text("wait") switch
    {
        null => null,
        var text when Quantities.TryParseDuration(text, out var wait) && wait <= LongestWait => wait,
        var other => throw Refused("wait", $"a duration as 500ms, 30s or 5m, or a number of seconds, at most {LongestWait.TotalMinutes:0}m", other),
    };

    /// <summary>A time, or how long ago it was.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset now) => Text(name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        var text when Quantities.TryParseDuration(text, out var ago) && ago <= LongestAgo => now - ago,
        var other => throw Refused(name, "a time as 2026-03-01T12:00:00Z, or how long ago as 90m or 7d", other),
    };

    /// <summary>Whether the caller wants what comes as it comes.</summary>
    public bool AcceptsEventStream => MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var accepted)
        && accepted.Any(each => each.MediaType.Equals(EventStream.MediaType, StringComparison.OrdinalIgnoreCase) && each.Quality != 0);

    /// <summary>Where a stream that broke off goes on; null when the caller does not say.</summary>
    public long? LastEventId() => request.Headers["Last-Event-ID"] switch
    {
        [{ Length: > 0 } text] => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Refused("Last-Event-ID", "the id of an event", text),
        _ => null,
    };

    /// <summary>Whether the smallest or oldest comes first; else it is last.</summary>
    public bool Ascending() => Text("order") switch
    {
        null or "desc" => false,
        "asc" => true,
        var other => throw Refused("order", "asc or desc", other),
    };

    /// <param name="some">Those that are taken; null: all.</param>
    public T? Word<T>(string name, JsonTypeInfo<T> type, IReadOnlyList<T>? some = null) where T : struct, Enum =>
        Text(name) is { } text ? Read(name, text, type, some ?? Enum.GetValues<T>(), "one of") : null;

    /// <summary>One or more words with commas between, each once; null when none is asked for.</summary>
    public IReadOnlyList<T>? Words<T>(string name, JsonTypeInfo<T> type) where T : struct, Enum =>
        Text(name) is { } text ? [.. text.Split(',').Select(word => Read(name, word, type, Enum.GetValues<T>(), "one or more, with commas between, of")).Distinct()] : null;

    /// <summary>What <see cref="Word{T}"/> takes.</summary>
    public static IEnumerable<string> WordsOf<T>(JsonTypeInfo<T> type) where T : struct, Enum => WordsOf(type, Enum.GetValues<T>());

    /// <summary>Some of what <see cref="Word{T}"/> takes.</summary>
    public static IEnumerable<string> WordsOf<T>(JsonTypeInfo<T> type, IEnumerable<T> some) where T : struct, Enum => some.Select(each => WordOf(each, type));

    /// <summary>As the wire has it.</summary>
    public static string WordOf<T>(T word, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(word, type).GetString()!;

    private static T Read<T>(string name, string text, JsonTypeInfo<T> type, IReadOnlyList<T> some, string takes) where T : struct, Enum
    {
        foreach (var each in some)
        {
            if (WordOf(each, type) == text)
                return each;
        }

        throw Refused(name, $"{takes} {string.Join(", ", WordsOf(type, some))}", text);
    }

    public static RefusedException Refused(string name, string allowed, string other) =>
        new(new Error(ErrorCode.Usage, $"The parameter {name} takes {allowed}, not '{other}'."));
}
