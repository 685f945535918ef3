using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints;

/// <summary>Says what is wrong with a body in words of its own: those of the reader name types of this program, which tell nobody anything.</summary>
internal static class JsonFault
{
    private const string Lacks = "including: ";
    private const string PathFollows = " Path: ";

    /// <param name="what">Was read, as a sentence begins.</param>
    public static Error Of(string what, JsonException broken)
    {
        var pointer = PointerOf(broken.Path);
        var line = broken.LineNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $", in line {number + 1}") : "";
        return new Error(ErrorCode.Usage, $"{what} is not what is expected{(pointer is { Length: > 0 } ? $" at {pointer}" : "")}{line}: {Said(broken)}", Pointer: pointer);
    }

    /// <param name="type">What was to be read.</param>
    public static Error OfNothing(string what, JsonTypeInfo type)
    {
        var required = type.Properties.Where(member => member.IsRequired).ToList();
        var members = string.Join(", ", (required.Count > 0 ? required : type.Properties).Select(member => member.Name));
        return new Error(ErrorCode.Usage, $"{what} is empty: a JSON body is needed, {(required.Count > 0 ? $"with at least {members}" : $"as {{}} or with some of {members}")}.");
    }

    private static string Said(JsonException broken)
    {
        var message = broken.Message;
        if (broken is UnknownWordException)
            return message;
        var said = message.IndexOf(PathFollows, StringComparison.Ordinal) is var end and >= 0 ? message[..end] : message;
        if (said.IndexOf(Lacks, StringComparison.Ordinal) is var start and >= 0)
            return $"it lacks {said[(start + Lacks.Length)..]}";
        // The other messages are about JSON alone, as of a comma that is missing.
        return said.Contains("System.", StringComparison.Ordinal) || said.Contains("Holdfast.", StringComparison.Ordinal) ? "the value is of another kind." : said;
    }

    /// <summary>From <c>$.atoms[0].key</c> to <c>/atoms/0/key</c> (RFC 6901).</summary>
    private static string? PointerOf(string? path)
    {
        if (path is null || !path.StartsWith('$'))
            return null;
        var pointer = new StringBuilder();
        for (var at = 1; at < path.Length;)
        {
            string token;
            if (path[at] == '.')
            {
                var end = path.AsSpan(at + 1).IndexOfAny('.', '[') is var next and >= 0 ? at + 1 + next : path.Length;
                (token, at) = (path[(at + 1)..end], end);
            }
            else if (path.AsSpan(at).StartsWith("['") && path.IndexOf("']", at, StringComparison.Ordinal) is var close and >= 0)
                (token, at) = (path[(at + 2)..close], close + 2);
            else if (path[at] == '[' && path.IndexOf(']', at) is var after and >= 0)
                (token, at) = (path[(at + 1)..after], after + 1);
            else
                return pointer.ToString();
            pointer.Append('/').Append(token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return pointer.ToString();
    }
}
