using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>Blocks whose braces are lost. Indentation says where they were meant to be.</summary>
internal static class BlockRules
{
    /// <summary>A block that is not closed where its indentation ends.</summary>
    public static IEnumerable<Change> CloseBlock(BrokenCode code)
    {
        var open = new Stack<int>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            var token = code.Tokens[i];
            var startsLine = i > 0 && code.Tokens[i - 1].Line < token.Line;
            if (startsLine && open.TryPeek(out var top) && code.Tokens[top].Line < token.Line)
            {
                var (indent, opened) = (code.Source.IndentOf(token.Line).Length, code.Source.IndentOf(code.Tokens[top].Line).Length);
                var isFault = token.IsCloser ? indent < opened || !token.Is(code.Tokens[top].Partner) : indent <= opened && !IsContinuation(token);
                if (isFault)
                {
                    foreach (var change in Closings(code, open, i - 1))
                        yield return change;
                    yield break;
                }
            }

            if (token.IsOpener)
                open.Push(i);
            else if (token.IsCloser && open.TryPeek(out var last) && code.Tokens[last].Partner == token.Text)
                open.Pop();
            else if (token.IsCloser)
                yield break;
        }

        if (open.Count > 0 && code.Tokens.Count > 0)
        {
            foreach (var change in Closings(code, open, code.Tokens.Count - 1))
                yield return change;
        }
    }

    /// <summary>A line with a closing brace whose indentation is that of no open block.</summary>
    public static IEnumerable<Change> RemoveOddCloser(BrokenCode code)
    {
        if (code.Brackets.FirstFault is null)
            yield break;
        var open = new Stack<int>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            var token = code.Tokens[i];
            if (token.IsOpener)
            {
                open.Push(i);
            }
            else if (token.IsCloser)
            {
                var isAlone = code.Source.Line(token.Line).Trim().TrimEnd(';', ',') == token.Text;
                var indent = code.Source.IndentOf(token.Line);
                if (isAlone && (!open.TryPeek(out var top) || code.Source.IndentOf(code.Tokens[top].Line) != indent))
                    yield return Change.Delete(code.Source.StartOf(token.Line), code.Source.StartAfter(token.Line), $"Removed line {token.Line}, a '{token.Text}' that closes nothing.");
                if (open.Count > 0)
                    open.Pop();
            }
        }
    }

    /// <summary><c>(a, b) =></c> with a body on the next lines and only its closing brace.</summary>
    public static IEnumerable<Change> OpenBlock(BrokenCode code)
    {
        for (var i = 0; i + 1 < code.Tokens.Count; i++)
        {
            var (last, next) = (code.Tokens[i], code.Tokens[i + 1]);
            if (next.Line == last.Line || next.IsOpener || next.Is("=>") || code.Source.IndentOf(next.Line).Length <= code.Source.IndentOf(last.Line).Length)
                continue;
            var first = code.Tokens[code.TokensOn(last.Line).First()];
            var isHeader = last.IsAnyOf("=>", "else", "try", "finally", "do")
                || (last.Is(")") && first.IsAnyOf("if", "for", "while", "function", "async", "switch", "}", "export", "catch", "else"))
                || (last.Is(")") && code.Brackets.PartnerOf(i) > 0 && ScriptNames.IsName(first) && first.Line == last.Line && code.IsAt(code.Brackets.PartnerOf(i) - 1, first.Text))
                || first.IsAnyOf("class", "interface", "enum")
                || (first.IsAnyOf("const", "let") && last.Is("="));
            if (isHeader)
                yield return Change.Insert(last.End, " {", $"Opened the block that line {last.Line} heads.");
        }
    }

    /// <summary>A <c>try</c> with nothing behind it. An empty <c>finally</c> changes nothing about what is thrown.</summary>
    public static IEnumerable<Change> CompleteTry(BrokenCode code)
    {
        foreach (var i in Enumerable.Range(0, code.Tokens.Count).Where(i => code.IsAt(i, "try") && code.IsAt(i + 1, "{")))
        {
            if (code.Brackets.PartnerOf(i + 1) is >= 0 and var close && !code.IsAt(close + 1, "catch") && !code.IsAt(close + 1, "finally"))
                yield return Change.Insert(code.Tokens[close].End, " finally {}", $"Completed the 'try' of line {code.Tokens[i].Line}.");
        }
    }

    private static bool IsContinuation(Token token) => token.IsAnyOf(".", "?.", "+", "?", ":", "&&", "||", "??", "=>", "=", "{", "else", "|", "&") || token.Kind == TokenKind.String && token.Text[0] == '`';

    /// <summary>Closes what was opened on the line of the innermost open bracket: that one, or all of them as a statement.</summary>
    private static IEnumerable<Change> Closings(BrokenCode code, Stack<int> open, int last)
    {
        var top = open.Peek();
        var line = code.Tokens[top].Line;
        var together = open.TakeWhile(i => code.Tokens[i].Line == line).Select(i => code.Tokens[i].Partner).ToList();
        var indent = code.Source.IndentOf(line);
        var at = Math.Max(code.Tokens[last].End, code.Source.EndOf(code.Source.LineAt(code.Tokens[last].End)));
        var ownLine = code.Source.LineAt(code.Tokens[last].End) > line;
        var before = ownLine ? $"\n{indent}" : " ";
        var what = $"Closed the '{code.Tokens[top].Text}' of line {line}.";
        var isStatement = code.Tokens[code.TokensOn(line).First()].IsAnyOf("const", "let", "var", "return", "type") || together.Count > 1;
        if (isStatement)
            yield return Change.Insert(at, $"{before}{string.Concat(together)};", what);
        yield return Change.Insert(at, $"{before}{together[0]}", what);
        yield return Change.Insert(at, $"{before}{together[0]},", what);
    }
}
