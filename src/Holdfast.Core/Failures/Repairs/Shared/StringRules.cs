using Holdfast.Core.Failures.Repairs.Python;
using Holdfast.Core.Failures.Repairs.Script;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Shared;

/// <summary>
/// Strings without their end or their beginning. One more quote is tried at every place of the line, and the places are weighed by what is then left
/// outside of strings: names nobody knows, values side by side and brackets that do not pair up speak against a place.
/// </summary>
internal static class StringRules
{
    private const int MaxProposals = 12;

    /// <summary>Longer lines are left alone: every place in them is read anew.</summary>
    private const int MaxLineLength = 400;

    private const int UnknownName = 10;
    private const int SideBySide = 6;
    private const int OpenBracket = 4;
    private const int OddPlace = 5;

    public static IEnumerable<Change> CloseQuote(BrokenCode code)
    {
        var lines = SuspectLines(code).Where(line => code.Source.Line(line).Length <= MaxLineLength).Distinct().Take(3).ToList();
        return lines.SelectMany(line => Weigh(code, line)).OrderBy(place => place.Cost).Take(MaxProposals).Select(place => place.Change);
    }

    /// <summary>A string of one kind of quote that goes on over the end of the line.</summary>
    public static IEnumerable<Change> JoinLines(BrokenCode code)
    {
        if (code.Tokens.FirstOrDefault(token => token is { Kind: TokenKind.String, IsClosed: false }) is not { Text.Length: > 1 } open || open.Text[0] == '`')
            yield break;
        if (open.Line >= code.Source.LineCount || Read(code, code.Source.Line(open.Line + 1)).FirstOrDefault(token => !token.IsClosed) is not { Text.Length: > 0 } second || second.Text[0] != open.Text[0])
            yield break;
        yield return Change.Replace(code.Source.EndOf(open.Line), code.Source.StartOf(open.Line + 1), "\\n", $"Wrote the line break inside the string of line {open.Line} as '\\n'.");
    }

    /// <summary>A text of several lines whose closing triple quote is missing, or a part of it.</summary>
    public static IEnumerable<Change> CloseTripleQuote(BrokenCode code)
    {
        if (code.Tokens.FirstOrDefault(token => token is { Kind: TokenKind.String, IsClosed: false }) is not { Text: not null } open)
            yield break;
        var quoteAt = open.Text.IndexOfAny(['"', '\'']);
        if (quoteAt < 0 || open.Text.Length < quoteAt + 3 || open.Text.AsSpan(quoteAt, 3).IndexOfAnyExcept(open.Text[quoteAt]) >= 0)
            yield break;
        var (quote, triple) = (open.Text[quoteAt], new string(open.Text[quoteAt], 3));
        var pair = new string(quote, 2);
        for (var line = open.Line; line <= code.Source.LineCount; line++)
        {
            var text = code.Source.Line(line).TrimEnd();
            if (text.EndsWith(pair, StringComparison.Ordinal) && !text.EndsWith(triple, StringComparison.Ordinal))
                yield return Change.Insert(code.Source.StartOf(line) + text.Length, quote.ToString(), $"Completed the closing quotes of line {line}.");
        }

        var before = code.Source.Text[code.Source.StartOf(open.Line)..open.Start];
        if (before.TrimStart().StartsWith(pair, StringComparison.Ordinal))
            yield return Change.Insert(code.Source.StartOf(open.Line) + before.Length - before.TrimStart().Length, quote.ToString(), $"Completed the opening quotes of line {open.Line}.");
        if (before.Trim().Length > 0 && UnknownOn(code, before) > 0)
            yield return Change.Insert(code.Source.StartOf(open.Line) + before.Length - before.TrimStart().Length, triple, $"Opened the text that line {open.Line} closes.");
        for (var line = open.Line; line <= code.Source.LineCount; line++)
        {
            var next = code.Source.NonBlankAfter(line);
            if (next == 0 || UnknownOn(code, code.Source.Line(next)) == 0)
                yield return Change.Insert(code.Source.EndOf(line), triple, $"Closed the text of line {open.Line} at the end of line {line}.");
        }
    }

    private readonly record struct Place(Change Change, int Cost);

    private static IEnumerable<int> SuspectLines(BrokenCode code)
    {
        foreach (var token in code.Tokens)
        {
            if (token is { Kind: TokenKind.String, IsClosed: false } && !IsTriple(token))
                yield return token.Line;
        }

        if (!code.IsPython)
        {
            for (var line = 1; line <= code.Source.LineCount; line++)
            {
                if (code.Source.Line(line).AsSpan().Count('`') % 2 == 1)
                    yield return line;
            }
        }

        if (code.ErrorLine is { } at && Read(code, code.Source.Line(at)).Any(token => !token.IsClosed))
            yield return at;
    }

    private static List<Place> Weigh(BrokenCode code, int line)
    {
        var text = code.Source.Line(line);
        var open = Read(code, text).FirstOrDefault(token => !token.IsClosed);
        var quote = open.Text is null ? '`' : open.Text[open.Text.IndexOfAny(['"', '\'', '`'])];
        var start = code.Source.StartOf(line);
        var places = new List<Place>();
        for (var at = 0; at <= text.Length; at++)
        {
            if (at > 0 && at < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]))
                continue;
            if (Cost(code, text.Insert(at, quote.ToString()), at) is { } cost)
                places.Add(new Place(Change.Insert(start + at, quote.ToString(), $"Added a quote to line {line}."), cost));

            // An apostrophe that ended the string too early.
            if (at > 0 && at < text.Length - 1 && text[at] == quote && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]) && Cost(code, text.Insert(at, "\\"), -1) is { } escaped)
                places.Add(new Place(Change.Insert(start + at, "\\", $"Escaped the apostrophe in the string of line {line}."), escaped));

            // The other kind of quote where this one belongs.
            if (at < text.Length && text[at] is '"' or '\'' && text[at] != quote && Cost(code, text[..at] + quote + text[(at + 1)..], at) is { } replaced)
                places.Add(new Place(Change.Replace(start + at, start + at + 1, quote.ToString(), $"Made the quotes of the string of line {line} the same."), replaced - 1));
        }

        return places;
    }

    /// <returns>How unlikely the line is with the quote at <paramref name="at"/>; null when a string is still open.</returns>
    private static int? Cost(BrokenCode code, string text, int at)
    {
        var tokens = Read(code, text);
        if (tokens.Exists(token => !token.IsClosed))
            return null;
        var brackets = new Brackets(tokens);
        var cost = UnknownOn(code, text) * UnknownName;
        cost += brackets.FirstFault is not null ? 2 * OpenBracket : 0;
        cost += brackets.Unclosed.Count(i => !(i == tokens.Count - 1)) * OpenBracket;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (EndsValue(code, tokens[i]) && StartsValue(code, tokens[i + 1]))
                cost += SideBySide;
            if (tokens[i].Kind == TokenKind.Unknown)
                cost += SideBySide;
        }

        foreach (var token in tokens)
        {
            if (token.Kind != TokenKind.String || at < token.Start || at >= token.End)
                continue;
            var content = token.Text.Trim('"', '\'', '`', 'f', 'r', 'b');
            if (at == token.End - 1)
                cost += content.EndsWith(';') || content.EndsWith(')') || content.EndsWith(',') ? 2 : 0;
            else if (at == token.Start)
                cost += content.Length == 0 ? 0 : char.IsLetterOrDigit(content[0]) ? 0 : 2;
            if (content.StartsWith(", ", StringComparison.Ordinal) || content.StartsWith("): ", StringComparison.Ordinal))
                cost += 2;
            var (before, after) = (token.Start > 0 ? text[token.Start - 1] : ' ', token.End < text.Length ? text[token.End] : ' ');
            cost += "([{,=+: !frb".Contains(before) ? 0 : OddPlace;
            cost += ",)]};:.+ [%".Contains(after) ? 0 : OddPlace;
            cost += content.Length == 0 ? 3 : 0;
        }

        return cost;
    }

    private static int UnknownOn(BrokenCode code, string text)
    {
        var tokens = Read(code, text);
        var names = code.IsPython ? PythonNames.Read(tokens) : ScriptNames.Read(tokens);
        return names.Unbound.Count(name => code.Names.IsUnbound(name) || code.Names.UsesOf(name).Skip(1).Any() is false && !code.Names.Bound.Contains(name));
    }

    private static List<Token> Read(BrokenCode code, string text)
    {
        var tokens = code.IsPython ? PythonLexer.Read(text) : ScriptLexer.Read(text);
        tokens.RemoveAll(token => token.Kind == TokenKind.Comment);
        return tokens;
    }

    private static bool IsTriple(Token token)
    {
        var quote = token.Text.AsSpan().IndexOfAny('"', '\'');
        return quote >= 0 && token.Text.Length >= quote + 3 && token.Text[quote + 1] == token.Text[quote] && token.Text[quote + 2] == token.Text[quote];
    }

    private static bool EndsValue(BrokenCode code, Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String || token.IsAnyOf(")", "]") || (token.Kind == TokenKind.Name && IsPlain(code, token));

    private static bool StartsValue(BrokenCode code, Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String || (token.Kind == TokenKind.Name && IsPlain(code, token));

    private static bool IsPlain(BrokenCode code, Token token) => code.IsPython ? PythonNames.IsName(token) : ScriptNames.IsName(token);
}
