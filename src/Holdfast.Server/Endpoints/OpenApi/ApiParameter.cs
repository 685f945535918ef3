using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>One thing that is told in the address, behind its question mark or in a header: what it is for, and what it may be.</summary>
/// <param name="Says">One line.</param>
internal sealed record ApiParameter(string Name, string Says, JsonObject Schema)
{
    // A number of seconds, or numbers with units, of which each stands once and the larger first.
    private const string Amount = "[0-9]+(\\.[0-9]+)?";
    private const string Durations = $"^({Amount}|(?=[0-9])({Amount}d)?({Amount}h)?({Amount}m)?({Amount}s)?({Amount}ms)?)$";

    public JsonNode? Example { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Several words in one, with commas between.</summary>
    public bool IsList { get; init; }

    /// <summary>How long the answer may wait for the end.</summary>
    public static ApiParameter Wait { get; } = new(
        "wait", $"Answer when it has ended, or after so long (a number alone is seconds); more than zero, and at most {Query.LongestWait.TotalMinutes:0}m", new JsonObject { ["type"] = "string", ["pattern"] = Durations }) { Example = "30s" };

    /// <summary>Where a list goes on.</summary>
    public static ApiParameter Cursor { get; } = Text("cursor", "next_cursor of the page before; opaque, and good with the same parameters only", "bnVtYmVyHzQx");

    /// <param name="most">Null where only the kind of number bounds it.</param>
    /// <param name="usual">What holds when it is left out; null where leaving it out means something else.</param>
    public static ApiParameter Number(string name, string says, long least, long? most = null, long? usual = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = least };
        if (most is { } bound)
            schema["maximum"] = bound;
        if (usual is { } default_)
            schema["default"] = default_;
        return new ApiParameter(name, says, schema) { Example = usual ?? Math.Max(least, 1) };
    }

    public static ApiParameter Flag(string name, string says) =>
        new(name, says, new JsonObject { ["type"] = "boolean", ["default"] = false }) { Example = true };

    public static ApiParameter Text(string name, string says, string example) => new(name, says, new JsonObject { ["type"] = "string" }) { Example = example };

    public static ApiParameter Id(string name, string says) =>
        new(name, says, new JsonObject { ["type"] = "string", ["format"] = "uuid" }) { Example = "01a1fcb8-66e8-7e79-a10f-88770a724583" };

    /// <param name="words">The first holds when it is left out.</param>
    public static ApiParameter Word(string name, string says, params IEnumerable<string> words)
    {
        var parameter = Choice(name, says, words);
        parameter.Schema["default"] = parameter.Example!.DeepClone();
        return parameter;
    }

    /// <summary>Leaving it out chooses none of them.</summary>
    public static ApiParameter Choice(string name, string says, params IEnumerable<string> words)
    {
        var known = words.ToList();
        return new ApiParameter(name, says, new JsonObject { ["type"] = "string", ["enum"] = Nodes(known) }) { Example = known[0] };
    }

    public static ApiParameter Words(string name, string says, IEnumerable<string> words)
    {
        var known = words.ToList();
        var schema = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["enum"] = Nodes(known) } };
        return new ApiParameter(name, says, schema) { Example = new JsonArray(known[0]), IsList = true };
    }

    /// <summary>The words of an enum of the wire, which is also what reads them.</summary>
    public static ApiParameter WordOf<T>(string name, string says, JsonTypeInfo<T> type) where T : struct, Enum => Choice(name, says, Query.WordsOf(type));

    /// <summary>Some of the words of an enum of the wire.</summary>
    public static ApiParameter WordsOf<T>(string name, string says, JsonTypeInfo<T> type) where T : struct, Enum => Words(name, says, Query.WordsOf(type));

    /// <param name="place">path, query or header.</param>
    public JsonObject Write(string place)
    {
        var written = new JsonObject { ["name"] = Name, ["in"] = place, ["description"] = Says, ["required"] = IsRequired || place == "path", ["schema"] = Schema.DeepClone() };
        if (IsList)
            (written["style"], written["explode"]) = ("form", false);
        if (Example is not null)
            written["example"] = Example.DeepClone();
        return written;
    }

    private static JsonArray Nodes(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];
}
