namespace Holdfast.Core.Failures.Repairs.Source;

internal enum TokenKind
{
    Name, Number, String, Operator, Comment, Regex,

    /// <summary>A character the language does not know.</summary>
    Unknown,
}

/// <summary>A piece of code. Broken code has tokens too: the lexers never fail.</summary>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="IsClosed">False for a string, template, regex or comment whose end is missing.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int Line, bool IsClosed = true)
{
    public int End => Start + Text.Length;

    public bool Is(string text) => Kind is not (TokenKind.String or TokenKind.Comment or TokenKind.Regex) && Text == text;

    public bool IsAnyOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (Is(text))
                return true;
        }

        return false;
    }

    public bool IsOpener => IsAnyOf("(", "[", "{");

    public bool IsCloser => IsAnyOf(")", "]", "}");

    /// <summary>The bracket that goes with it.</summary>
    public string Partner => Text switch
    {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        ")" => "(",
        "]" => "[",
        "}" => "{",
        _ => throw new InvalidOperationException($"'{Text}' is not a bracket."),
    };
}
