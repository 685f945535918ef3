using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>The description as one page: no script, and nothing from anywhere else.</summary>
internal static class ApiPage
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
        + "summary{cursor:pointer;padding:.3rem 0}summary b{display:inline-block;width:5rem;font-family:monospace}code,pre{font:13px/1.4 monospace}"
        + "pre{background:#f4f4f4;padding:.6rem;overflow:auto;max-height:30rem}details details{margin-left:1rem}"
        + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#242424}}";

    // For people: é stays é.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject description)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Holdfast over HTTP</title><style>").Append(Style).Append("</style></head><body><h1>Holdfast over HTTP</h1>");
        page.Append("<p>").Append(Safe(description["info"]!["description"]!.GetValue<string>())).Append("</p>");
        foreach (var (pattern, path) in (JsonObject)description["paths"]!)
        {
            foreach (var (method, operation) in (JsonObject)path!)
                Write(page, method, pattern, (JsonObject)operation!);
        }

        page.Append("<h2>Problems</h2><details><summary>Codes and their statuses</summary><pre>").Append(Pretty(description["x-problem-codes"])).Append("</pre></details><h2>Shapes</h2>");
        foreach (var (name, schema) in (JsonObject)description["components"]!["schemas"]!)
            page.Append("<details id=\"").Append(Safe(name)).Append("\"><summary>").Append(Safe(name)).Append("</summary><pre>").Append(Pretty(schema)).Append("</pre></details>");
        return page.Append("</body></html>").ToString();
    }

    private static void Write(StringBuilder page, string method, string pattern, JsonObject operation)
    {
        page.Append("<details><summary><b>").Append(method.ToUpperInvariant()).Append("</b> <code>").Append(Safe(pattern)).Append("</code> ").Append(Safe(operation["summary"]!.GetValue<string>())).Append("</summary>");
        Section(page, "Parameters", operation["parameters"]);
        Section(page, "Body", operation["requestBody"]);
        Section(page, "Answers", operation["responses"]);
        page.Append("</details>");
    }

    private static void Section(StringBuilder page, string title, JsonNode? part)
    {
        if (part is not (null or JsonArray { Count: 0 }))
            page.Append("<details><summary>").Append(title).Append("</summary><pre>").Append(Pretty(part)).Append("</pre></details>");
    }

    private static string Pretty(JsonNode? node) => Safe(node?.ToJsonString(Readable) ?? "");

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
