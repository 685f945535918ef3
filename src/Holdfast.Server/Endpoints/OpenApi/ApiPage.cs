using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>The description as one page: no script, and nothing from anywhere else. Everything has a heading and an address of its own on it.</summary>
internal sealed partial class ApiPage(JsonObject description)
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
        + "h2{margin-top:3rem;border-bottom:1px solid #8886}h3{margin:2rem 0 .2rem;font-size:1rem}h3 b{display:inline-block;min-width:4.5rem}p{margin:.3rem 0}"
        + "code,pre,h3{font-family:ui-monospace,monospace}code,pre{font-size:13px}pre{background:#8881;padding:.6rem;overflow:auto;max-height:30rem;margin:.3rem 0}"
        + "table{border-collapse:collapse;margin:.4rem 0}th,td{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0;border-bottom:1px solid #8883}th{font-weight:600}"
        + "summary{cursor:pointer}a{color:#0645ad}a:focus,summary:focus{outline:2px solid #0645ad}nav ul{columns:2;padding-left:1rem;list-style:none}:target{background:#fd05}"
        + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}a{color:#8ab4f8}}@media(max-width:50rem){nav ul{columns:1}}";

    // For people: é stays é.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder page = new();

    public string Write()
    {
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Holdfast over HTTP</title><style>").Append(Style)
            .Append("</style></head><body><h1>Holdfast over HTTP</h1><p>").Append(Safe(description["info"]!["description"])).Append("</p>");
        var operations = ((JsonObject)description["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(each => (Method: each.Key.ToUpperInvariant(), Pattern: path.Key, Node: (JsonObject)each.Value!))).ToList();
        var groups = ((JsonArray)description["tags"]!).Select(tag => tag!["name"]!.GetValue<string>()).Select(name => (Name: name, Of: operations.Where(each => each.Node["tags"]![0]!.GetValue<string>() == name).ToList())).ToList();
        WriteContents(groups);
        page.Append("<main>");
        foreach (var (name, members) in groups)
        {
            page.Append("<section><h2 id=\"").Append(AnchorOf(name)).Append("\">").Append(Safe(name)).Append("</h2>");
            foreach (var (method, pattern, node) in members)
                WriteOperation(method, pattern, node);
            page.Append("</section>");
        }

        WriteEvents();
        WriteProblems();
        WriteShapes();
        return page.Append("</main></body></html>").ToString();
    }

    private void WriteContents(List<(string Name, List<(string Method, string Pattern, JsonObject Node)> Of)> groups)
    {
        page.Append("<nav aria-label=\"Contents\">");
        foreach (var (name, members) in groups)
        {
            page.Append("<p>").Append(Link(AnchorOf(name), name)).Append("</p><ul>");
            foreach (var (method, pattern, node) in members)
                page.Append("<li><code>").Append(Link(node["operationId"]!.GetValue<string>(), $"{method} {pattern}")).Append("</code></li>");
            page.Append("</ul>");
        }

        page.Append("<p>").Append(Link("events", "Events of streams")).Append(" · ").Append(Link("problems", "Problems")).Append(" · ").Append(Link("shapes", "Shapes")).Append("</p></nav>");
    }

    private void WriteOperation(string method, string pattern, JsonObject operation)
    {
        page.Append("<article><h3 id=\"").Append(Safe(operation["operationId"])).Append("\"><b>").Append(method).Append("</b> ").Append(Safe(pattern)).Append("</h3><p>").Append(Safe(operation["summary"])).Append("</p>");
        WriteParameters([.. ((JsonArray)operation["parameters"]!).Select(Resolve)]);
        if (operation["requestBody"] is JsonObject body)
        {
            page.Append("<p>Body").Append(body["required"]!.GetValue<bool>() ? "" : ", may be left out").Append(": ");
            WriteContent(body);
            page.Append("</p>");
        }

        var responses = ((JsonObject)operation["responses"]!).Select(each => (Status: each.Key, Node: Resolve(each.Value))).ToList();
        foreach (var (status, response) in responses.Where(each => !IsProblem(each.Node)))
        {
            page.Append("<p><b>").Append(status).Append("</b> ").Append(Safe(response["description"]));
            if (response["headers"] is JsonObject { Count: > 0 } headers)
                page.Append(" · headers ").Append(Safe(string.Join(", ", headers.Select(header => header.Key))));
            page.Append(response["content"] is null ? "" : ": ");
            WriteContent(response);
            page.Append("</p>");
        }

        page.Append("<p>Problems: ").AppendJoin(" · ", responses.Where(each => IsProblem(each.Node)).Select(each =>
            $"<b>{each.Status}</b> {string.Join(", ", CodesOf(each.Node).Select(code => Link($"problem-{code}", code)))}")).Append("</p></article>");
    }

    private void WriteParameters(List<JsonObject> parameters)
    {
        if (parameters.Count == 0)
            return;
        page.Append("<table><thead><tr><th>parameter</th><th>in</th><th>may be</th><th>meaning</th></tr></thead><tbody>");
        foreach (var parameter in parameters)
        {
            page.Append("<tr><td><code>").Append(Safe(parameter["name"])).Append("</code>").Append(parameter["required"]!.GetValue<bool>() ? " (needed)" : "").Append("</td><td>").Append(Safe(parameter["in"]))
                .Append("</td><td>").Append(Safe(AllowedBy((JsonObject)parameter["schema"]!))).Append(parameter["example"] is { } example ? $", as <code>{Safe(Said(example))}</code>" : "").Append("</td><td>")
                .Append(Safe(parameter["description"])).Append("</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string AllowedBy(JsonObject schema)
    {
        if (schema["items"] is JsonObject items)
            return $"several, with commas between, of: {AllowedBy(items)}";
        var allowed = schema["enum"] is JsonArray words
            ? string.Join(", ", words.Select(word => word!.GetValue<string>()))
            : (schema["minimum"], schema["maximum"]) switch
            {
                (null, _) => Said(schema["format"] ?? schema["type"]!),
                ({ } least, null) => $"integer from {Said(least)}",
                ({ } least, { } most) => $"integer from {Said(least)} to {Said(most)}",
            };
        return schema["default"] is { } usual ? $"{allowed} (else {Said(usual)})" : allowed;
    }

    private void WriteContent(JsonObject part)
    {
        foreach (var (mediaType, media) in (part["content"] as JsonObject) ?? [])
        {
            page.Append("<code>").Append(Safe(mediaType)).Append("</code>");
            if (media!["schema"]!["$ref"] is { } shape)
                page.Append(' ').Append(LinkToShape(shape));
            if (media["x-events"] is not null)
                page.Append(' ').Append(Link("events", "events"));
            if (media["example"] is { } example)
                page.Append("<details><summary>example</summary><pre>").Append(Safe(Said(example))).Append("</pre></details>");
            page.Append(' ');
        }
    }

    private void WriteEvents()
    {
        page.Append("<section><h2 id=\"events\">Events of streams</h2>");
        foreach (var (pattern, path) in (JsonObject)description["paths"]!)
        {
            if (path!["get"]?["responses"]?["200"]?["content"]?["text/event-stream"]?["x-events"] is not JsonObject events)
                continue;
            page.Append("<h3>").Append(Safe(pattern)).Append("</h3><ul>");
            foreach (var (name, shape) in events)
                page.Append("<li><code>").Append(Safe(name)).Append("</code> ").Append(LinkToShape(shape!["$ref"]!)).Append("</li>");
            page.Append("</ul>");
        }

        page.Append("</section>");
    }

    private void WriteProblems()
    {
        var shown = ((JsonObject)description["components"]!["responses"]!).SelectMany(response => (JsonObject)response.Value!["content"]!.AsObject().First().Value!["examples"]!)
            .GroupBy(each => each.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Value!["value"], StringComparer.Ordinal);
        page.Append("<section><h2 id=\"problems\">Problems</h2><table><thead><tr><th>code</th><th>status</th><th>as</th></tr></thead><tbody>");
        foreach (var (code, status) in (JsonObject)description["x-problem-codes"]!)
        {
            page.Append("<tr id=\"problem-").Append(Safe(code)).Append("\"><td><code>").Append(Safe(code)).Append("</code></td><td>").Append(Safe(Said(status!))).Append("</td><td>")
                .Append(shown.GetValueOrDefault(code) is { } example ? Safe(example["detail"]) : "said by the command line only").Append("</td></tr>");
        }

        page.Append("</tbody></table></section>");
    }

    private void WriteShapes()
    {
        page.Append("<section><h2 id=\"shapes\">Shapes</h2>");
        foreach (var (name, schema) in ((JsonObject)description["components"]!["schemas"]!).OrderBy(each => each.Key, StringComparer.Ordinal))
            page.Append("<h3 id=\"shape-").Append(Safe(name)).Append("\">").Append(Safe(name)).Append("</h3><pre>").Append(WithLinks(schema!)).Append("</pre>");
        page.Append("</section>");
    }

    // What a shape refers to is one step away.
    private static string WithLinks(JsonNode schema)
    {
        var text = Safe(schema.ToJsonString(Readable));
        return Reference().Replace(text, match => ToShape(match.Groups["name"].Value));
    }

    private JsonObject Resolve(JsonNode? node)
    {
        if (node?["$ref"]?.GetValue<string>() is not { } reference)
            return (JsonObject)node!;
        JsonNode? at = description;
        foreach (var name in reference.Split('/').Skip(1))
            at = at?[name];
        return (JsonObject)at!;
    }

    private static bool IsProblem(JsonObject response) => CodesOf(response).Any();

    private static IEnumerable<string> CodesOf(JsonObject response) =>
        (response["content"]?[Problem.MediaType]?["examples"] as JsonObject ?? []).Select(each => each.Key);

    private static string LinkToShape(JsonNode reference) => ToShape(reference.GetValue<string>().Split('/')[^1]);

    private static string ToShape(string name) => Link($"shape-{name}", name);

    private static string Link(string anchor, string text) => $"<a href=\"#{Safe(anchor)}\">{Safe(text)}</a>";

    private static string AnchorOf(string group) => $"group-{group.ToLowerInvariant()}";

    private static string Said(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Object or JsonValueKind.Array => node.ToJsonString(Readable),
        _ => node.ToJsonString(),
    };

    private static string Safe(JsonNode? text) => Safe(text?.GetValue<string>() ?? "");

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);

    [GeneratedRegex("#/components/schemas/(?<name>[A-Za-z0-9._]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Reference();
}
