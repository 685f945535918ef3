using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Syntax of other languages, mostly JavaScript's and C's, in Python.</summary>
internal static partial class ForeignRules
{
    public static IEnumerable<Change> JoinElseIf(BrokenCode code) => ForLines(code, ElseIf(), "elif", "Wrote 'elif'.");

    public static IEnumerable<Change> ReplaceCatch(BrokenCode code) => ForLines(code, Catch(), "except", "Wrote 'except'.");

    public static IEnumerable<Change> ReplaceFunction(BrokenCode code) => ForLines(code, Function(), "def", "Wrote 'def'.");

    public static IEnumerable<Change> RemoveDeclaration(BrokenCode code) => ForLines(code, Declaration(), "", "Removed the declaration's keyword.");

    public static IEnumerable<Change> ReplaceForEach(BrokenCode code) => ForLines(code, ForEach(), "for", "Wrote 'for'.");

    public static IEnumerable<Change> ReplaceThrow(BrokenCode code) => ForLines(code, Throw(), "raise", "Wrote 'raise'.");

    public static IEnumerable<Change> ReplaceComments(BrokenCode code) => ForLines(code, SlashComment(), "#", "Began the comments with '#'.");

    public static IEnumerable<Change> ReplaceThen(BrokenCode code) => ForLines(code, Then(), ":", "Wrote ':' instead of 'then'.");

    public static IEnumerable<Change> RemoveNew(BrokenCode code)
    {
        var edits = Enumerable.Range(0, code.Tokens.Count)
            .Where(i => code.IsAt(i, "new") && code.TokenAt(i + 1) is { Kind: TokenKind.Name } next && next.Line == code.Tokens[i].Line && !code.IsAt(i - 1, "."))
            .Select(i => TextEdit.Delete(code.Tokens[i].Start, code.Tokens[i + 1].Start)).ToList();
        if (edits.Count > 0)
            yield return new Change("Removed 'new'.", [.. edits]);
    }

    /// <summary><c>&amp;&amp;</c>, <c>||</c>, <c>!</c></summary>
    public static IEnumerable<Change> SpellOperators(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            var token = code.Tokens[i];
            if (token.IsAnyOf("&&", "||"))
                edits.Add(TextEdit.Replace(token.Start, token.End, Spaced(code, token, token.Is("&&") ? "and" : "or")));
            else if (token.Is("!") && code.IsAt(i + 1, "in"))
                edits.Add(TextEdit.Replace(token, "not "));
            else if (token.Is("!") && code.TokenAt(i + 1) is { } next && next.Start == token.End && !next.Is("="))
                edits.Add(TextEdit.Replace(token, "not "));
        }

        if (edits.Count > 0)
            yield return new Change("Wrote the logical operators as words.", [.. edits]);
    }

    /// <summary><c>===</c>, <c>!==</c></summary>
    public static IEnumerable<Change> ShortenComparisons(BrokenCode code)
    {
        var edits = Enumerable.Range(1, Math.Max(code.Tokens.Count - 1, 0))
            .Where(i => code.IsAt(i, "=") && code.Tokens[i - 1].IsAnyOf("==", "!=") && code.Tokens[i - 1].End == code.Tokens[i].Start)
            .Select(i => TextEdit.Delete(code.Tokens[i].Start, code.Tokens[i].End)).ToList();
        if (edits.Count > 0)
            yield return new Change("Compared with '==' and '!='.", [.. edits]);
    }

    /// <summary><c>count++</c></summary>
    public static IEnumerable<Change> ReplaceIncrement(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.Tokens[i].IsAnyOf("++", "--"))
                continue;
            var step = code.Tokens[i].Text[0] + "= 1";
            var endsLine = code.TokenAt(i + 1) is not { } next || next.Line > code.Tokens[i].Line || next.Is(";");
            if (endsLine && i > 0 && Python2Rules.IsStatementStart(code, Expressions.Start(code, i - 1)))
                edits.Add(TextEdit.Replace(code.Tokens[i - 1].End, code.Tokens[i].End, " " + step));
            else if (Python2Rules.IsStatementStart(code, i) && code.TokenAt(i + 1) is { Kind: TokenKind.Name } name && name.Line == code.Tokens[i].Line)
                edits.AddRange([TextEdit.Delete(code.Tokens[i].Start, name.Start), TextEdit.Insert(code.Tokens[Expressions.End(code, i + 1)].End, " " + step)]);
        }

        if (edits.Count > 0)
            yield return new Change("Wrote the increments as assignments.", [.. edits]);
    }

    /// <summary><c>a ? b : c</c></summary>
    public static IEnumerable<Change> RewriteConditional(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var question in code.TokensOn(line).Where(i => code.IsAt(i, "?")))
        {
            var around = code.Brackets.Around(question);
            var colon = code.TokensOn(line).FirstOrDefault(i => i > question && code.IsAt(i, ":") && code.Brackets.Around(i) == around, -1);
            if (colon < 0)
                continue;
            var first = question;
            while (first > 0 && code.Tokens[first - 1].Line == line && code.Brackets.Around(first - 1) == around && !code.Tokens[first - 1].IsAnyOf("=", "return", ",", ":", "+=", "lambda")
                || (first > 0 && code.Brackets.Around(first - 1) != around && code.Brackets.Around(first - 1) > around))
            {
                first--;
            }

            if (around >= 0)
                first = Math.Max(first, around + 1);
            var end = colon + 1;
            while (end < code.Tokens.Count && code.Tokens[end].Line == line && !(code.Brackets.Around(end) == around && code.Tokens[end].IsAnyOf(",", ";", "for"))
                && !(code.Tokens[end].IsCloser && code.Brackets.PartnerOf(end) == around))
            {
                end++;
            }

            var (condition, yes, no) = (Expressions.Text(code, first, question - 1), Expressions.Text(code, question + 1, colon - 1), Expressions.Text(code, colon + 1, end - 1));
            yield return Change.Replace(code.Tokens[first].Start, code.Tokens[end - 1].End, $"{yes} if {condition} else {no}", "Wrote the conditional expression as Python does.");
        }
    }

    /// <summary><c>x => x + 1</c></summary>
    public static IEnumerable<Change> RewriteArrow(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 1; i + 1 < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "=") || !code.IsAt(i + 1, ">") || code.Tokens[i].End != code.Tokens[i + 1].Start)
                continue;
            var open = code.IsAt(i - 1, ")") ? code.Brackets.PartnerOf(i - 1) : i - 1;
            if (open < 0)
                continue;
            var parameters = open == i - 1 ? code.Tokens[open].Text : code.Code[code.Tokens[open].End..code.Tokens[i - 1].Start];
            edits.Add(TextEdit.Replace(code.Tokens[open].Start, code.Tokens[i + 1].End, $"lambda {parameters}:".Replace("lambda :", "lambda:", StringComparison.Ordinal)));
        }

        if (edits.Count > 0)
            yield return new Change("Wrote the arrow functions as lambdas.", [.. edits]);
    }

    /// <summary>Blocks in braces.</summary>
    public static IEnumerable<Change> RemoveBlockBraces(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var line = 1; line <= code.Source.LineCount; line++)
        {
            var (text, start) = (code.Source.Line(line), code.Source.StartOf(line));
            if (BracedHeader().Match(text) is { Success: true } header)
            {
                if (header.Groups["close"] is { Success: true } close)
                    edits.Add(TextEdit.Delete(start + close.Index, start + close.Index + close.Length));
                edits.Add(TextEdit.Replace(start + header.Groups["open"].Index, start + header.Groups["open"].Index + header.Groups["open"].Length, ":"));
            }
            else if (OnlyBrace().IsMatch(text))
            {
                edits.Add(TextEdit.Delete(start, code.Source.StartAfter(line)));
            }
        }

        if (edits.Exists(edit => edit.Replacement == ":"))
            yield return new Change("Replaced the braces around blocks by colons.", [.. edits]);
    }

    /// <summary><c>for (i = 0; i &lt; n; i++)</c></summary>
    public static IEnumerable<Change> RewriteCountingLoop(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || CountingLoop().Match(code.Source.Line(line)) is not { Success: true } loop)
            yield break;
        var (name, from, sign, to) = (loop.Groups["name"].Value, loop.Groups["from"].Value, loop.Groups["sign"].Value, loop.Groups["to"].Value.Trim());
        var start = code.Source.StartOf(line) + loop.Groups["loop"].Index;
        yield return Change.Replace(start, start + loop.Groups["loop"].Length, $"for {name} in range({(from == "0" ? "" : from + ", ")}{to}{(sign == "<=" ? " + 1" : "")}):", "Wrote the loop with range().");
    }

    private static IEnumerable<Change> ForLines(BrokenCode code, Regex pattern, string replacement, string what)
    {
        var edits = new List<TextEdit>();
        for (var line = 1; line <= code.Source.LineCount; line++)
        {
            if (pattern.Match(code.Source.Line(line)) is { Success: true } match && match.Groups["word"] is var word && !IsInsideString(code, code.Source.StartOf(line) + word.Index))
                edits.Add(TextEdit.Replace(code.Source.StartOf(line) + word.Index, code.Source.StartOf(line) + word.Index + word.Length, replacement));
        }

        if (edits.Count > 0)
            yield return new Change(what, [.. edits]);
    }

    private static bool IsInsideString(BrokenCode code, int offset) =>
        code.AllTokens.Any(token => token.Kind is TokenKind.String or TokenKind.Comment && token.Start < offset && offset < token.End && token.IsClosed);

    private static string Spaced(BrokenCode code, Token token, string word) =>
        (token.Start > 0 && !char.IsWhiteSpace(code.Code[token.Start - 1]) ? " " : "") + word + (token.End < code.Code.Length && !char.IsWhiteSpace(code.Code[token.End]) ? " " : "");

    [GeneratedRegex(@"^\s*(?<word>else\s+if|elseif|elsif|elif\s+if|esle\s+if)\b(?!\s*=)")]
    private static partial Regex ElseIf();

    [GeneratedRegex(@"^\s*(?<word>catch|rescue)\b(?!\s*=)")]
    private static partial Regex Catch();

    [GeneratedRegex(@"^\s*(?<word>function|func|fn|fun|sub|define|public\s+def)\s+\w+\s*\(")]
    private static partial Regex Function();

    [GeneratedRegex(@"^\s*(?<word>(var|let|const|auto|int|float|double|string|String|bool|my)\s+)\w+\s*=[^=]")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*(?<word>foreach|for\s+each|for\s+every)\s+\w+")]
    private static partial Regex ForEach();

    [GeneratedRegex(@"^\s*(?<word>throw)\s+\w+")]
    private static partial Regex Throw();

    [GeneratedRegex(@"^\s*(?<word>//)")]
    private static partial Regex SlashComment();

    [GeneratedRegex(@"^\s*(if|elif)\b.*\S(?<word>\s+then\s*:?)\s*$")]
    private static partial Regex Then();

    [GeneratedRegex(@"^\s*(?<close>\}\s*)?(if|elif|else|for|while|def|class|try|except|finally|with)\b.*?(?<open>\s*:?\s*\{)\s*$")]
    private static partial Regex BracedHeader();

    [GeneratedRegex(@"^\s*\}\s*;?\s*$")]
    private static partial Regex OnlyBrace();

    [GeneratedRegex(@"^\s*(?<loop>for\s*\(\s*(?:(?:int|let|var)\s+)?(?<name>\w+)\s*=\s*(?<from>[\w.]+)\s*;\s*\k<name>\s*(?<sign><=?)\s*(?<to>[^;]+);\s*(?:\k<name>\s*(?:\+\+|\+=\s*1)|\+\+\k<name>)\s*\)\s*[:{]?)")]
    private static partial Regex CountingLoop();
}
