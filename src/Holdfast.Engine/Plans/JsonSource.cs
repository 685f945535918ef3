using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Plans;

/// <summary>Reads JSON (RFC 8259: no comments, no trailing commas) into a <see cref="SourceTree"/>.</summary>
internal static class JsonSource
{
    /// <param name="bytes">UTF-8 without a mark; the tree keeps it.</param>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out SourceTree? tree, [NotNullWhen(false)] out SourceFault? fault)
    {
        tree = null;
        var cursor = new TextCursor();
        try
        {
            fault = Read(bytes, ref cursor, out tree);
            return fault is null && tree is not null;
        }
        catch (JsonException broken)
        {
            fault = Locate(broken, bytes);
        }
        catch (InvalidOperationException)
        {
            // The reader accepts half a surrogate pair ("\ud800") and refuses only to decode it.
            fault = new SourceFault(PlanFaultCodes.JsonSyntax, "The text contains half of a surrogate pair.", cursor.Line, cursor.Column);
        }

        return false;
    }

    private static SourceFault? Read(byte[] bytes, ref TextCursor cursor, out SourceTree? tree)
    {
        tree = null;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = SourceTree.MaxDepth });
        var builder = new SourceTree.Builder(bytes);
        var open = new Stack<(int Node, int Members)>();
        while (reader.Read())
        {
            cursor.MoveTo(bytes, (int)reader.TokenStartIndex);
            if (builder.IsFull)
                return new SourceFault(PlanFaultCodes.TooManyValues, $"The file has more than {SourceTree.MaxNodes} values.", cursor.Line, cursor.Column);

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var (node, members) = open.Pop();
                builder.Close(node, members);
                continue;
            }

            // An entry counts once, by its name.
            if (open.TryPeek(out var parent) && (reader.TokenType == JsonTokenType.PropertyName || builder.KindOf(parent.Node) == SourceKind.Sequence))
            {
                open.Pop();
                open.Push(parent with { Members = parent.Members + 1 });
            }

            Add(builder, ref reader, cursor, open);
        }

        tree = builder.Build();
        return null;
    }

    private static void Add(SourceTree.Builder builder, ref Utf8JsonReader reader, TextCursor at, Stack<(int Node, int Members)> open)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                open.Push((builder.Open(SourceKind.Mapping, at.Line, at.Column), 0));
                break;
            case JsonTokenType.StartArray:
                open.Push((builder.Open(SourceKind.Sequence, at.Line, at.Column), 0));
                break;
            case JsonTokenType.PropertyName or JsonTokenType.String when reader.ValueIsEscaped:
                builder.Add(SourceKind.Text, reader.GetString(), at.Line, at.Column);
                break;
            default:
                var start = (int)reader.TokenStartIndex + (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? 1 : 0);
                builder.AddSlice(KindOf(reader.TokenType), start, reader.ValueSpan.Length, at.Line, at.Column);
                break;
        }
    }

    private static SourceKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.PropertyName or JsonTokenType.String => SourceKind.Text,
        JsonTokenType.Number => SourceKind.Number,
        JsonTokenType.True => SourceKind.True,
        JsonTokenType.False => SourceKind.False,
        JsonTokenType.Null => SourceKind.Null,
        _ => throw new ArgumentOutOfRangeException(nameof(token), token, "This token is no value."),
    };

    private static SourceFault Locate(JsonException broken, ReadOnlySpan<byte> bytes)
    {
        var line = (int)(broken.LineNumber ?? 0);
        var rest = bytes;
        for (var i = 0; i < line && rest.IndexOf((byte)'\n') is var end and >= 0; i++)
            rest = rest[(end + 1)..];
        var column = (int)Math.Min(broken.BytePositionInLine ?? 0, rest.Length);

        var message = broken.Message;
        foreach (var tail in (ReadOnlySpan<string>)[" LineNumber:", " Change the reader options"])
        {
            if (message.IndexOf(tail, StringComparison.Ordinal) is var at and >= 0)
                message = message[..at];
        }

        var code = message.Contains("maximum configured depth", StringComparison.Ordinal) ? PlanFaultCodes.TooDeep : PlanFaultCodes.JsonSyntax;
        return code == PlanFaultCodes.TooDeep
            ? new SourceFault(code, $"Values are nested more than {SourceTree.MaxDepth} deep.", line + 1, Encoding.UTF8.GetCharCount(rest[..column]) + 1)
            : new SourceFault(code, $"This is not JSON: {message}", line + 1, Encoding.UTF8.GetCharCount(rest[..column]) + 1);
    }
}
