using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>Small faults of the syntax of JavaScript and TypeScript: separators, misspelt words, declarations.</summary>
internal static partial class SyntaxRules
{
    private static readonly string[] Correctable =
    [
        "await", "break", "case", "catch", "class", "const", "continue", "default", "delete", "else", "export", "extends", "finally", "for", "function", "if", "import", "in",
        "instanceof", "let", "new", "of", "return", "switch", "throw", "try", "typeof", "var", "while", "yield", "async", "from", "as", "static",
    ];

    private static readonly string[] TypeScriptWords = ["interface", "type", "enum", "abstract", "implements", "namespace", "readonly", "private", "public", "protected"];

    /// <summary>Two values in brackets with nothing between them.</summary>
    public static IEnumerable<Change> AddComma(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        var error = code.ErrorToken;
        var pairs = Enumerable.Range(0, Math.Max(code.Tokens.Count - 1, 0))
            .Where(i => Math.Abs(code.Tokens[i + 1].Line - line) <= 1 && code.Brackets.Around(i + 1) >= 0 && SideBySide(code, i))
            .OrderBy(i => Math.Abs(i + 1 - error));
        foreach (var i in pairs.Take(6))
            yield return Change.Insert(code.Tokens[i].End, ",", $"Added a ',' behind {Short(code.Tokens[i].Text)}.");
    }

    /// <summary>A key without its colon, or with another sign.</summary>
    public static IEnumerable<Change> AddColon(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var i in code.TokensOn(line).OrderBy(i => Math.Abs(i - code.ErrorToken)))
        {
            var isKey = code.Tokens[i].Kind is TokenKind.Name or TokenKind.String && code.Brackets.Around(i) is >= 0 and var around && code.IsAt(around, "{") && (code.IsAt(i - 1, "{") || code.IsAt(i - 1, ","));
            if (isKey && code.IsAt(i + 1, "="))
                yield return Change.Replace(code.Tokens[i].End, code.Tokens[i + 1].End, ":", $"Gave the key {Short(code.Tokens[i].Text)} its value with ':'.");
            else if (isKey && code.TokenAt(i + 1) is { } next && next.Line == line && StartsValue(next))
                yield return Change.Insert(code.Tokens[i].End, ":", $"Added the ':' behind the key {Short(code.Tokens[i].Text)}.");
            else if (code.Tokens[i].Kind == TokenKind.Name && code.TokenAt(i + 1) is { } type && IsTypeWord(type) && code.Kind == Plans.AtomKind.TypeScript)
                yield return Change.Insert(code.Tokens[i].End, ":", $"Added the ':' before the type of {code.Tokens[i].Text}.");
        }
    }

    /// <summary><c>case 1</c> without its colon.</summary>
    public static IEnumerable<Change> AddCaseColon(BrokenCode code)
    {
        foreach (var i in Enumerable.Range(0, code.Tokens.Count).Where(i => code.Tokens[i].IsAnyOf("case", "default")))
        {
            var last = code.TokensOn(code.Tokens[i].Line).Last();
            if (!code.TokensOn(code.Tokens[i].Line).Any(at => at > i && code.IsAt(at, ":")) && !code.IsAt(i - 1, "export") && !code.IsAt(i - 1, "."))
                yield return Change.Insert(code.Tokens[last].End, ":", $"Added the ':' that line {code.Tokens[i].Line} ends with.");
        }
    }

    /// <summary>A semicolon among the elements of a literal, or a comma among the parts of a loop.</summary>
    public static IEnumerable<Change> SwapSeparator(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var i in code.TokensOn(line).OrderBy(i => Math.Abs(i - code.ErrorToken)))
        {
            var around = code.Brackets.Around(i);
            var isLoop = around > 0 && code.IsAt(around - 1, "for");
            if (code.IsAt(i, ";") && around >= 0 && !isLoop)
                yield return Change.Replace(code.Tokens[i], ",", $"Separated the elements with ',' on line {line}.");
            else if (code.IsAt(i, ",") && isLoop)
                yield return Change.Replace(code.Tokens[i], ";", "Separated the parts of the loop with ';'.");
            else if (isLoop && SideBySide(code, i) && code.Brackets.Around(i + 1) == around)
                yield return Change.Insert(code.Tokens[i].End, ";", "Separated the parts of the loop with ';'.");
        }
    }

    /// <summary><c>if x {</c> without parentheses.</summary>
    public static IEnumerable<Change> ParenthesizeCondition(BrokenCode code)
    {
        foreach (var line in SuspectLines(code))
        {
            foreach (var word in code.TokensOn(line).Where(i => code.Tokens[i].IsAnyOf("if", "while", "switch", "for") && !code.IsAt(i - 1, ".")))
            {
                var brace = code.TokensOn(line).LastOrDefault(i => i > word + 1 && code.IsAt(i, "{"), -1);
                if (brace < 0 || (code.IsAt(word + 1, "(") && code.Brackets.PartnerOf(word + 1) == brace - 1))
                    continue;
                var needsDeclaration = code.IsAt(word, "for") && code.TokenAt(word + 1) is { Kind: TokenKind.Name } loop && !loop.IsAnyOf("const", "let", "var");
                if (needsDeclaration && code.TokensOn(line).FirstOrDefault(i => code.IsAt(i, "in"), -1) is > 0 and var inWord)
                {
                    yield return new Change($"Wrote the loop of line {line} over the values.",
                        [TextEdit.Insert(code.Tokens[word + 1].Start, "(const "), TextEdit.Replace(code.Tokens[inWord], "of"), TextEdit.Insert(code.Tokens[brace - 1].End, ")")]);
                }

                yield return new Change($"Put the condition of line {line} in parentheses.",
                    [TextEdit.Insert(code.Tokens[word + 1].Start, needsDeclaration ? "(const " : "("), TextEdit.Insert(code.Tokens[brace - 1].End, ")")]);
            }
        }
    }

    /// <summary><c>else (x) {</c> without its if.</summary>
    public static IEnumerable<Change> AddIf(BrokenCode code)
    {
        foreach (var i in Enumerable.Range(0, code.Tokens.Count).Where(i => code.IsAt(i, "else") && code.IsAt(i + 1, "(")))
        {
            if (code.Brackets.PartnerOf(i + 1) is >= 0 and var close && code.IsAt(close + 1, "{"))
                yield return Change.Insert(code.Tokens[i].End, " if", $"Wrote 'else if' on line {code.Tokens[i].Line}.");
        }
    }

    /// <summary>A keyword with a letter wrong.</summary>
    public static IEnumerable<Change> RespellKeyword(BrokenCode code)
    {
        var words = code.Kind == Plans.AtomKind.TypeScript ? Correctable.Concat(TypeScriptWords) : Correctable;
        foreach (var line in SuspectLines(code))
        {
            foreach (var i in code.TokensOn(line).Where(i => ScriptNames.IsName(code.Tokens[i]) && !code.IsAt(i - 1, ".") && !NodeLibrary.Globals.Contains(code.Tokens[i].Text)).OrderBy(i => Math.Abs(i - code.ErrorToken)))
            {
                foreach (var keyword in Spelling.Near(code.Tokens[i].Text, words))
                    yield return Change.Replace(code.Tokens[i], keyword, $"Replaced '{code.Tokens[i].Text}' by '{keyword}'.");
            }
        }
    }

    /// <summary><c>const const</c>, <c>,,</c>, and lines of a single stray sign.</summary>
    public static IEnumerable<Change> RemoveStray(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var i in code.TokensOn(line))
        {
            if (i > 0 && code.Tokens[i - 1].Text == code.Tokens[i].Text && (ScriptNames.Keywords.Contains(code.Tokens[i].Text) || code.Tokens[i].IsAnyOf(",", ".", "=", "=>", "+", ":")))
                yield return Change.Delete(code.Tokens[i - 1].End, code.Tokens[i].End, $"Removed a second '{code.Tokens[i].Text}'.");
        }

        if (code.Source.Line(line).Trim() is "end" or "end;" or "." or "," or "done" or "fi" or ":" or "=")
            yield return Change.Delete(code.Source.StartOf(line), code.Source.StartAfter(line), $"Removed line {line}, which is not code.");
        if (code.TokenAt(code.ErrorToken) is { } at && at.Line == line && at.IsAnyOf(";", ",", ":", ".", "+", "=", "&&", "||"))
            yield return Change.Delete(at.Start, at.End, $"Removed a stray '{at.Text}'.");
        if (code.TokensOn(line).LastOrDefault(-1) is >= 0 and var last && code.Tokens[last].IsAnyOf("+", "=", ",", ".", "&&", "||", "-", "*"))
            yield return Change.Delete(code.Tokens[last].Start, code.Tokens[last].End, $"Removed the '{code.Tokens[last].Text}' at the end of line {line}.");
    }

    /// <summary><c>const x;</c></summary>
    public static IEnumerable<Change> LetWithoutValue(BrokenCode code)
    {
        if (!code.Message.Contains("initialize", StringComparison.Ordinal) || code.ErrorLine is not { } line)
            yield break;
        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "const")))
            yield return Change.Replace(code.Tokens[word], "let", $"Declared '{code.TokenAt(word + 1)?.Text}' with 'let': it gets its value later.");
    }

    /// <summary>A second declaration of a name.</summary>
    public static IEnumerable<Change> AssignAgain(BrokenCode code)
    {
        if (Declared().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var name = match.Groups["name"].Value;
        var declarations = Enumerable.Range(0, code.Tokens.Count - 1).Where(i => code.Tokens[i].IsAnyOf("const", "let", "var") && code.IsAt(i + 1, name)).ToList();
        var second = declarations.LastOrDefault(i => code.Tokens[i].Line == line, declarations.Count > 0 ? declarations[^1] : -1);
        if (second < 0)
            yield break;
        var first = declarations.FirstOrDefault(i => i < second && code.Source.IndentOf(code.Tokens[i].Line).Length <= code.Source.IndentOf(code.Tokens[second].Line).Length, -1);
        var statement = code.Source.Line(code.Tokens[second].Line).Trim();
        if (first >= 0 && code.Source.Line(code.Tokens[first].Line).Trim() == statement && statement.Contains("require(", StringComparison.Ordinal))
        {
            yield return Change.Delete(code.Source.StartOf(line), code.Source.StartAfter(line), $"Removed a second declaration of '{name}'.");
            yield break;
        }

        if (code.IsAt(second - 1, "("))
            yield break;
        var edits = new List<TextEdit> { TextEdit.Delete(code.Tokens[second].Start, code.Tokens[second + 1].Start) };
        if (TypeAnnotation(code, second + 2) is { } annotation)
            edits.Add(annotation);
        if (first >= 0 && code.IsAt(first, "const"))
            edits.Add(TextEdit.Replace(code.Tokens[first], "let"));
        if (code.IsAt(second + 2, "=") || TypeAnnotation(code, second + 2) is not null)
            yield return new Change($"Assigned to '{name}' instead of declaring it a second time.", [.. edits]);
        else
            yield return Change.Delete(code.Source.StartOf(line), code.Source.StartAfter(line), $"Removed a second declaration of '{name}'.");
    }

    /// <summary><c>:=</c>, <c>-></c>, and <c>=</c> where an arrow belongs.</summary>
    public static IEnumerable<Change> CorrectSigns(BrokenCode code)
    {
        foreach (var line in SuspectLines(code))
        {
            foreach (var i in code.TokensOn(line))
            {
                if (code.IsAt(i, ":="))
                    yield return Change.Replace(code.Tokens[i], "=", "Assigned with '='.");
                else if (code.IsAt(i, "->"))
                    yield return Change.Replace(code.Tokens[i], "=>", "Wrote the arrow as '=>'.");
                else if (code.IsAt(i, "=") && IsBehindParameters(code, i))
                    yield return Change.Replace(code.Tokens[i], "=>", "Wrote the arrow as '=>'.");
                else if (code.IsAt(i, "=") && code.IsAt(i + 1, "<"))
                    yield return Change.Replace(code.Tokens[i].Start, code.Tokens[i + 1].End, "<=", "Compared with '<='.");
                else if (code.IsAt(i, "<>"))
                    yield return Change.Replace(code.Tokens[i], "!==", "Compared with '!=='.");
            }
        }
    }

    /// <summary>A declaration whose <c>=</c> is missing.</summary>
    public static IEnumerable<Change> AddAssignment(BrokenCode code)
    {
        foreach (var line in SuspectLines(code))
        {
            foreach (var i in code.TokensOn(line).Where(i => code.Tokens[i].IsAnyOf("const", "let", "var") && code.TokenAt(i + 2) is { } value && value.Line == line && (StartsValue(value) || value.IsAnyOf("(", "[")) && !value.IsAnyOf("of", "in")))
                yield return Change.Insert(code.Tokens[i + 1].End, " =", $"Added the '=' behind {code.Tokens[i + 1].Text}.");

            // Behind a type the value may begin with what could still be the type.
            foreach (var i in code.TokensOn(line).Where(i => code.Tokens[i].IsAnyOf("const", "let", "var") && code.IsAt(i + 2, ":") && !code.TokensOn(line).Any(at => code.IsAt(at, "="))))
            {
                foreach (var end in code.TokensOn(line).Reverse().Where(at => at > i + 2 && code.TokenAt(at + 1) is { } value && value.Line == line && (StartsValue(value) || value.Is("["))))
                    yield return Change.Insert(code.Tokens[end].End, " =", $"Added the '=' behind the type of {code.Tokens[i + 1].Text}.");
            }
        }
    }

    /// <summary><c>function main {</c>, <c>function async f()</c>, and <c>function</c> or <c>const</c> in a class.</summary>
    public static IEnumerable<Change> CorrectFunctionHead(BrokenCode code)
    {
        foreach (var i in Enumerable.Range(0, code.Tokens.Count - 2).Where(i => code.Tokens[i].IsAnyOf("function", "const", "let", "var")))
        {
            var inClass = code.Brackets.Around(i) is > 0 and var around && IsClassBody(code, around);
            if (code.IsAt(i, "function") && ScriptNames.IsName(code.Tokens[i + 1]) && code.Tokens[i + 2].IsAnyOf("{", ":"))
                yield return Change.Insert(code.Tokens[i + 1].End, "()", $"Gave {code.Tokens[i + 1].Text} its empty parameter list.");
            else if (code.IsAt(i, "function") && code.IsAt(i + 1, "async"))
                yield return Change.Replace(code.Tokens[i].Start, code.Tokens[i + 1].End, "async function", "Wrote 'async function'.");
            else if (inClass && code.Tokens[i + 1].Kind == TokenKind.Name)
                yield return Change.Delete(code.Tokens[i].Start, code.Tokens[i + 1].Start, $"Removed '{code.Tokens[i].Text}' from a member of a class.");
        }
    }

    /// <summary>Type arguments without their closing bracket.</summary>
    public static IEnumerable<Change> CloseTypeArguments(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "<") && i > 0 && code.Tokens[i - 1].Kind == TokenKind.Name))
        {
            for (var i = open + 1; i < code.Tokens.Count && code.Tokens[i].Line == line; i++)
            {
                if (code.Tokens[i].IsAnyOf("=", "(", ")", "{", ";") || code.IsAt(i, ",") && i > open + 2)
                    yield return Change.Insert(code.Tokens[i - 1].End, ">", $"Closed the type arguments of {code.Tokens[open - 1].Text}.");
                if (code.Tokens[i].IsAnyOf(">", "="))
                    break;
            }
        }
    }

    /// <summary>A <c>return</c> at the top level of a module.</summary>
    public static IEnumerable<Change> RemoveReturn(BrokenCode code)
    {
        var functions = ScriptScopes.Functions(code);
        foreach (var i in Enumerable.Range(0, code.Tokens.Count).Where(i => code.IsAt(i, "return") && code.Brackets.Around(i) < 0 && ScriptScopes.Around(functions, i) is null))
        {
            var end = code.Source.EndOf(code.Tokens[i].Line);
            var value = code.Code[code.Tokens[i].End..end].Trim().TrimEnd(';');
            if (value is "result" or "")
                yield return Change.Delete(code.Source.StartOf(code.Tokens[i].Line), code.Source.StartAfter(code.Tokens[i].Line), "Removed a 'return' outside of every function.");
            else if (!code.Names.Bound.Contains("result"))
                yield return Change.Replace(code.Tokens[i], "const result =", "Made the value returned outside of every function the result.");
        }
    }

    /// <summary>The brace of a substitution that is not closed.</summary>
    public static IEnumerable<Change> CloseSubstitution(BrokenCode code)
    {
        foreach (Match match in OpenSubstitution().Matches(code.Code))
            yield return Change.Insert(match.Index + match.Length, "}", $"Closed the substitution of line {code.Source.LineAt(match.Index)}.");
    }

    internal static IEnumerable<int> SuspectLines(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            return [];
        return new[] { line, code.Source.NonBlankBefore(line) }.Where(at => at > 0);
    }

    internal static bool SideBySide(BrokenCode code, int i)
    {
        if (code.TokenAt(i) is not { } token || code.TokenAt(i + 1) is not { } next)
            return false;
        var ends = token.Kind is TokenKind.Number or TokenKind.String or TokenKind.Regex || token.IsAnyOf(")", "]", "}", "true", "false", "null", "this")
            || (token.Kind == TokenKind.Name && ScriptNames.IsName(token));
        return ends && (StartsValue(next) || (next.Is("...") && token.Line < next.Line)) && !(token.Kind == TokenKind.Name && next.Kind == TokenKind.String && next.Text[0] == '`');
    }

    internal static bool IsClassBody(BrokenCode code, int brace)
    {
        if (!code.IsAt(brace, "{"))
            return false;
        for (var i = brace - 1; i >= 0 && i > brace - 6; i--)
        {
            if (code.IsAt(i, "class"))
                return true;
            if (code.Tokens[i].Kind != TokenKind.Name && !code.Tokens[i].IsAnyOf(".", "<", ">", ","))
                return false;
        }

        return false;
    }

    internal static string Short(string text) => text.Length <= 20 ? $"'{text}'" : $"'{text[..17]}…'";

    /// <summary>The deletion of a type behind a declared name.</summary>
    private static TextEdit? TypeAnnotation(BrokenCode code, int colon)
    {
        if (!code.IsAt(colon, ":"))
            return null;
        var sign = Enumerable.Range(colon, Math.Min(20, code.Tokens.Count - colon)).FirstOrDefault(i => code.IsAt(i, "="), -1);
        return sign < 0 ? null : TextEdit.Replace(code.Tokens[colon].Start, code.Tokens[sign].Start, " ");
    }

    /// <summary><c>(a, b) =</c> or <c>(a): Type =</c></summary>
    private static bool IsBehindParameters(BrokenCode code, int sign)
    {
        var i = sign - 1;
        while (i > 0 && (code.Tokens[i].Kind == TokenKind.Name || code.Tokens[i].IsAnyOf("[", "]", "<", ">", "|")) && code.Tokens[i].Line == code.Tokens[sign].Line)
            i--;
        if (i > 0 && i < sign - 1 && code.IsAt(i, ":"))
            i--;
        else if (i != sign - 1)
            return false;
        return code.IsAt(i, ")") && code.Brackets.PartnerOf(i) is > 0 and var open && (code.IsAt(open - 1, "=") || code.IsAt(open - 1, "(") || code.IsAt(open - 1, ",") || code.IsAt(open - 1, "async"));
    }

    private static bool IsTypeWord(Token token) => token.IsAnyOf("string", "number", "boolean", "any", "unknown", "void", "object", "never", "bigint");

    private static bool StartsValue(Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String or TokenKind.Regex || token.IsAnyOf("{", "true", "false", "null", "this", "new", "function", "async", "await", "typeof", "class")
        || (token.Kind == TokenKind.Name && ScriptNames.IsName(token));

    [GeneratedRegex(@"^Identifier '(?<name>[\w$]+)' has already been declared|^The symbol ""(?<name>[\w$]+)"" has already been declared")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\$\{[\w$.]+(\([^(){}`]*\)|\[[^\[\]{}`]*\])*(?=[^\w$.(\[}])")]
    private static partial Regex OpenSubstitution();
}
