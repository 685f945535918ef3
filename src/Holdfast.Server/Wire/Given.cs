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

    /// <summary>One that a process, or the kernel, is to be given: it would end at a NUL.</summary>
    public static string Text(string name, string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw Refused(name, $"a text without a NUL, and '{Shown(text)}' has one. Hand it over in a file") : text;

    public static IReadOnlyList<string> Texts(string name, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
            Text(name, text ?? throw Refused(name, "texts, and null is none"));
        return texts;
    }

    public static IReadOnlyDictionary<string, string> Variables(string name, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (variable, value) in variables)
        {
            Text(name, variable);
            if (value is null)
                throw Refused(name, $"a text for each variable, and '{variable}' has null");
            // The value may be nobody's business.
            if (value.Contains('\0', StringComparison.Ordinal))
                throw Refused(name, $"values without a NUL, and that of '{variable}' has one. Hand it over in a file");
        }

        return variables;
    }

    private static RefusedException Refused(string name, string allowed) => new(new Error(ErrorCode.Usage, $"The field {name} takes {allowed}."));

    private static string Shown(string text) => text.Replace("\0", "\\0", StringComparison.Ordinal);
}
