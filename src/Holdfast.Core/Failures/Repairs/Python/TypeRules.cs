using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>TypeErrors whose mending is obvious. What Python said about the types is believed; where the code shows that it cannot be so, nothing is done.</summary>
internal static partial class TypeRules
{
    private static readonly HashSet<string> Sequences = ["dict_keys", "dict_values", "dict_items", "map", "filter", "zip", "generator", "reversed", "range_iterator", "enumerate", "set", "dict_keyiterator"];

    private static readonly HashSet<string> IndexNames = ["i", "j", "k", "n", "idx", "index", "pos", "position", "number", "num", "rank", "line_no", "lineno"];

    /// <summary><c>"count: " + 3</c></summary>
    public static IEnumerable<Change> ConvertToText(BrokenCode code)
    {
        if (ErrorOf(code, ConcatenateText()) is not { } match || code.ErrorLine is not { } line || match.Groups["type"].Value is var type && type is "NoneType" or "str")
            yield break;
        var (before, after) = type == "bytes" ? ("", ".decode(\"utf-8\")") : ("str(", ")");
        const string what = "Converted a value to text before joining it.";
        foreach (var operands in Sums(code, line))
        {
            // Python points from the sum's start to the end of the value it could not add, or of the one it could not add to.
            var failed = operands.FindIndex(operand => Reported.Is(code, operands[0].First, operand.Last));
            var isText = operands.Exists(operand => KindOf(code, operand) == PythonKind.Text) || (failed > 0 && match.Groups["left"].Value == "str");
            var wrong = operands.Where((operand, i) => KindOf(code, operand) is var kind && kind != PythonKind.Text
                && (PythonKinds.IsNumber(kind) || (i == failed && match.Groups["left"].Value == "str") || (i == failed - 1 && match.Groups["left"].Value != "str"))).ToList();
            if (isText && wrong.Count > 0 && (failed > 0 || wrong.TrueForAll(operand => PythonKinds.IsNumber(KindOf(code, operand)))))
                yield return new Change(what, [.. wrong.SelectMany(operand => Expressions.Wrap(code, operand.First, operand.Last, before, after))]);
        }

        if (match.Groups["left"].Value == "str" && code.TokensOn(line).FirstOrDefault(i => code.IsAt(i, "+="), -1) is > 0 and var sign)
        {
            var (target, last) = (Expressions.Start(code, sign - 1), Expressions.StatementEnd(code, sign) - 1);
            var (left, right) = (KindOf(code, (target, sign - 1)), KindOf(code, (sign + 1, last)));
            var isShown = left == PythonKind.Text && PythonKinds.IsNumber(right);
            if (Expressions.End(code, sign + 1) == last && right != PythonKind.Text && (isShown || (Reported.Is(code, target, last) && !PythonKinds.IsNumber(left))))
                yield return new Change(what, [.. Expressions.Wrap(code, sign + 1, last, before, after)]);
        }
    }

    /// <summary>A number that came as text: <c>total += field</c>, <c>age > 18</c>, <c>values["1"]</c>.</summary>
    public static IEnumerable<Change> ConvertToNumber(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        if ((ErrorOf(code, Arithmetic()) ?? ErrorOf(code, Comparison())) is { } match)
        {
            var (sign, left, right) = (match.Groups["sign"].Value, match.Groups["left"].Value, match.Groups["right"].Value);
            if ((left == "str") == (right == "str") || !(IsNumeric(left) || IsNumeric(right)))
                yield break;
            foreach (var (first, second) in OperandsOf(code, line, sign).Where(pair => Reported.Is(code, pair.Left.First, pair.Right.Last)))
            {
                var (wrong, other) = left == "str" ? (first, second) : (second, first);
                var isDecimal = left == "float" || right == "float" || sign[0] == '/' || KindOf(code, other) == PythonKind.Float;
                if (IsConvertible(code, wrong))
                    yield return new Change("Converted text to a number.", [.. Expressions.Wrap(code, wrong.First, wrong.Last, isDecimal ? "float(" : "int(", ")")]);
            }
        }
        else if (code.Message == "can't multiply sequence by non-int of type 'float'")
        {
            foreach (var (first, second) in OperandsOf(code, line, "*").Where(pair => Reported.Is(code, pair.Left.First, pair.Right.Last)))
            {
                var wrong = PythonKinds.IsNumber(KindOf(code, first)) ? second : first;
                if (IsConvertible(code, wrong))
                    yield return new Change("Converted text to a number.", [.. Expressions.Wrap(code, wrong.First, wrong.Last, "float(", ")")]);
            }
        }
        else if (code.Message is "list indices must be integers or slices, not str" or "string indices must be integers, not 'str'" or "tuple indices must be integers or slices, not str")
        {
            foreach (var index in Subscripts(code, line).Where(index => Reported.Is(code, Expressions.Start(code, index.Last + 1), index.Last + 1) && IsConvertible(code, index) && !IsKeyLike(code, index)))
                yield return new Change("Converted the index to a number.", [.. Expressions.Wrap(code, index.First, index.Last, "int(", ")")]);
        }
    }

    /// <summary><c>",".join(numbers)</c></summary>
    public static IEnumerable<Change> JoinAsText(BrokenCode code)
    {
        if (ErrorOf(code, SequenceItem()) is null || code.ErrorLine is not { } line)
            yield break;
        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.IsAt(i - 1, "join") && code.IsAt(i - 2, ".")))
        {
            var close = code.Brackets.PartnerOf(open);
            if (close < open + 2 || !Reported.Is(code, Expressions.Start(code, close), close))
                continue;
            var inner = code.IsAt(open + 1, "[") && code.Brackets.PartnerOf(open + 1) == close - 1 ? open + 1 : open;
            var loop = Enumerable.Range(open + 1, close - open - 1).FirstOrDefault(i => code.IsAt(i, "for") && code.Brackets.Around(i) == inner, -1);
            yield return loop > 0
                ? new Change("Converted what is joined to text.", [.. Expressions.Wrap(code, inner + 1, loop - 1, "str(", ")")])
                : new Change("Converted what is joined to text.", [.. Expressions.Wrap(code, open + 1, close - 1, "map(str, ", ")")]);
        }
    }

    /// <summary>A division that gives a fraction where a whole number is needed.</summary>
    public static IEnumerable<Change> DivideWhole(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || !(code.Message.Contains("'float' object cannot be interpreted as an integer", StringComparison.Ordinal) || FloatIndex().IsMatch(code.Message)))
            yield break;
        foreach (var sign in code.TokensOn(line).Where(i => code.IsAt(i, "/") && code.Brackets.Around(i) is >= 0 and var around && IsReportedBracket(code, around)))
            yield return Change.Replace(code.Tokens[sign], "//", "Divided to a whole number.");

        // The fraction was calculated before, into one of the names on the line.
        var names = code.TokensOn(line).Where(i => PythonNames.IsName(code.Tokens[i]) && code.Brackets.Around(i) is >= 0 and var around && IsReportedBracket(code, around)).Select(i => code.Tokens[i].Text).ToHashSet();
        for (var i = 2; i < code.Tokens.Count; i++)
        {
            if (code.IsAt(i, "/") && code.Tokens[i].Line < line && AssignmentOn(code, code.Tokens[i].Line) is { } target && names.Contains(target))
                yield return Change.Replace(code.Tokens[i], "//", "Divided to a whole number.");
        }

        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.IsAt(i - 1, "range") && IsReportedBracket(code, i)))
        {
            if (Expressions.Arguments(code, open) is [.., var (first, last)])
                yield return new Change("Converted the range's end to a whole number.", [.. Expressions.Wrap(code, first, last, "int(", ")")]);
        }
    }

    /// <summary><c>for i in 5</c>, <c>for i in len(items)</c></summary>
    public static IEnumerable<Change> IterateRange(BrokenCode code)
    {
        if (code.Message != "'int' object is not iterable" || code.ErrorLine is not { } line)
            yield break;
        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "in") && code.Tokens.Take(i).Any(token => token.Is("for") && token.Line == line)))
        {
            if (code.TokenAt(word + 1) is null)
                continue;
            var last = Expressions.End(code, word + 1);
            if (KindOf(code, (word + 1, last)) == PythonKind.Int || Reported.Is(code, word + 1, last))
                yield return new Change("Counted up to the number with range().", [.. Expressions.Wrap(code, word + 1, last, "range(", ")")]);
        }
    }

    /// <summary>Views and iterators that are used like lists, as they were in Python 2.</summary>
    public static IEnumerable<Change> MakeList(BrokenCode code)
    {
        if (ErrorOf(code, NotSequence()) is not { } match || !Sequences.Contains(match.Groups["type"].Value) || code.ErrorLine is not { } line)
            yield break;
        foreach (var i in code.TokensOn(line))
        {
            // keys()[0]: the value right before the bracket.
            if (code.IsAt(i, "[") && code.IsAt(i - 1, ")") && Reported.StartsAt(code, Expressions.Start(code, i - 1)) && MayBeSequence(code, (Expressions.Start(code, i - 1), i - 1)))
                yield return Listed(code, Expressions.Start(code, i - 1), i - 1);
            if (code.IsAt(i, "(") && code.IsAt(i - 1, "len") && Reported.StartsAt(code, i - 1) && Expressions.Arguments(code, i) is [var (first, last)] && first != last && MayBeSequence(code, (first, last)))
                yield return Listed(code, first, last);
        }

        foreach (var name in code.TokensOn(line).Where(i => PythonNames.IsName(code.Tokens[i]) && (code.IsAt(i + 1, "[") || code.IsAt(i - 1, "(") || code.IsAt(i + 1, "."))).Select(i => code.Tokens[i].Text).Distinct())
        {
            if (PythonKinds.AssignedValue(code, name, line) is var (first, last) && KindOf(code, (first, last)) == PythonKind.Iterator)
                yield return Listed(code, first, last);
        }

        if (match.Groups["left"].Success)
        {
            foreach (var (first, second) in OperandsOf(code, line, "+").Where(pair => Reported.Is(code, pair.Left.First, pair.Right.Last)))
                yield return new Change("Made lists of what is joined.", [.. Expressions.Wrap(code, first.First, first.Last, "list(", ")"), .. Expressions.Wrap(code, second.First, second.Last, "list(", ")")]);
        }
    }

    /// <summary><c>ordered = values.sort()</c>: it sorts in place and gives nothing.</summary>
    public static IEnumerable<Change> KeepSorted(BrokenCode code)
    {
        if (!code.Message.Contains("'NoneType'", StringComparison.Ordinal) || code.ErrorLine is not { } line)
            yield break;
        var used = code.TokensOn(line).Select(i => code.Tokens[i].Text).ToHashSet();
        for (var i = 1; i + 2 < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, ".") || !code.Tokens[i + 1].IsAnyOf("sort", "reverse", "append", "extend", "insert", "update", "add", "shuffle") || !code.IsAt(i + 2, "(") || code.Tokens[i].Line > line)
                continue;
            var (first, close) = (Expressions.Start(code, i - 1), code.Brackets.PartnerOf(i + 2));
            var method = code.Tokens[i + 1].Text;
            var target = code.IsAt(first - 1, "=") && code.Brackets.Around(first) < 0 ? code.Tokens[first - 2].Text : null;
            if (close < 0 || (code.Tokens[i].Line != line && (target is null || !used.Contains(target))) || (code.Tokens[i].Line == line && (target is not null || Python2Rules.IsStatementStart(code, first))))
                continue;
            var (value, arguments) = (Expressions.Text(code, first, i - 1), code.Code[code.Tokens[i + 2].End..code.Tokens[close].Start]);
            if (method == "sort")
                yield return Change.Replace(code.Tokens[first].Start, code.Tokens[close].End, $"sorted({value}{(arguments.Length > 0 ? ", " : "")}{arguments})", "Used sorted(), which gives the sorted list.");
            else if (method == "reverse")
                yield return Change.Replace(code.Tokens[first].Start, code.Tokens[close].End, $"list(reversed({value}))", "Used reversed(), which gives the reversed list.");
            else if (target is not null && target == value)
                yield return Change.Delete(code.Tokens[first - 2].Start, code.Tokens[first].Start, $"Kept '{target}', which .{method}() changes in place.");
            else if (method == "shuffle" && target is not null && target == arguments)
                yield return Change.Delete(code.Tokens[first - 2].Start, code.Tokens[first].Start, $"Kept '{target}', which shuffle() changes in place.");
        }
    }

    /// <summary>A method without its first parameter.</summary>
    public static IEnumerable<Change> AddSelf(BrokenCode code)
    {
        if (ErrorOf(code, TakesArguments()) is not { } match || !match.Groups["class"].Success)
            yield break;
        var (type, method) = (match.Groups["class"].Value, match.Groups["method"].Value);
        if (int.Parse(match.Groups["given"].Value) != int.Parse(match.Groups["takes"].Value) + 1)
            yield break;
        for (var i = 0; i + 2 < code.Tokens.Count; i++)
        {
            if (code.IsAt(i, "def") && code.IsAt(i + 1, method) && code.IsAt(i + 2, "(") && !code.Tokens[i + 3].IsAnyOf("self", "cls") && ClassAbove(code, code.Tokens[i].Line) == type && !IsDecorated(code, code.Tokens[i].Line))
                yield return Change.Insert(code.Tokens[i + 2].End, code.IsAt(i + 3, ")") ? "self" : "self, ", $"Gave {type}.{method} its parameter 'self'.");
        }
    }

    /// <summary><c>__init__</c> with a letter wrong.</summary>
    public static IEnumerable<Change> RespellConstructor(BrokenCode code)
    {
        if (ErrorOf(code, TakesNoArguments()) is not { } match)
            yield break;
        foreach (var i in Enumerable.Range(1, code.Tokens.Count - 1).Where(i => code.IsAt(i - 1, "def") && ClassAbove(code, code.Tokens[i].Line) == match.Groups["class"].Value))
        {
            var name = code.Tokens[i].Text;
            if (name != "__init__" && (name is "init" or "_init_" or "__init" or "init__" or "constructor" or "__construct" || Spelling.Near(name, ["__init__"]).Any()))
                yield return Change.Replace(code.Tokens[i], "__init__", $"Named the constructor of {match.Groups["class"].Value} '__init__'.");
        }
    }

    /// <summary><c>values(0)</c> of a list, <c>values.append[0]</c>, and <c>time()</c> of a module.</summary>
    public static IEnumerable<Change> SwapBrackets(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        if (code.Message is "'list' object is not callable" or "'dict' object is not callable" or "'tuple' object is not callable")
        {
            foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && IsCollection(code, i - 1) && code.Brackets.PartnerOf(i) is var close && close > i + 1 && Reported.Is(code, Expressions.Start(code, close), close)))
                yield return Swap(code, open, "[", "]", "Read the element with square brackets.");
        }
        else if (code.Message.EndsWith("object is not subscriptable", StringComparison.Ordinal) && (code.Message.Contains("'builtin_function_or_method'", StringComparison.Ordinal) || code.Message.Contains("'method'", StringComparison.Ordinal) || code.Message.Contains("'function'", StringComparison.Ordinal)))
        {
            foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "[") && MayBeFunction(code, i - 1) && code.Brackets.PartnerOf(i) is var close && close > i + 1 && Reported.Is(code, Expressions.Start(code, close), close)))
                yield return Swap(code, open, "(", ")", "Called the function with parentheses.");
        }
        else if (code.Message == "'module' object is not callable")
        {
            foreach (var i in code.TokensOn(line).Where(i => code.IsAt(i + 1, "(") && Reported.StartsAt(code, i) && PythonLibrary.ExportsOf(code.Tokens[i].Text).Contains(code.Tokens[i].Text)))
                yield return Change.Insert(code.Tokens[i].End, "." + code.Tokens[i].Text, $"Called {code.Tokens[i].Text}.{code.Tokens[i].Text}().");
        }
    }

    /// <summary>Text where bytes are needed.</summary>
    public static IEnumerable<Change> EncodeText(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || code.Message is not ("Strings must be encoded before hashing" or "Unicode-objects must be encoded before hashing" or "a bytes-like object is required, not 'str'" or "key: expected bytes or bytearray, but got 'str'"))
            yield break;
        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.TokenAt(i - 1) is { Kind: TokenKind.Name }))
        {
            var encoded = Expressions.Arguments(code, open).Where(argument => code.Tokens[argument.Last].Text is not ("digest" or "sha256" or "md5") && !Expressions.Text(code, argument.First, argument.Last).Contains("encode", StringComparison.Ordinal)).Take(1).ToList();
            if (encoded is not [var (first, last)] || !IsReportedBracket(code, open) || KindOf(code, (first, last)) is not (PythonKind.Text or PythonKind.Unknown) || !EncodingCalls().IsMatch(code.Tokens[open - 1].Text))
                continue;
            var simple = Expressions.End(code, first) == last;
            yield return new Change("Encoded the text as UTF-8.", [.. Expressions.Wrap(code, first, last, simple ? "" : "(", simple ? ".encode(\"utf-8\")" : ").encode(\"utf-8\")")]);
        }
    }

    /// <summary><c>values + 3</c> of a list.</summary>
    public static IEnumerable<Change> JoinLists(BrokenCode code)
    {
        if (ErrorOf(code, ConcatenateList()) is not { } match || code.ErrorLine is not { } line)
            yield break;
        var (kind, type) = (match.Groups["kind"].Value, match.Groups["type"].Value);
        var isIterable = Sequences.Contains(type) || type is "tuple" or "list" or "range" or "set" or "deque";
        var (before, after) = (kind, isIterable) switch
        {
            ("list", true) => ("list(", ")"),
            ("list", false) => ("[", "]"),
            (_, true) => ("tuple(", ")"),
            (_, false) => ("(", ",)"),
        };
        foreach (var (_, second) in OperandsOf(code, line, "+").Where(pair => type is not "NoneType" && Reported.Is(code, pair.Left.First, pair.Right.Last)))
            yield return new Change($"Made a {kind} of what is joined to one.", [.. Expressions.Wrap(code, second.First, second.Last, before, after)]);
    }

    /// <summary>A value JSON has no form for.</summary>
    public static IEnumerable<Change> GiveJsonDefault(BrokenCode code)
    {
        if (ErrorOf(code, NotSerializable()) is not { } match || code.ErrorLine is not { } line)
            yield break;
        var converter = match.Groups["type"].Value switch
        {
            "set" or "frozenset" or "dict_keys" or "dict_values" or "dict_items" or "map" or "filter" or "zip" or "generator" or "range" or "deque" => "list",
            "date" or "datetime" or "Decimal" or "PosixPath" or "WindowsPath" or "UUID" or "timedelta" or "time" or "Fraction" => "str",
            "bytes" => null,
            _ => null,
        };
        if (converter is null)
            yield break;
        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.TokenAt(i - 1) is { } name && name.IsAnyOf("dumps", "dump") && code.Brackets.PartnerOf(i) > i + 1 && Reported.StartsAt(code, Expressions.Start(code, i - 1))))
            yield return Change.Insert(code.Tokens[code.Brackets.PartnerOf(open) - 1].End, $", default={converter}", $"Told json to write what it does not know with {converter}().");
    }

    /// <summary>A list as an element of a set or as a key.</summary>
    public static IEnumerable<Change> MakeHashable(BrokenCode code)
    {
        if (code.Message is not ("unhashable type: 'list'" or "unhashable type: 'set'") || code.ErrorLine is not { } line)
            yield break;
        var call = code.Message.Contains("list", StringComparison.Ordinal) ? "tuple(" : "frozenset(";
        foreach (var open in code.TokensOn(line).Where(i => (code.IsAt(i, "(") || code.IsAt(i, "[")) && code.TokenAt(i - 1) is { Kind: TokenKind.Name } && IsReportedBracket(code, i)))
        {
            var isAdd = code.IsAt(open - 1, "add") || code.IsAt(open - 1, "get") || code.IsAt(open - 1, "setdefault") || code.IsAt(open, "[");
            if (isAdd && Expressions.Arguments(code, open) is [var (first, last), ..])
                yield return new Change("Made the element hashable.", [.. Expressions.Wrap(code, first, last, call, ")")]);
            else if ((code.IsAt(open - 1, "set") || code.IsAt(open - 1, "Counter")) && Expressions.Arguments(code, open) is [var (start, end)])
                yield return new Change("Made the elements hashable.", [.. Expressions.Wrap(code, start, end, $"map({call[..^1]}, ", ")")]);
        }

        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "in") && i > 0 && PythonNames.IsName(code.Tokens[i - 1])))
        {
            var last = code.IsAt(word - 1, "not") ? word - 2 : word - 1;
            if (Reported.StartsAt(code, Expressions.Start(code, last)) && !code.TokensOn(line).Any(i => code.IsAt(i, "for")))
                yield return new Change("Looked for a hashable value.", [.. Expressions.Wrap(code, Expressions.Start(code, last), last, call, ")")]);
        }
    }

    /// <summary><c>for key, value in ages</c> of a dictionary; <c>for i, item in items</c>.</summary>
    public static IEnumerable<Change> UnpackItems(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || !Unpacking().IsMatch(code.Message))
            yield break;
        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "in")))
        {
            var loop = code.TokensOn(line).LastOrDefault(i => i < word && code.IsAt(i, "for"), -1);
            if (loop < 0 || code.TokenAt(word + 1) is not { Kind: TokenKind.Name } || !Enumerable.Range(loop, word - loop).Any(i => code.IsAt(i, ",")))
                continue;
            var last = Expressions.End(code, word + 1);
            if (code.IsAt(last, ")") || !(Reported.StartsAt(code, loop + 1) || Reported.StartsAt(code, word + 1)))
                continue;
            var kind = KindOf(code, (word + 1, last));
            var counts = IndexNames.Contains(code.Tokens[loop + 1].Text);
            if (kind == PythonKind.Dict || (kind == PythonKind.Unknown && !counts))
                yield return Change.Insert(code.Tokens[last].End, ".items()", "Went through the dictionary's items.");
            else if (counts)
                yield return new Change("Numbered the elements with enumerate().", [.. Expressions.Wrap(code, word + 1, last, "enumerate(", ")")]);
        }
    }

    /// <summary><c>len(12345)</c></summary>
    public static IEnumerable<Change> CountDigits(BrokenCode code)
    {
        if (code.Message != "object of type 'int' has no len()" || code.ErrorLine is not { } line)
            yield break;
        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.IsAt(i - 1, "len")))
        {
            if (Expressions.Arguments(code, open) is [var (first, last)] && (KindOf(code, (first, last)) == PythonKind.Int || (KindOf(code, (first, last)) == PythonKind.Unknown && Reported.Is(code, open - 1, last + 1))))
                yield return new Change("Counted the digits of a number as text.", [.. Expressions.Wrap(code, first, last, "str(", ")")]);
        }
    }

    /// <summary><c>handle.write(5)</c>, <c>re.sub(…, 5)</c>: a function that wants text.</summary>
    public static IEnumerable<Change> PassText(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        if (ErrorOf(code, ArgumentMustBeText()) is { } match)
        {
            var position = match.Groups["position"].Success ? int.Parse(match.Groups["position"].Value) - 1 : 0;
            foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.IsAt(i - 1, match.Groups["name"].Value)))
            {
                if (Expressions.Arguments(code, open) is var arguments && position < arguments.Count && IsReportedBracket(code, open) && KindOf(code, arguments[position]) != PythonKind.Text)
                    yield return new Change("Passed the argument as text.", [.. Expressions.Wrap(code, arguments[position].First, arguments[position].Last, "str(", ")")]);
            }
        }
        else if (ErrorOf(code, ExpectedText()) is not null)
        {
            // Of re, the text is the last argument; of a text file, the only one.
            foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.Tokens[Math.Max(i - 1, 0)].IsAnyOf("match", "search", "findall", "finditer", "fullmatch", "sub", "split", "write")))
            {
                if (Expressions.Arguments(code, open) is [.., var (first, last)] && IsReportedBracket(code, open) && KindOf(code, (first, last)) != PythonKind.Text)
                    yield return new Change("Passed the argument as text.", [.. Expressions.Wrap(code, first, last, "str(", ")")]);
            }
        }
    }

    /// <summary><c>raise "text"</c></summary>
    public static IEnumerable<Change> RaiseException(BrokenCode code)
    {
        if (code.Message != "exceptions must derive from BaseException" || code.ErrorLine is not { } line)
            yield break;
        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "raise") && code.TokenAt(i + 1) is { Kind: TokenKind.String }))
            yield return new Change("Raised the text as an exception.", [.. Expressions.Wrap(code, word + 1, Expressions.StatementEnd(code, word) - 1, "Exception(", ")")]);
    }

    private static Match? ErrorOf(BrokenCode code, Regex pattern) => code.Error.Type == "TypeError" && pattern.Match(code.Message) is { Success: true } match ? match : null;

    private static Change Listed(BrokenCode code, int first, int last) => new("Made a list of it.", [.. Expressions.Wrap(code, first, last, "list(", ")")]);

    private static Change Swap(BrokenCode code, int open, string opener, string closer, string what) =>
        new(what, [TextEdit.Replace(code.Tokens[open], opener), TextEdit.Replace(code.Tokens[code.Brackets.PartnerOf(open)], closer)]);

    /// <summary>The sums on a line: the operands of each chain of <c>+</c> in one pair of brackets.</summary>
    private static IEnumerable<List<(int First, int Last)>> Sums(BrokenCode code, int line)
    {
        var signs = code.TokensOn(line).Where(i => code.IsAt(i, "+") && i > 0 && !code.Tokens[i - 1].IsAnyOf("(", "[", "{", ",", "=", "return", "+", "-", "*", "/")).ToList();
        foreach (var level in signs.GroupBy(code.Brackets.Around))
        {
            var chain = new List<(int First, int Last)>();
            foreach (var sign in level)
            {
                var left = (Product(code, sign - 1, level.Key), sign - 1);
                if (chain.Count == 0 || chain[^1].Last != sign - 1)
                {
                    if (chain.Count > 1)
                        yield return chain;
                    chain = [left];
                }

                chain.Add((sign + 1, ProductEnd(code, sign + 1, level.Key)));
            }

            yield return chain;
        }
    }

    /// <summary>The first token of a term: a value with what it is multiplied by.</summary>
    private static int Product(BrokenCode code, int last, int around)
    {
        var first = Expressions.Start(code, last);
        while (first > 1 && code.Tokens[first - 1].IsAnyOf("*", "/", "//", "%", "**") && code.Brackets.Around(first - 1) == around)
            first = Expressions.Start(code, first - 2);
        return first;
    }

    private static int ProductEnd(BrokenCode code, int first, int around)
    {
        var last = Expressions.End(code, first);
        while (code.TokenAt(last + 1) is { } next && next.IsAnyOf("*", "/", "//", "%", "**") && code.Brackets.Around(last + 1) == around)
            last = Expressions.End(code, last + 2);
        return last;
    }

    /// <summary>What stands left and right of an operator on a line.</summary>
    private static IEnumerable<((int First, int Last) Left, (int First, int Last) Right)> OperandsOf(BrokenCode code, int line, string sign)
    {
        foreach (var at in code.TokensOn(line).Where(i => code.IsAt(i, sign) && i > 0 && i + 1 < code.Tokens.Count))
        {
            var last = sign.EndsWith('=') && sign.Length == 2 && sign is not ("<=" or ">=" or "==" or "!=") ? Expressions.StatementEnd(code, at) - 1 : Expressions.End(code, at + 1);
            yield return ((Expressions.Start(code, at - 1), at - 1), (at + 1, last));
        }
    }

    /// <summary>What stands in square brackets behind a value.</summary>
    private static IEnumerable<(int First, int Last)> Subscripts(BrokenCode code, int line) =>
        code.TokensOn(line).Where(i => code.IsAt(i, "[") && i > 0 && (PythonNames.IsName(code.Tokens[i - 1]) || code.Tokens[i - 1].IsCloser) && code.Brackets.PartnerOf(i) > i + 1)
            .Select(open => (open + 1, code.Brackets.PartnerOf(open) - 1));

    private static PythonKind KindOf(BrokenCode code, (int First, int Last) value) => PythonKinds.Of(code, value.First, value.Last);

    /// <summary>It may be text that holds a number.</summary>
    private static bool IsConvertible(BrokenCode code, (int First, int Last) value) =>
        code.Tokens[value.First].Kind == TokenKind.String ? Digits().IsMatch(Expressions.Text(code, value.First, value.Last)) : KindOf(code, value) is PythonKind.Text or PythonKind.Unknown;

    private static bool MayBeSequence(BrokenCode code, (int First, int Last) value) => KindOf(code, value) is PythonKind.Iterator or PythonKind.Unknown or PythonKind.Set;

    /// <summary>The call or subscript that opens there is what the report points at.</summary>
    private static bool IsReportedBracket(BrokenCode code, int open) =>
        code.Brackets.PartnerOf(open) is >= 0 and var close && Reported.Is(code, Expressions.Start(code, close), close);

    private static bool IsNumeric(string type) => type is "int" or "float";

    /// <summary>A name that is looked up like a key, not counted.</summary>
    private static bool IsKeyLike(BrokenCode code, (int First, int Last) index) => code.Tokens[index.First].IsAnyOf("key", "name", "field", "k") || code.IsAt(index.Last, ":");

    /// <summary>The name a line assigns to.</summary>
    private static string? AssignmentOn(BrokenCode code, int line) =>
        code.TokensOn(line).FirstOrDefault(-1) is >= 0 and var first && PythonNames.IsName(code.Tokens[first]) && (code.TokenAt(first + 1)?.IsAnyOf("=", "+=", "-=", "*=", "/=") ?? false) ? code.Tokens[first].Text : null;

    private static bool IsCollection(BrokenCode code, int i) =>
        code.TokenAt(i) is { Kind: TokenKind.Name } && KindOf(code, (i, i)) is PythonKind.List or PythonKind.Dict or PythonKind.Tuple or PythonKind.Unknown;

    private static bool MayBeFunction(BrokenCode code, int i) =>
        code.TokenAt(i) is { Kind: TokenKind.Name } name && (code.IsAt(i - 1, ".") || PythonLibrary.Builtins.Contains(name.Text) || KindOf(code, (i, i)) == PythonKind.Function);

    private static string? ClassAbove(BrokenCode code, int line)
    {
        var width = code.Source.IndentOf(line).Length;
        for (var at = line - 1; at >= 1; at--)
        {
            if (code.Source.IsBlank(at) || code.Source.IndentOf(at).Length >= width || code.TokensOn(at).FirstOrDefault(-1) is not (>= 0 and var first))
                continue;
            if (code.IsAt(first, "class"))
                return code.TokenAt(first + 1)?.Text;
            width = code.Source.IndentOf(at).Length;
        }

        return null;
    }

    private static bool IsDecorated(BrokenCode code, int line) => code.Source.NonBlankBefore(line) is > 0 and var above && code.Source.Line(above).TrimStart().StartsWith("@staticmethod", StringComparison.Ordinal);

    [GeneratedRegex("""^(can only concatenate (?<left>str) \(not "(?<type>\w+)"\) to str|unsupported operand type\(s\) for \+: '(?<type>int|float|list|dict|tuple|bool|Decimal)' and 'str')""")]
    private static partial Regex ConcatenateText();

    [GeneratedRegex(@"^unsupported operand type\(s\) for (?<sign>[-+*/%]=?|//=?|\*\*): '(?<left>\w+)' and '(?<right>\w+)'")]
    private static partial Regex Arithmetic();

    [GeneratedRegex(@"^'(?<sign>[<>]=?)' not supported between instances of '(?<left>\w+)' and '(?<right>\w+)'")]
    private static partial Regex Comparison();

    [GeneratedRegex("""^["']\s*-?[0-9.]+\s*["']$""")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^sequence item \d+: expected str instance, (?!bytes)\w+ found")]
    private static partial Regex SequenceItem();

    [GeneratedRegex(@"^((list|tuple) indices must be integers or slices, not float|string indices must be integers, not 'float'|slice indices must be integers)")]
    private static partial Regex FloatIndex();

    [GeneratedRegex(@"^('(?<type>\w+)' object (is not subscriptable|does not support item assignment)|object of type '(?<type>\w+)' has no len\(\)|unsupported operand type\(s\) for \+: '(?<left>(?<type>\w+))' and '\k<type>'|'(?<type>\w+)' object has no attribute)")]
    private static partial Regex NotSequence();

    [GeneratedRegex(@"^((?<class>\w+)\.)?(?<method>\w+)\(\) takes (?<takes>\d+) positional arguments? but (?<given>\d+) (was|were) given")]
    private static partial Regex TakesArguments();

    [GeneratedRegex(@"^(?<class>\w+)\(\) takes no arguments")]
    private static partial Regex TakesNoArguments();

    [GeneratedRegex(@"^can only concatenate (?<kind>list|tuple) \(not ""(?<type>\w+)""\) to \k<kind>")]
    private static partial Regex ConcatenateList();

    [GeneratedRegex(@"^Object of type (?<type>\w+) is not JSON serializable")]
    private static partial Regex NotSerializable();

    [GeneratedRegex(@"^(cannot unpack non-iterable (int|str|float) object|not enough values to unpack|too many values to unpack)")]
    private static partial Regex Unpacking();

    [GeneratedRegex(@"^(?<name>\w+)\(\) argument (?<position>\d+ )?must be (a )?str(ing)?, not (int|float|bool|dict|list)")]
    private static partial Regex ArgumentMustBeText();

    [GeneratedRegex("^(expected string or bytes-like object|string argument expected), got '(int|float)'")]
    private static partial Regex ExpectedText();

    [GeneratedRegex("^(sha\\d*|sha\\w+|md5|new|update|blake2\\w|b64encode|b64decode|urlsafe_b64encode|send|sendall|write|digest|compress|crc32|adler32|hexlify)$")]
    private static partial Regex EncodingCalls();
}
