using Holdfast.Protocol;

namespace Holdfast.Server.Wire;

/// <summary>What a reader of JSON lets through and no request may have. Each refuses with <c>usage</c>.</summary>
internal static class Given
{
    /// <summary>A shim has to be told of it in one piece, and people have to read it.</summary>
    private const int LongestWho = 200;

    public static string Who(string who) =>
        string.IsNullOrWhiteSpace(who) || who.Length > LongestWho || who.Any(char.IsControl)
            ? throw Refused("who", $"who asks for it, in one line of 1 to {LongestWho} characters")
            : who;

    public static IReadOnlyList<string> Texts(string name, IReadOnlyList<string> texts) =>
        texts.Any(text => text is null) ? throw Refused(name, "texts, and null is none") : texts;

    public static IReadOnlyDictionary<string, string> Variables(string name, IReadOnlyDictionary<string, string> variables) =>
        variables.FirstOrDefault(variable => variable.Value is null) is { Key: { } empty }
            ? throw Refused(name, $"a text for each variable, and '{empty}' has null")
            : variables;

    private static RefusedException Refused(string name, string allowed) => new(new Error(ErrorCode.Usage, $"The field {name} takes {allowed}."));
}
