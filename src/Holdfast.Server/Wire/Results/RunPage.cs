using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Results;

namespace Holdfast.Server.Wire.Results;

/// <summary>
/// A run as one HTML page that needs nothing else: style, script and data are within it, and its policy forbids it the network.
/// The data is the export's JSON, written so that nothing in it can end its element; the script shows it as text only.
/// </summary>
public static class RunPage
{
    private static readonly Lazy<string> Template = new(() => Resource("page.html"));
    private static readonly Lazy<string> Style = new(() => Resource("page.css"));
    private static readonly Lazy<string> Script = new(() => Resource("page.js"));

    // This context escapes <, > and &, which the one for terminals does not.
    private static readonly ProtocolJsonContext InMarkup = new(new JsonSerializerOptions(ProtocolJsonContext.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default,
    });

    public static void Write(Stream destination, RunExport export)
    {
        var title = $"Run {export.Run.Number} of {export.Run.Plan}";
        using var writer = new StreamWriter(destination, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        foreach (var piece in Template.Value.Split("{{"))
        {
            var end = piece.IndexOf("}}", StringComparison.Ordinal);
            switch (end < 0 ? "" : piece[..end])
            {
                case "title":
                    writer.Write(WebUtility.HtmlEncode(title));
                    break;
                case "style":
                    writer.Write(Style.Value);
                    break;
                case "script":
                    writer.Write(Script.Value);
                    break;
                case "data":
                    writer.Flush();
                    JsonSerializer.Serialize(destination, export, InMarkup.RunExport);
                    break;
            }

            writer.Write(piece.AsSpan(end < 0 ? 0 : end + 2));
        }
    }

    private static string Resource(string name)
    {
        using var stream = typeof(RunPage).Assembly.GetManifestResourceStream($"Page/{name}")
            ?? throw new InvalidOperationException($"The program was built without '{name}' of the run's page.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
