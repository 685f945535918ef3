using System.Text.Json;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>What a value is, as far as the code shows it.</summary>
internal enum PythonKind { Unknown, Text, Int, Float, List, Dict, Set, Tuple, Iterator, Function, Other }

/// <summary>Infers kinds of values from literals, well-known functions, assignments, call sites and the input. Not sure means unknown.</summary>
internal static class PythonKinds
{
    private const int MaxDepth = 6;

    private static readonly Dictionary<string, PythonKind> Functions = Kinds(
        (PythonKind.Text, "str repr join upper lower strip lstrip rstrip format replace title capitalize hexdigest isoformat strftime ljust rjust center zfill decode chr input dumps read readline getcwd"),
        (PythonKind.Int, "len int ord index find count randint hash id bit_length toordinal weekday"),
        (PythonKind.Float, "float sqrt mean stdev perf_counter total_seconds uniform"),
        (PythonKind.List, "list sorted split splitlines findall readlines listdir most_common nlargest nsmallest"),
        (PythonKind.Dict, "dict defaultdict Counter OrderedDict groupdict asdict fromkeys"),
        (PythonKind.Set, "set frozenset"),
        (PythonKind.Tuple, "tuple groups partition"),
        (PythonKind.Iterator, "map filter zip enumerate reversed keys values items range iter finditer"));

    /// <param name="first">The value's first token.</param>
    /// <param name="last">The value's last token.</param>
    public static PythonKind Of(BrokenCode code, int first, int last, int depth = 0)
    {
        if (depth > MaxDepth || last < first || last >= code.Tokens.Count)
            return PythonKind.Unknown;
        if (first == last)
            return OfToken(code, first, depth);
        var token = code.Tokens[first];
        if (token.IsOpener && code.Brackets.PartnerOf(first) == last)
            return OfLiteral(code, first, last, depth);
        if (token.Kind == TokenKind.String && Expressions.End(code, first) == last && code.Tokens[last].Kind == TokenKind.String)
            return PythonKind.Text;
        if (Expressions.Start(code, last) == first && code.IsAt(last, ")") && code.Brackets.PartnerOf(last) is > 0 and var open)
            return OfCall(code, open, depth);
        if (Expressions.Start(code, last) == first && code.IsAt(last, "]") && token.Is("input_data"))
            return OfInput(code, first, last);
        if (token.IsAnyOf("-", "+"))
            return Of(code, first + 1, last, depth + 1);
        return OfOperation(code, first, last, depth);
    }

    public static bool IsNumber(PythonKind kind) => kind is PythonKind.Int or PythonKind.Float;

    public static bool IsIterable(PythonKind kind) => kind is PythonKind.Text or PythonKind.List or PythonKind.Dict or PythonKind.Set or PythonKind.Tuple or PythonKind.Iterator;

    /// <summary>The value given to a name by the last assignment above a line.</summary>
    public static (int First, int Last)? AssignedValue(BrokenCode code, string name, int line)
    {
        for (var i = code.Tokens.Count - 2; i > 0; i--)
        {
            if (code.Tokens[i].Line < line && code.IsAt(i, "=") && code.IsAt(i - 1, name) && Python2Rules.IsStatementStart(code, i - 1))
                return (i + 1, Expressions.StatementEnd(code, i) - 1);
        }

        return null;
    }

    private static PythonKind OfToken(BrokenCode code, int i, int depth) => code.Tokens[i] switch
    {
        { Kind: TokenKind.String } text => text.Text[0] is 'b' or 'B' ? PythonKind.Other : PythonKind.Text,
        { Kind: TokenKind.Number } number => number.Text.Contains('.') || number.Text.Contains("e-", StringComparison.Ordinal) ? PythonKind.Float : PythonKind.Int,
        { Kind: TokenKind.Name } name when name.IsAnyOf("True", "False", "None") => PythonKind.Other,
        { Kind: TokenKind.Name } name when PythonNames.IsName(name) => OfName(code, name, depth),
        _ => PythonKind.Unknown,
    };

    private static PythonKind OfLiteral(BrokenCode code, int first, int last, int depth)
    {
        if (code.IsAt(first, "["))
            return PythonKind.List;
        var parts = Enumerable.Range(first + 1, last - first - 1).Where(i => code.Brackets.Around(i) == first).ToList();
        if (code.IsAt(first, "{"))
            return parts.Count == 0 || parts.Exists(i => code.IsAt(i, ":")) || parts.Exists(i => code.IsAt(i, "**")) ? PythonKind.Dict : PythonKind.Set;
        if (parts.Count == 0 || parts.Exists(i => code.IsAt(i, ",")))
            return PythonKind.Tuple;
        return parts.Exists(i => code.IsAt(i, "for")) ? PythonKind.Iterator : Of(code, first + 1, last - 1, depth + 1);
    }

    private static PythonKind OfCall(BrokenCode code, int open, int depth)
    {
        if (code.Tokens[open - 1].Kind != TokenKind.Name)
            return PythonKind.Unknown;
        var callee = code.Tokens[open - 1].Text;
        var returned = ReturnsOf(code, callee);
        if (returned.Count > 0)
            return Same(returned.Select(value => Of(code, value.First, value.Last, depth + 1)));
        return Functions.GetValueOrDefault(callee);
    }

    /// <summary>The values a function of this code returns.</summary>
    private static List<(int First, int Last)> ReturnsOf(BrokenCode code, string name)
    {
        var definition = Enumerable.Range(0, Math.Max(code.Tokens.Count - 1, 0)).FirstOrDefault(i => code.IsAt(i, "def") && code.IsAt(i + 1, name), -1);
        if (definition < 0)
            return [];
        var width = code.Source.IndentOf(code.Tokens[definition].Line).Length;
        return [.. Enumerable.Range(definition + 1, code.Tokens.Count - definition - 1)
            .TakeWhile(i => code.Brackets.Around(i) >= 0 || code.Tokens[i].Line == code.Tokens[definition].Line || code.Source.IndentOf(code.Tokens[i].Line).Length > width)
            .Where(i => code.IsAt(i, "return")).Select(i => (i + 1, Expressions.StatementEnd(code, i) - 1)).Where(value => value.Item2 >= value.Item1)];
    }

    private static PythonKind OfName(BrokenCode code, Token name, int depth)
    {
        if (name.Is("input_data") && !code.Names.Bound.Contains(name.Text))
            return PythonKind.Dict;
        if (Enumerable.Range(0, Math.Max(code.Tokens.Count - 1, 0)).Any(i => code.IsAt(i, "def") && code.IsAt(i + 1, name.Text)))
            return PythonKind.Function;
        var kinds = new List<PythonKind>();
        for (var i = 1; i + 1 < code.Tokens.Count; i++)
        {
            if (code.IsAt(i, "=") && code.IsAt(i - 1, name.Text) && code.Brackets.Around(i) < 0 && Python2Rules.IsStatementStart(code, i - 1))
                kinds.Add(Of(code, i + 1, Expressions.StatementEnd(code, i) - 1, depth + 1));
            else if (code.IsAt(i - 1, "for") && code.IsAt(i, name.Text))
                kinds.Add(code.IsAt(i + 1, "in") && code.IsAt(i + 2, "range") || code.IsAt(i + 1, ",") && Enumerable.Range(i, 8).Any(at => code.IsAt(at, "enumerate")) ? PythonKind.Int : PythonKind.Unknown);
            else if (code.IsAt(i, name.Text) && code.Tokens[i + 1].IsAnyOf(",", ")", "=", ":") && code.Brackets.Around(i) is > 1 and var open && code.IsAt(open - 2, "def"))
                kinds.Add(OfParameter(code, open, i, depth));
            else if (code.IsAt(i, name.Text) && code.IsAt(i - 1, "as"))
                kinds.Add(PythonKind.Unknown);
        }

        return kinds.Count == 0 ? PythonKind.Unknown : Same(kinds);
    }

    /// <summary>What the calls of a function pass for a parameter; its default counts too.</summary>
    private static PythonKind OfParameter(BrokenCode code, int open, int parameter, int depth)
    {
        var position = Enumerable.Range(open, parameter - open).Count(i => code.IsAt(i, ",") && code.Brackets.Around(i) == open);
        var takesSelf = code.IsAt(open + 1, "self") || code.IsAt(open + 1, "cls");
        var function = code.Tokens[open - 1].Text;
        var kinds = new List<PythonKind>();
        if (code.IsAt(parameter + 1, "="))
            kinds.Add(Of(code, parameter + 2, Expressions.End(code, parameter + 2), depth + 1));
        for (var i = 1; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "(") || !code.IsAt(i - 1, function) || i == open || code.Brackets.PartnerOf(i) < 0)
                continue;
            var arguments = Expressions.Arguments(code, i);
            var at = position - (takesSelf ? 1 : 0);
            if (at >= 0 && at < arguments.Count && arguments.TrueForAll(argument => !code.IsAt(argument.First + 1, "=") && !code.IsAt(argument.First, "*")))
                kinds.Add(Of(code, arguments[at].First, arguments[at].Last, depth + 1));
            else if (at >= 0 && at < arguments.Count)
                kinds.Add(PythonKind.Unknown);
        }

        return kinds.Count == 0 ? PythonKind.Unknown : Same(kinds);
    }

    /// <summary><c>input_data["a"]["b"]</c></summary>
    private static PythonKind OfInput(BrokenCode code, int first, int last)
    {
        if (code.InputJson is null)
            return PythonKind.Unknown;
        using var document = JsonDocument.Parse(code.InputJson);
        var value = document.RootElement;
        for (var i = first + 1; i < last; i += 3)
        {
            if (!code.IsAt(i, "[") || !code.IsAt(i + 2, "]") || code.Tokens[i + 1].Kind != TokenKind.String || value.ValueKind != JsonValueKind.Object
                || !value.TryGetProperty(code.Tokens[i + 1].Text.Trim('"', '\''), out value))
            {
                return PythonKind.Unknown;
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => PythonKind.Text,
            JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? PythonKind.Float : PythonKind.Int,
            JsonValueKind.Array => PythonKind.List,
            JsonValueKind.Object => PythonKind.Dict,
            _ => PythonKind.Other,
        };
    }

    private static PythonKind OfOperation(BrokenCode code, int first, int last, int depth)
    {
        var around = code.Brackets.Around(first);
        var signs = Enumerable.Range(first + 1, Math.Max(last - first - 1, 0)).Where(i => code.Brackets.Around(i) == around && code.Tokens[i].IsAnyOf("+", "-", "*", "/", "//", "%", "**")).ToList();
        if (signs.Count == 0 || Enumerable.Range(first, last - first).Any(i => code.Brackets.Around(i) == around && code.Tokens[i].IsAnyOf("if", "and", "or", "not", "for", ",", "==", "<", ">", "in")))
            return PythonKind.Unknown;
        var left = Of(code, first, signs[0] - 1, depth + 1);
        if (code.IsAt(signs[0], "/") && IsNumber(left))
            return PythonKind.Float;
        if (left == PythonKind.Text)
            return PythonKind.Text;
        return IsNumber(left) && IsNumber(Of(code, signs[^1] + 1, last, depth + 1)) ? left : PythonKind.Unknown;
    }

    private static PythonKind Same(IEnumerable<PythonKind> kinds) => kinds.Distinct().Take(2).ToList() is [var only] ? only : PythonKind.Unknown;

    private static Dictionary<string, PythonKind> Kinds(params (PythonKind Kind, string Names)[] lists) =>
        lists.SelectMany(list => list.Names.Split(' '), (list, name) => (list.Kind, Name: name)).ToDictionary(pair => pair.Name, pair => pair.Kind);
}
