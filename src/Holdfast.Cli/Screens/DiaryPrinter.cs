using System.Text;
using System.Text.Json;

namespace Holdfast.Cli.Screens;

/// <summary>Prints the daemon's log for people, whether its lines are text or JSON; what is neither (the runtime's own last words) as it is.</summary>
/// <param name="asWritten">Changes nothing.</param>
internal sealed class DiaryPrinter(TextWriter writer, bool asWritten)
{
    private readonly StringBuilder rest = new();

    public async Task PrintAsync(string text, CancellationToken cancellationToken)
    {
        rest.Append(text);
        var whole = rest.ToString();
        var end = whole.LastIndexOf('\n') + 1;
        rest.Clear().Append(whole, end, whole.Length - end);
        foreach (var line in whole[..end].Split('\n').SkipLast(1))
            await writer.WriteAsync($"{(asWritten ? line : ForPeople(line))}\n".AsMemory(), cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>Nothing comes any more: a line without an end is one too.</summary>
    public async Task EndAsync()
    {
        await writer.WriteAsync(rest);
        await writer.FlushAsync();
    }

    internal static string ForPeople(string line)
    {
        if (!line.StartsWith('{'))
            return line;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (TextOf(root, "at") is not { } at || TextOf(root, "level") is not { } level || TextOf(root, "message") is not { } message)
                return line;
            var fault = TextOf(root, "exception") is { } exception ? $": {string.Join("\n    ", exception.ReplaceLineEndings("\n").Split('\n').Select(Text.Printable))}" : "";
            return $"{at} {level,-5} {Text.OneLine(message)}{fault}";
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static string? TextOf(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
