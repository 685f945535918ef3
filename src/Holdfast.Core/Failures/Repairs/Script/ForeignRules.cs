using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>Syntax of other languages, mostly Python's, in JavaScript and TypeScript.</summary>
internal static partial class ForeignRules
{
    public static IEnumerable<Change> ReplaceElif(BrokenCode code) => ForLines(code, Elif(), "else if", "Wrote 'else if'.");

    public static IEnumerable<Change> ReplaceExcept(BrokenCode code) => ForLines(code, Except(), "catch", "Wrote 'catch'.");

    public static IEnumerable<Change> ReplaceRaise(BrokenCode code) => ForLines(code, Raise(), "throw", "Wrote 'throw'.");

    public static IEnumerable<Change> ReplaceForEach(BrokenCode code) => ForLines(code, ForEach(), "for", "Wrote 'for'.");

    public static IEnumerable<Change> ReplaceDef(BrokenCode code) => ForLines(code, Def(), "function", "Wrote 'function'.");

    /// <summary>Functions in Python's layout: a colon, and a body by indentation.</summary>
    public static IEnumerable<Change> BracePythonFunction(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var line = 1; line <= code.Source.LineCount; line++)
        {
            if (PythonHeader().Match(code.Source.Line(line)) is not { Success: true } header)
                continue;
            var (start, indent) = (code.Source.StartOf(line), code.Source.IndentOf(line));
            var last = line;
            for (var at = line + 1; at <= code.Source.LineCount && (code.Source.IsBlank(at) || code.Source.IndentOf(at).Length > indent.Length); at++)
                last = code.Source.IsBlank(at) ? last : at;
            if (last == line)
                continue;
            edits.Add(TextEdit.Replace(start + header.Groups["word"].Index, start + header.Groups["word"].Index + header.Groups["word"].Length, "function"));
            edits.Add(TextEdit.Replace(start + header.Groups["colon"].Index, code.Source.EndOf(line), " {"));
            edits.Add(TextEdit.Insert(code.Source.EndOf(last), $"\n{indent}}}"));
        }

        if (edits.Count > 0)
            yield return new Change("Wrote the functions with braces.", [.. edits]);
    }

    /// <summary><c>and</c>, <c>or</c>, <c>not</c>, <c>is</c></summary>
    public static IEnumerable<Change> SpellOperators(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i + 1 < code.Tokens.Count; i++)
        {
            var token = code.Tokens[i];
            if (token.Kind != TokenKind.Name || code.IsAt(i - 1, ".") || code.IsAt(i + 1, ":") || code.IsAt(i + 1, "="))
                continue;
            var between = i > 0 && EndsValue(code.Tokens[i - 1]);
            if (between && token.IsAnyOf("and", "or"))
                edits.Add(TextEdit.Replace(token, token.Is("and") ? "&&" : "||"));
            else if (token.Is("not") && !between && !code.IsAt(i + 1, "("))
                edits.Add(TextEdit.Delete(token.Start, code.Tokens[i + 1].Start) with { Replacement = "!" });
            else if (token.Is("not") && !between)
                edits.Add(TextEdit.Replace(token.Start, code.Tokens[i + 1].Start, "!"));
            else if (between && token.Is("is") && code.IsAt(i + 1, "not"))
                edits.Add(TextEdit.Replace(token.Start, code.Tokens[i + 1].End, "!=="));
            else if (between && token.Is("is"))
                edits.Add(TextEdit.Replace(token, "==="));
        }

        if (edits.Count > 0 && edits.Zip(edits.Skip(1)).All(pair => pair.First.Start + pair.First.Length <= pair.Second.Start))
            yield return new Change("Wrote the logical operators as signs.", [.. edits]);
    }

    public static IEnumerable<Change> ReplaceComments(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var line = 1; line <= code.Source.LineCount; line++)
        {
            if (HashComment().Match(code.Source.Line(line)) is { Success: true } match)
                edits.Add(TextEdit.Replace(code.Source.StartOf(line) + match.Groups["hash"].Index, code.Source.StartOf(line) + match.Groups["hash"].Index + 1, "//"));
        }

        if (edits.Count > 0)
            yield return new Change("Began the comments with '//'.", [.. edits]);
    }

    public static IEnumerable<Change> RewriteLambda(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "lambda"))
                continue;
            var colon = code.TokensOn(code.Tokens[i].Line).FirstOrDefault(at => at > i && code.IsAt(at, ":"), -1);
            if (colon < 0)
                continue;
            edits.Add(TextEdit.Replace(code.Tokens[i].Start, code.Tokens[i + 1].Start, "("));
            edits.Add(TextEdit.Replace(code.Tokens[colon - 1].End, code.Tokens[colon].End, ") =>"));
        }

        if (edits.Count > 0)
            yield return new Change("Wrote the lambdas as arrow functions.", [.. edits]);
    }

    private static bool EndsValue(Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String or TokenKind.Regex || token.IsAnyOf(")", "]", "true", "false", "null", "this") || (token.Kind == TokenKind.Name && ScriptNames.IsName(token) && !token.IsAnyOf("and", "or", "not"));

    private static IEnumerable<Change> ForLines(BrokenCode code, Regex pattern, string replacement, string what)
    {
        var edits = new List<TextEdit>();
        for (var line = 1; line <= code.Source.LineCount; line++)
        {
            if (pattern.Match(code.Source.Line(line)) is { Success: true } match && match.Groups["word"] is var word)
                edits.Add(TextEdit.Replace(code.Source.StartOf(line) + word.Index, code.Source.StartOf(line) + word.Index + word.Length, replacement));
        }

        if (edits.Count > 0)
            yield return new Change(what, [.. edits]);
    }

    [GeneratedRegex(@"^\s*(\}\s*)?(?<word>elif|elsif|elseif|elsif|elif\s+if)\b")]
    private static partial Regex Elif();

    [GeneratedRegex(@"^\s*(\}\s*)?(?<word>except|rescue)\b")]
    private static partial Regex Except();

    [GeneratedRegex(@"^\s*(?<word>raise)\s+")]
    private static partial Regex Raise();

    [GeneratedRegex(@"^\s*(?<word>foreach|for\s+each)\b")]
    private static partial Regex ForEach();

    [GeneratedRegex(@"^\s*((export|async)\s+)*(?<word>def|func|fun|fn|sub)\s+\w+\s*\(")]
    private static partial Regex Def();

    [GeneratedRegex(@"^\s*(?<word>def|function)\s+\w+\s*\([^)]*\)\s*(?<colon>(->\s*\w+\s*)?:)\s*$")]
    private static partial Regex PythonHeader();

    [GeneratedRegex(@"^\s*(?<hash>#)(?!\s*(private|\w+\s*[=(;]))")]
    private static partial Regex HashComment();
}
