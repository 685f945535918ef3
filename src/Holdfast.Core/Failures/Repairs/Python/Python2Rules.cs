using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>What was right in Python 2. A program that has one of these has more of them, so each rule mends all of its kind.</summary>
internal static partial class Python2Rules
{
    /// <summary>Built-ins of Python 2 → those of Python 3.</summary>
    internal static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["xrange"] = "range", ["raw_input"] = "input", ["unicode"] = "str", ["basestring"] = "str", ["long"] = "int", ["unichr"] = "chr",
    }.ToFrozenDictionary();

    /// <summary>Methods of Python 2's dictionaries → those of Python 3.</summary>
    private static readonly FrozenDictionary<string, string> Views = new Dictionary<string, string>
    {
        ["iteritems"] = "items", ["itervalues"] = "values", ["iterkeys"] = "keys", ["viewitems"] = "items", ["viewvalues"] = "values", ["viewkeys"] = "keys",
    }.ToFrozenDictionary();

    public static IEnumerable<Change> CallPrint(BrokenCode code)
    {
        if (code.ErrorLine is null || (!code.Error.WhileParsing && !code.Message.Contains(">>: 'builtin_function_or_method'", StringComparison.Ordinal)))
            yield break;
        var edits = new List<TextEdit>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "print") || !IsStatementStart(code, i))
                continue;
            var end = Expressions.StatementEnd(code, i);
            if (end == i + 1)
                edits.Add(TextEdit.Insert(code.Tokens[i].End, "()"));
            else if (!IsCall(code, i, end))
                edits.AddRange(PrintEdits(code, i, end - 1));
        }

        if (edits.Exists(edit => edit.Replacement != "()"))
            yield return Modern(code, "Made the print statements calls", edits);
    }

    public static IEnumerable<Change> CallExec(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "exec") || !IsStatementStart(code, i) || code.IsAt(i + 1, "("))
                continue;
            var end = Expressions.StatementEnd(code, i);
            if (end <= i + 1)
                continue;
            edits.Add(TextEdit.Replace(code.Tokens[i].End, code.Tokens[i + 1].Start, "("));
            edits.AddRange(Enumerable.Range(i + 1, end - i - 1).Where(at => code.IsAt(at, "in") && code.Brackets.Around(at) < 0)
                .Select(at => TextEdit.Replace(code.Tokens[at - 1].End, code.Tokens[at].End, ",")));
            edits.Add(TextEdit.Insert(code.Tokens[end - 1].End, ")"));
        }

        if (edits.Count > 0)
            yield return Modern(code, "Made the exec statements calls", edits);
    }

    /// <summary><c>except ValueError, error:</c></summary>
    public static IEnumerable<Change> NameExceptions(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var line = 1; line <= code.Source.LineCount; line++)
        {
            if (ExceptComma().Match(code.Source.Line(line)) is not { Success: true } match)
                continue;
            var start = code.Source.StartOf(line);
            var (types, name) = (match.Groups["types"], match.Groups["name"]);
            if (char.IsLower(name.ValueSpan[0]) || name.ValueSpan[0] == '_')
                edits.Add(TextEdit.Replace(start + types.Index + types.Length, start + name.Index, " as "));
            else
                edits.AddRange([TextEdit.Insert(start + types.Index, "("), TextEdit.Insert(start + name.Index + name.Length, ")")]);
        }

        if (edits.Count > 0)
            yield return Modern(code, "Wrote the except clauses as Python 3 does", edits);
    }

    /// <summary><c>raise ValueError, "text"</c></summary>
    public static IEnumerable<Change> CallRaised(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i + 2 < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "raise") || Expressions.End(code, i + 1) is var type && !code.IsAt(type + 1, ","))
                continue;
            var end = Expressions.StatementEnd(code, i);
            if (code.Tokens[end - 1].Line == code.Tokens[i].Line)
                edits.AddRange([TextEdit.Replace(code.Tokens[type].End, code.Tokens[type + 2].Start, "("), TextEdit.Insert(code.Tokens[end - 1].End, ")")]);
        }

        if (edits.Count > 0)
            yield return Modern(code, "Called the exceptions that are raised", edits);
    }

    public static IEnumerable<Change> ReplaceDiamond(BrokenCode code)
    {
        var diamonds = code.Tokens.Where(token => token.Is("<>")).ToList();
        if (diamonds.Count > 0)
            yield return Modern(code, "Replaced '<>' by '!='", [.. diamonds.Select(token => TextEdit.Replace(token, "!="))]);
    }

    public static IEnumerable<Change> ReplaceBackticks(BrokenCode code)
    {
        var ticks = code.Tokens.Where(token => token.Is("`")).ToList();
        if (ticks.Count > 0 && ticks.Count % 2 == 0 && ticks.Chunk(2).All(pair => pair[0].Line == pair[1].Line && pair[1].Start > pair[0].End))
            yield return new Change("Replaced the backticks by repr().", [.. ticks.Select((token, i) => TextEdit.Replace(token, i % 2 == 0 ? "repr(" : ")"))]);
    }

    /// <summary><c>0755</c>, <c>10L</c></summary>
    public static IEnumerable<Change> RewriteNumbers(BrokenCode code)
    {
        var edits = code.Tokens.Where(token => token.Kind == TokenKind.Number).Select(token => token.Text switch
        {
            var octal when Octal().IsMatch(octal) => TextEdit.Replace(token, "0o" + octal.TrimStart('0')),
            [.. var digits, 'L' or 'l'] => TextEdit.Replace(token, digits),
            var zeros when LeadingZeros().IsMatch(zeros) => TextEdit.Replace(token, zeros.TrimStart('0')),
            _ => (TextEdit?)null,
        }).OfType<TextEdit>().ToList();
        if (edits.Count > 0)
            yield return new Change("Wrote the numbers as Python 3 does.", [.. edits]);
    }

    /// <summary>A change, and Python 2's names of what Python 3 calls otherwise: such code has both.</summary>
    private static Change Modern(BrokenCode code, string what, List<TextEdit> edits)
    {
        var names = code.Names.Uses.Where(use => Names.ContainsKey(use.Text) && code.Names.IsUnbound(use.Text)).Select(use => TextEdit.Replace(use, Names[use.Text])).ToList();
        var views = Enumerable.Range(1, code.Tokens.Count - 1).Where(i => code.IsAt(i - 1, ".") && Views.ContainsKey(code.Tokens[i].Text) && code.IsAt(i + 1, "("))
            .Select(i => TextEdit.Replace(code.Tokens[i], Views[code.Tokens[i].Text])).ToList();
        return new Change(names.Count + views.Count > 0 ? $"{what}, and used the names of Python 3." : $"{what}.", [.. edits, .. names, .. views]);
    }

    internal static bool IsStatementStart(BrokenCode code, int i) =>
        i == 0 || code.Tokens[i - 1].Line < code.Tokens[i].Line || code.IsAt(i - 1, ";") || (code.IsAt(i - 1, ":") && code.Brackets.Around(i) < 0);

    private static bool IsCall(BrokenCode code, int print, int end) => code.IsAt(print + 1, "(") && code.Brackets.PartnerOf(print + 1) == end - 1;

    private static IEnumerable<TextEdit> PrintEdits(BrokenCode code, int print, int last)
    {
        var first = print + 1;
        var file = "";
        if (code.IsAt(first, ">>"))
        {
            var target = Expressions.End(code, first + 1);
            file = $", file={Expressions.Text(code, first + 1, target)}";
            first = code.IsAt(target + 1, ",") ? target + 2 : target + 1;
        }

        var keepsLine = code.IsAt(last, ",");
        yield return TextEdit.Replace(code.Tokens[print].End, first <= last ? code.Tokens[first].Start : code.Tokens[last].End, "(");
        if (keepsLine)
            yield return TextEdit.Replace(code.Tokens[last], ", end=\" \"" + file + ")");
        else
            yield return TextEdit.Insert(code.Tokens[last].End, (first <= last ? file : file.TrimStart(',', ' ')) + ")");
    }

    [GeneratedRegex(@"^\s*except\s+(?<types>[\w.]+|\([\w., ]+\))\s*,\s*(?<name>[\w.]+)\s*:")]
    private static partial Regex ExceptComma();

    [GeneratedRegex("^0+[0-7]+$")]
    private static partial Regex Octal();

    [GeneratedRegex("^0+[1-9][0-9]*$")]
    private static partial Regex LeadingZeros();
}
