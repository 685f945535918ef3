using System.Text;
using System.Text.Json;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <summary>The result a process left in its folder. Whoever wrote it, what is taken over is JSON that every reader can take.</summary>
internal static class ResultFile
{
    /// <summary>Larger things are files, named in outputs.</summary>
    public const int LimitBytes = 1 << 20;

    // Readers stop at 64 by default, and a result is handed on inside the input of what needs it.
    private const int DepthLimit = 60;

    /// <returns>Both null when there is none.</returns>
    public static (string? Json, ReportedException? Fault) Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return (null, null);
        if (file.LinkTarget is not null)
            return (null, Fault("The result file is a link. Write JSON to the file itself."));
        if (file.Length > LimitBytes)
            return (null, Fault($"The result is {file.Length / (double)LimitBytes:0.0} MiB of JSON; at most 1 MiB is kept. Write it to a file and name that file in outputs."));
        // Pipes and devices say 0 too; they are not read.
        if (file.Length == 0)
            return (null, Fault("The result file is empty. Write JSON to it, or nothing at all."));

        var json = File.ReadAllBytes(path).AsSpan();
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            Check(json);
            return (Encoding.UTF8.GetString(json).Trim(), null);
        }
        catch (JsonException exception)
        {
            return (null, Fault($"The result is not JSON: {Explain(exception)}"));
        }
        catch (InvalidOperationException)
        {
            return (null, Fault("The result is not JSON: text in it is not Unicode."));
        }
    }

    /// <exception cref="JsonException">Not JSON, or nested too deep.</exception>
    /// <exception cref="InvalidOperationException">A string is not Unicode: bytes that are not UTF-8, or half of a surrogate pair.</exception>
    private static void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthLimit });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                _ = reader.GetString();
        }
    }

    private static string Explain(JsonException exception)
    {
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return $"it is nested more than {DepthLimit} levels deep.";
        var message = exception.Message;
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {(position < 0 ? message : message[..position])}";
    }

    private static ReportedException Fault(string message) => new() { Type = "ResultError", Message = message };
}
