using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Indentation, and blocks without a body.</summary>
internal static class LayoutRules
{
    private const string DefaultUnit = "    ";

    /// <summary>The whole code, or what stands at its top, is indented.</summary>
    public static IEnumerable<Change> DedentAll(BrokenCode code)
    {
        var source = code.Source;
        if (!IsIndentationFault(code, "unexpected indent") || code.ErrorLine is not { } line || source.NonBlankBefore(line) is var before && before > 0 && source.IndentOf(before).Length == 0)
            yield break;
        var indent = source.IndentOf(line);
        var lines = LinesFrom(code, 1).Where(at => !source.IsBlank(at)).ToList();
        if (indent.Length == 0 || !lines.TrueForAll(at => source.Line(at).StartsWith(indent, StringComparison.Ordinal)))
            yield break;
        yield return new Change("Removed the indentation that all lines have.", [.. lines.Select(at => TextEdit.Delete(source.StartOf(at), source.StartOf(at) + indent.Length))]);
    }

    /// <summary>A line that is indented where no block begins: it goes back, or the line before it belongs to the block too.</summary>
    public static IEnumerable<Change> AlignUnexpectedIndent(BrokenCode code)
    {
        if (!IsIndentationFault(code, "unexpected indent") || code.ErrorLine is not { } line)
            yield break;
        var source = code.Source;
        var before = source.NonBlankBefore(line);
        if (before == 0)
        {
            yield return Reindent(code, line, "");
            yield break;
        }

        var (indent, above) = (source.IndentOf(line), source.IndentOf(before));
        var block = Block(code, line);
        var further = source.NonBlankBefore(before);
        var aboveIsOdd = further > 0 && source.IndentOf(further) == indent && !EndsWithColon(code, before);
        if (aboveIsOdd)
            yield return Reindent(code, before, indent);
        yield return Shift(code, block, indent, above);
        yield return Reindent(code, line, above);
        if (!aboveIsOdd && StartsBlock(code, before) is false)
            yield return Reindent(code, before, indent);
    }

    /// <summary>A line that returns to an indentation no block has.</summary>
    public static IEnumerable<Change> AlignDedent(BrokenCode code)
    {
        if (!IsIndentationFault(code, "unindent does not match") || code.ErrorLine is not { } line)
            yield break;
        var source = code.Source;
        var width = source.IndentOf(line).Length;
        var open = OpenIndents(code, line);
        var before = source.NonBlankBefore(line);
        var nearest = open.OrderBy(indent => Math.Abs(indent.Length - width)).ThenBy(indent => before > 0 && indent == source.IndentOf(before) ? 0 : 1);
        foreach (var indent in nearest)
        {
            yield return Reindent(code, line, indent);
            yield return Shift(code, Block(code, line), source.IndentOf(line), indent);
        }
    }

    /// <summary>A block header whose body is not indented, or is not there.</summary>
    public static IEnumerable<Change> IndentBody(BrokenCode code)
    {
        if (!IsIndentationFault(code, "expected an indented block") || code.ErrorLine is not { } line)
            yield break;
        var source = code.Source;
        var header = HeaderBefore(code, line);
        if (header == 0)
            yield break;
        var unit = Unit(code);
        var inner = source.IndentOf(header) + unit;
        var hasBody = line == header + 1 && source.IndentOf(line).Length <= source.IndentOf(header).Length && !source.IsBlank(line) && !StartsOuterBlock(code, line);
        var pass = Change.Insert(source.EndOf(header), $"\n{inner}pass", $"Gave line {header} an empty body.");
        if (!hasBody)
            yield return pass;
        if (!source.IsBlank(line) && source.IndentOf(line).Length <= source.IndentOf(header).Length)
        {
            var body = Body(code, header, line);
            yield return Shift(code, body, source.IndentOf(line), inner);
            if (body.Count > 1)
                yield return Shift(code, [line], source.IndentOf(line), inner);
        }

        if (hasBody)
            yield return pass;
    }

    /// <summary>Tabs among spaces.</summary>
    public static IEnumerable<Change> ReplaceTabs(BrokenCode code)
    {
        var source = code.Source;
        var lines = LinesFrom(code, 1).Where(line => source.IndentOf(line).Contains('\t')).ToList();
        if (lines.Count == 0 || !code.Error.Type.EndsWith("Error", StringComparison.Ordinal) || code.Error.Type is not ("TabError" or "IndentationError"))
            yield break;
        foreach (var width in new[] { 4, 8, 2 })
        {
            yield return new Change($"Replaced each tab of the indentation by {width} spaces.", [.. lines.Select(line =>
                TextEdit.Replace(source.StartOf(line), source.StartOf(line) + source.IndentOf(line).Length, source.IndentOf(line).Replace("\t", new string(' ', width))))]);
        }
    }

    private static bool IsIndentationFault(BrokenCode code, string message) =>
        code.Error.Type is "IndentationError" or "TabError" && code.Message.StartsWith(message, StringComparison.Ordinal);

    private static IEnumerable<int> LinesFrom(BrokenCode code, int line) => Enumerable.Range(line, code.Source.LineCount - line + 1);

    /// <summary>What this code indents by.</summary>
    internal static string Unit(BrokenCode code)
    {
        var source = code.Source;
        for (var line = 2; line <= source.LineCount; line++)
        {
            var above = source.NonBlankBefore(line);
            if (above > 0 && EndsWithColon(code, above) && source.IndentOf(line) is var indent && indent.StartsWith(source.IndentOf(above), StringComparison.Ordinal)
                && indent.Length > source.IndentOf(above).Length && !source.IsBlank(line))
            {
                return indent[source.IndentOf(above).Length..];
            }
        }

        return DefaultUnit;
    }

    /// <summary>This line and those below it that are indented at least as deep, up to a shallower one.</summary>
    private static List<int> Block(BrokenCode code, int line)
    {
        var width = code.Source.IndentOf(line).Length;
        return [.. LinesFrom(code, line).TakeWhile(at => code.Source.IsBlank(at) || code.Source.IndentOf(at).Length >= width).Where(at => !code.Source.IsBlank(at))];
    }

    /// <summary>The lines that are meant to be the header's body, though they are not indented.</summary>
    private static List<int> Body(BrokenCode code, int header, int first)
    {
        var source = code.Source;
        var width = source.IndentOf(first).Length;
        var isDefinition = code.TokensOn(header).FirstOrDefault(-1) is >= 0 and var word && code.Tokens[word].IsAnyOf("def", "class", "async");
        var body = new List<int>();
        var tied = NamesOn(code, header).ToHashSet();
        for (var line = first; line <= source.LineCount; line++)
        {
            if (source.IsBlank(line))
            {
                if (isDefinition || source.NonBlankAfter(line) is var next && (next == 0 || source.IndentOf(next).Length <= width))
                    break;
                continue;
            }

            var deeper = source.IndentOf(line).Length > width;
            if (line > first && !deeper)
            {
                if (source.IndentOf(line).Length < width || StartsOuterBlock(code, line) || SetsResult(code, line))
                    break;
                if (!isDefinition && !NamesOn(code, line).Any(tied.Contains))
                    break;
            }

            body.Add(line);
            tied.UnionWith(TargetsOn(code, line));
            if (isDefinition && !deeper && code.TokensOn(line).FirstOrDefault(-1) is >= 0 and var begin && code.IsAt(begin, "return"))
                break;
        }

        return body;
    }

    private static IEnumerable<string> NamesOn(BrokenCode code, int line) =>
        code.TokensOn(line).Where(i => PythonNames.IsName(code.Tokens[i]) && !code.IsAt(i - 1, ".")).Select(i => code.Tokens[i].Text);

    private static IEnumerable<string> TargetsOn(BrokenCode code, int line) =>
        code.TokensOn(line).Where(i => code.IsAt(i + 1, "=") && PythonNames.IsName(code.Tokens[i])).Select(i => code.Tokens[i].Text);

    private static bool SetsResult(BrokenCode code, int line) => code.TokensOn(line).FirstOrDefault(-1) is >= 0 and var first && code.IsAt(first, "result") && code.IsAt(first + 1, "=");

    private static bool StartsOuterBlock(BrokenCode code, int line) =>
        code.TokensOn(line).FirstOrDefault(-1) is >= 0 and var first && code.Tokens[first].IsAnyOf("def", "class", "else", "elif", "except", "finally", "@");

    private static bool? StartsBlock(BrokenCode code, int line) =>
        code.TokensOn(line).FirstOrDefault(-1) is >= 0 and var first ? PythonNames.BlockWords.Contains(code.Tokens[first].Text) : null;

    private static bool EndsWithColon(BrokenCode code, int line) => code.TokensOn(line).LastOrDefault(-1) is >= 0 and var last && code.IsAt(last, ":");

    private static int HeaderBefore(BrokenCode code, int line)
    {
        for (var at = line - 1; at >= 1; at--)
        {
            if (EndsWithColon(code, at))
                return at;
        }

        return EndsWithColon(code, line) ? line : 0;
    }

    /// <summary>The indentations of the blocks that are open above a line, outermost first.</summary>
    private static List<string> OpenIndents(BrokenCode code, int line)
    {
        var open = new List<string> { "" };
        for (var at = 1; at < line; at++)
        {
            if (code.Source.IsBlank(at) || !code.TokensOn(at).Any() || code.Brackets.Around(code.TokensOn(at).First()) >= 0)
                continue;
            var indent = code.Source.IndentOf(at);
            open.RemoveAll(other => other.Length > indent.Length);
            if (open[^1].Length < indent.Length)
                open.Add(indent);
        }

        return open;
    }

    private static Change Reindent(BrokenCode code, int line, string indent) => Change.Replace(
        code.Source.StartOf(line), code.Source.StartOf(line) + code.Source.IndentOf(line).Length, indent, $"Set the indentation of line {line} to {indent.Length}.");

    /// <summary>Moves lines from one indentation to another, keeping how deep they stand within each other.</summary>
    private static Change Shift(BrokenCode code, List<int> lines, string from, string to) => new(
        lines.Count == 1 ? $"Set the indentation of line {lines[0]} to {to.Length}." : $"Set the indentation of lines {lines[0]} to {lines[^1]} to {to.Length}.",
        [.. lines.Where(line => code.Source.IndentOf(line).Length >= from.Length)
            .Select(line => TextEdit.Replace(code.Source.StartOf(line), code.Source.StartOf(line) + from.Length, to))]);
}
