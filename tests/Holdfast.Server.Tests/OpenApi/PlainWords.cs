using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>Puts what is of one machine and one moment in words that are good everywhere: ids, times, folders; and cuts what is long.</summary>
/// <param name="begun">When the time begins that is told as noon of 2026-03-01.</param>
internal sealed partial class PlainWords(DateTimeOffset begun, string home, string project)
{
    private const int MostItems = 2;
    private const int LongestText = 600;
    private const string UsualPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Microseconds since 1970 are more than this, and nothing else is.</summary>
    private const double LeastTimeUs = 1e15;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    private readonly Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase);

    public JsonNode? Of(JsonNode? node) => node switch
    {
        // The variables of whoever records it are nobody's business.
        JsonObject variables when variables.ContainsKey("PATH") && variables.ContainsKey("HOME") => new JsonObject { ["HOME"] = "/home/anna", ["LANG"] = "C.UTF-8", ["PATH"] = UsualPath },
        JsonObject members => new JsonObject(members.Select(each => KeyValuePair.Create(Of(each.Key), Of(each.Value)))),
        JsonArray items => new JsonArray([.. items.Take(MostItems).Select(Of)]),
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.String => Of(leaf.GetValue<string>()),
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.Number && leaf.GetValue<double>() > LeastTimeUs => leaf.GetValue<long>() + ((Noon - begun).Ticks / TimeSpan.TicksPerMicrosecond),
        _ => node?.DeepClone(),
    };

    private string Of(string text)
    {
        text = text.Replace(Environment.GetEnvironmentVariable("PATH")!, UsualPath, StringComparison.Ordinal).Replace(home, "/home/anna/.holdfast", StringComparison.Ordinal).Replace(project, "/home/anna/project", StringComparison.Ordinal)
            .Replace(AppContext.BaseDirectory, "/opt/holdfast/", StringComparison.Ordinal)
            .Replace(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "/home/anna", StringComparison.Ordinal)
            .Replace(Environment.MachineName, "workshop", StringComparison.Ordinal)
            .Replace(Kernel, "6.12.48-amd64", StringComparison.Ordinal);
        text = AnId().Replace(text, match => ids.TryGetValue(match.Value, out var known) ? known : ids[match.Value] = Invariant($"01a1fcb8-66e8-7e79-a10f-{ids.Count + 1:x12}"));
        text = ATime().Replace(text, match => (DateTimeOffset.Parse(match.Value, CultureInfo.InvariantCulture) + (Noon - begun)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        return text.Length > LongestText ? $"{text[..LongestText]}…" : text;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AnId();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ATime();
}
