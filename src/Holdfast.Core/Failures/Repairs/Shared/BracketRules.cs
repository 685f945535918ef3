using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Shared;

/// <summary>Brackets that do not pair up. Every place where one more bracket makes them pair up is weighed, and the likeliest are proposed.</summary>
internal static class BracketRules
{
    private const int MaxProposals = 16;

    /// <summary>Functions that take one argument, so a comma or an operator behind it means that the call should have ended.</summary>
    private static readonly HashSet<string> Unary =
    [
        "len", "str", "int", "float", "abs", "sorted", "list", "set", "tuple", "repr", "bool", "chr", "ord", "String", "Number", "Boolean", "parseFloat", "floor",
        "ceil", "sqrt", "isinstance", "type", "keys", "values", "entries", "isArray", "stringify", "upper", "lower", "strip", "trim", "toUpperCase",
        "toLowerCase", "toString",
    ];

    /// <summary>Functions that are given a generator expression.</summary>
    private static readonly HashSet<string> TakesGenerator = ["sum", "any", "all", "max", "min", "list", "set", "sorted", "tuple", "dict", "join", "Counter", "frozenset"];

    private static readonly HashSet<string> ControlWords = ["if", "elif", "while", "for", "switch", "catch", "with", "function"];

    /// <summary>An opener whose closer is missing.</summary>
    public static IEnumerable<Change> CloseUnclosed(BrokenCode code)
    {
        var brackets = code.Brackets;
        if (brackets.Unclosed.Count == 0)
            return [];
        var opener = brackets.Unclosed[^1];
        var places = PlacesToClose(code, opener).OrderBy(place => place.Cost).ThenBy(place => place.At).Take(MaxProposals);
        return places.Select(place => Change.Insert(place.At, place.Text, $"Closed a '{code.Tokens[opener].Text}' of line {code.Tokens[opener].Line}."));
    }

    /// <summary>A closer that is of the wrong kind.</summary>
    public static IEnumerable<Change> ReplaceMismatched(BrokenCode code)
    {
        if (code.Brackets is not { FirstFault: { } fault, Unclosed: [.., var top] })
            yield break;
        var right = code.Tokens[top].Partner;
        yield return Change.Replace(code.Tokens[fault], right, $"Replaced '{code.Tokens[fault].Text}' by the '{right}' that line {code.Tokens[top].Line} waits for.");
    }

    /// <summary><c>)]</c> where <c>])</c> was meant.</summary>
    public static IEnumerable<Change> SwapClosers(BrokenCode code)
    {
        if (code.Brackets is not { FirstFault: { } fault, Unclosed: [.., var outer, var top] } || code.TokenAt(fault + 1) is not { IsCloser: true } next)
            yield break;
        var closer = code.Tokens[fault];
        if (next.Text == code.Tokens[top].Partner && closer.Text == code.Tokens[outer].Partner)
            yield return new Change($"Swapped '{closer.Text}' and '{next.Text}' on line {closer.Line}.", [TextEdit.Replace(closer, next.Text), TextEdit.Replace(next, closer.Text)]);
    }

    /// <summary>A closer whose opener is missing.</summary>
    public static IEnumerable<Change> OpenUnopened(BrokenCode code)
    {
        if (code.Brackets is not { FirstFault: { } fault, Unclosed: var open } || (open.Count > 0 && code.Tokens[open[^1]].Line == code.Tokens[fault].Line && open.Count > 1))
            return [];
        if (code.Source.Line(code.Tokens[fault].Line).AsSpan().Trim().IndexOfAnyExcept(")]};,") < 0)
            return [];
        var opener = code.Tokens[fault].Partner;
        return PlacesToOpen(code, fault).OrderBy(place => place.Cost).ThenBy(place => place.At).Take(MaxProposals / 2)
            .Select(place => Change.Insert(place.At, place.Text, $"Opened the '{opener}' that line {code.Tokens[fault].Line} closes."));
    }

    /// <summary>A closer too many.</summary>
    public static IEnumerable<Change> RemoveSurplus(BrokenCode code)
    {
        if (code.Brackets.FirstFault is not { } fault)
            yield break;
        var closer = code.Tokens[fault];
        var rest = code.Source.Line(closer.Line).Trim();
        if (rest.TrimEnd(';', ',') == closer.Text)
            yield return Change.Delete(code.Source.StartOf(closer.Line), code.Source.StartAfter(closer.Line), $"Removed line {closer.Line}, a '{closer.Text}' that closes nothing.");
        else
            yield return Change.Delete(closer.Start, closer.End, $"Removed a '{closer.Text}' that closes nothing.");
    }

    private readonly record struct Place(int At, string Text, int Cost);

    private static IEnumerable<Place> PlacesToClose(BrokenCode code, int opener)
    {
        var tokens = code.Tokens;
        var kind = tokens[opener].Text;
        var closer = tokens[opener].Partner;
        var end = code.Brackets.FirstFault ?? RegionEnd(code, opener);
        var first = FirstOnStatement(code, opener);
        for (var i = first; i < end; i++)
        {
            // Only where the innermost open bracket is of the kind to be closed.
            var innermost = tokens[i].IsOpener ? i : code.Brackets.Around(i);
            if (innermost < 0 || tokens[innermost].Text != kind || i < innermost)
                continue;
            yield return new Place(tokens[i].End, Closing(code, opener, i, closer), CostOfClosing(code, i, innermost, end));
        }
    }

    /// <summary>All that is open there and was opened on one line is closed at its end together.</summary>
    private static string Closing(BrokenCode code, int opener, int after, string closer)
    {
        if (after != code.Tokens.Count - 1 && code.TokenAt(after + 1)?.Line == code.Tokens[after].Line)
            return closer;
        var others = code.Brackets.Unclosed.Where(other => other < opener && code.Tokens[other].Line == code.Tokens[opener].Line).Reverse();
        return code.Brackets.FirstFault is null ? closer + string.Concat(others.Select(other => code.Tokens[other].Partner)) : closer;
    }

    /// <summary>The first opener of the statement's line: the missing closer may belong to any of them.</summary>
    private static int FirstOnStatement(BrokenCode code, int opener)
    {
        var line = code.Tokens[opener].Line;
        var first = opener;
        for (var i = opener; i >= 0 && code.Tokens[i].Line == line; i--)
        {
            if (code.Tokens[i].IsOpener)
                first = i;
        }

        return first;
    }

    /// <summary>Index of the first token of the statement behind the one the opener is in, by indentation.</summary>
    private static int RegionEnd(BrokenCode code, int opener)
    {
        var line = code.Tokens[opener].Line;
        var indent = code.Source.IndentOf(line).Length;
        for (var i = opener + 1; i < code.Tokens.Count; i++)
        {
            var token = code.Tokens[i];
            if (token.Line > line && token.Line > code.Tokens[i - 1].Line && !token.IsCloser && code.Source.IndentOf(token.Line).Length <= indent)
                return i;
        }

        return code.Tokens.Count;
    }

    private static int CostOfClosing(BrokenCode code, int after, int innermost, int end)
    {
        var tokens = code.Tokens;
        var last = tokens[after];
        var next = code.TokenAt(after + 1);
        var callee = innermost > 0 && tokens[innermost - 1].Kind == TokenKind.Name ? tokens[innermost - 1].Text : null;
        var isUnary = callee is not null && Unary.Contains(callee) && tokens[innermost].Is("(");
        var isSubscript = tokens[innermost].Is("[") && innermost > 0 && (tokens[innermost - 1].Kind is TokenKind.Name or TokenKind.String || tokens[innermost - 1].IsCloser)
            && !(tokens[innermost - 1].IsAnyOf("return", "in", "of", "yield", "else", "and", "or", "not"));
        var isEmpty = after == innermost;

        if (next is not { } follow || follow.Line > last.Line || after + 1 == end)
        {
            var endsWithComma = last.Is(",");
            var isLast = after + 1 == end || next is null;
            if (last.IsAnyOf(":", ";") || (last.Is("{") && !isEmpty))
                return 20;
            return isEmpty && !isLast ? 9 : endsWithComma && !isLast ? 8 : isLast ? 3 : 6;
        }

        if (last.IsAnyOf(",", ".", "+", "-", "*", "/", "=", "==", "and", "or", "not", "in", "if", "else", "for", "&&", "||", "=>", "?", ":"))
            return 25;
        var closesLine = code.TokenAt(after + 2) is not { } beyond || beyond.Line > last.Line;
        if (follow.Is(":") && closesLine && code.IsPython)
            return tokens[innermost].Is("(") || !code.IsPython ? 1 : 2;
        if (follow.Is(";") && closesLine)
            return 2;
        if (follow.Is("{") && tokens[innermost].Is("(") && !code.IsPython)
            return 1;
        if (follow.Is("=>"))
            return tokens[innermost].Is("(") ? 1 : 20;
        if (follow.Is(",") && closesLine)
            return isEmpty ? 6 : tokens[innermost].Line == last.Line ? 2 : 7;
        if (follow.Is(","))
            return StartsKey(code, after + 2) && !tokens[innermost].Is("{") ? 1 : isUnary && !isEmpty ? 1 : isSubscript ? 2 : isEmpty ? 4 : 7;
        if (follow.IsCloser)
            return isEmpty ? 5 : isSubscript || isUnary ? 3 : 4;
        if (isSubscript && follow.IsAnyOf("=", "+=", "-=", "*="))
            return 1;
        if (isSubscript && last.Kind == TokenKind.String)
            return 2;
        if (isSubscript && follow.IsAnyOf("==", "!=", "<", ">", "<=", ">=", "===", "!==", ".", "["))
            return 2;
        if (follow.IsAnyOf("for", "if"))
            return callee is not null && TakesGenerator.Contains(callee) ? 7 : 3;
        if (follow.IsAnyOf("+", "==", "!=", "<", ">", "<=", ">=", "===", "!==", "%", "//", "/", "*", "-") && isUnary && !isEmpty)
            return 2;
        if (follow.IsAnyOf("else", "as"))
            return 3;
        return follow.IsAnyOf("and", "or", "&&", "||", "?", "in") ? 5 : 9;
    }

    /// <summary>A key and its colon stand there.</summary>
    private static bool StartsKey(BrokenCode code, int i) =>
        code.TokenAt(i) is { Kind: TokenKind.String or TokenKind.Name } && code.IsAt(i + 1, ":");

    private static IEnumerable<Place> PlacesToOpen(BrokenCode code, int fault)
    {
        var tokens = code.Tokens;
        var opener = tokens[fault].Partner;
        var line = tokens[fault].Line;
        if (opener == "{" && !code.IsPython)
        {
            foreach (var place in HeadersWithoutBrace(code, fault))
                yield return place;
        }

        for (var i = fault; i > 0 && tokens[i - 1].Line >= line - (opener == "(" ? 0 : 3); i--)
        {
            var (before, here) = (tokens[i - 1], tokens[i]);
            if (here.Line == line && before.Line == line && i == fault && opener != "{"
                && (before.IsAnyOf(",", "(", "=", "return", "+", "or", "and", "==", "??", "||", "in") || (opener == "(" && before.Kind == TokenKind.Name)))
            {
                yield return new Place(here.Start, opener, 1);
            }

            if (i == fault)
                continue;
            if (opener == "(" && EndsOperand(code, before) && StartsOperand(code, here))
                yield return new Place(before.End, opener, 1);
            if (opener == "[" && before.Kind == TokenKind.Name && EndsOperand(code, before) && (StartsOperand(code, here) || (here.Is("-") && here.Start == before.End)))
                yield return new Place(before.End, opener, 1);
            if (opener is "[" or "{" && before.IsAnyOf("=", "return", "in", "(", ",", ":", "of", "+", "=>", "??"))
                yield return new Place(here.Start, opener, before.IsAnyOf("=", "return", "in", "of") ? 2 : before.Is(",") ? 6 : 4);
            if (opener == "(" && ControlWords.Contains(before.Text) && before.Kind == TokenKind.Name)
                yield return new Place(here.Start, opener, 2);
            if (opener == "(" && before.IsAnyOf("=", "return", "+", "*", "/", "-", ",", "and", "or", "&&", "||", "not", "!", "("))
                yield return new Place(here.Start, opener, before.IsAnyOf("=", "return") ? 4 : 5);
        }
    }

    /// <summary>Lines that head a block and do not open it, though the line below is indented deeper.</summary>
    private static IEnumerable<Place> HeadersWithoutBrace(BrokenCode code, int fault)
    {
        for (var i = fault - 1; i >= 0; i--)
        {
            var (last, next) = (code.Tokens[i], code.Tokens[i + 1]);
            if (next.Line == last.Line || !(last.IsAnyOf(")", "else", "=>", "try", "finally", "do", "=") || last.Kind == TokenKind.Name))
                continue;
            if (code.Source.IndentOf(next.Line).Length > code.Source.IndentOf(last.Line).Length)
                yield return new Place(last.End, " {", 2);
        }
    }

    private static bool EndsOperand(BrokenCode code, Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String || token.IsAnyOf(")", "]") || (token.Kind == TokenKind.Name && IsPlainName(code, token));

    private static bool StartsOperand(BrokenCode code, Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String or TokenKind.Regex || token.IsAnyOf("lambda", "not", "await", "new", "function", "async", "typeof", "None", "True", "False", "null", "true", "false", "this")
        || (token.Kind == TokenKind.Name && IsPlainName(code, token));

    private static bool IsPlainName(BrokenCode code, Token token) => code.IsPython ? Python.PythonNames.IsName(token) : Script.ScriptNames.IsName(token);
}
