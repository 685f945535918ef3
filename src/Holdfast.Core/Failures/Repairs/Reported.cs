
namespace Holdfast.Core.Failures.Repairs;

/// <summary>Whether a report is about a certain piece of the code. Rules that trust what a report says of types ask this first.</summary>
internal static class Reported
{
    /// <summary>The reported range is exactly this value or operation. False where the report names no columns.</summary>
    public static bool Is(BrokenCode code, int first, int last) =>
        StartsAt(code, first) && code.Error.EndColumn is { } end
        && (code.Tokens[last].Line != code.ErrorLine || code.Tokens[last].End == code.Source.OffsetOf(code.ErrorLine!.Value, end));

    /// <summary>The reported range, where it is of one line, has this token in it. False where the report names no columns.</summary>
    public static bool Covers(BrokenCode code, int token) =>
        code.ErrorOffset is { } start && code.Error.EndColumn is { } end && code.Tokens[token].Line == code.ErrorLine
        && code.Tokens[token].Start >= start && code.Tokens[token].End <= code.Source.OffsetOf(code.ErrorLine!.Value, end);

    /// <summary>The reported place is where this token starts. False where the report names no column.</summary>
    public static bool StartsAt(BrokenCode code, int token) =>
        code.ErrorOffset is { } offset && token >= 0 && token < code.Tokens.Count && code.Tokens[token].Start == offset && code.Tokens[token].Line == code.ErrorLine;
}
