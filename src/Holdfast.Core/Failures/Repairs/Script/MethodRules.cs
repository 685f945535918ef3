using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>TypeErrors whose mending is obvious.</summary>
internal static partial class MethodRules
{
    /// <summary>Methods of other languages → the form of JavaScript. <c>{0}</c> is the object, <c>{1}</c> what is in the parentheses.</summary>
    private static readonly FrozenDictionary<string, string> Forms = new Dictionary<string, string>
    {
        ["append"] = "{0}.push({1})", ["push_back"] = "{0}.push({1})", ["extend"] = "{0}.push(...{1})", ["addAll"] = "{0}.push(...{1})", ["upper"] = "{0}.toUpperCase()",
        ["lower"] = "{0}.toLowerCase()", ["strip"] = "{0}.trim()", ["lstrip"] = "{0}.trimStart()", ["rstrip"] = "{0}.trimEnd()", ["contains"] = "{0}.includes({1})",
        ["startswith"] = "{0}.startsWith({1})", ["endswith"] = "{0}.endsWith({1})", ["length"] = "{0}.length", ["len"] = "{0}.length", ["count"] = "{0}.length", ["items"] = "Object.entries({0})",
        ["isEmpty"] = "({0}.length === 0)", ["equals"] = "({0} === {1})", ["foreach"] = "{0}.forEach({1})", ["each"] = "{0}.forEach({1})", ["first"] = "{0}[0]", ["last"] = "{0}.at(-1)",
        ["zfill"] = "{0}.padStart({1}, '0')", ["rjust"] = "{0}.padStart({1})", ["ljust"] = "{0}.padEnd({1})", ["title"] = "{0}", ["index"] = "{0}.indexOf({1})",
        ["select"] = "{0}.map({1})", ["where"] = "{0}.filter({1})", ["collect"] = "{0}.map({1})", ["inject"] = "{0}.reduce({1})", ["hasKey"] = "Object.hasOwn({0}, {1})", ["has_key"] = "Object.hasOwn({0}, {1})",
        ["containsKey"] = "Object.hasOwn({0}, {1})", ["entries"] = "Object.entries({0})", ["keys"] = "Object.keys({0})", ["values"] = "Object.values({0})", ["splitlines"] = "{0}.split('\\n')",
        ["toISOString"] = "new Date({0}).toISOString()", ["getTime"] = "new Date({0}).getTime()", ["toFixed"] = "Number({0}).toFixed({1})",
    }.ToFrozenDictionary();

    private static readonly HashSet<string> ArrayMethods = ["map", "filter", "reduce", "forEach", "find", "some", "every", "slice", "join", "sort", "flatMap", "indexOf", "includes", "reverse", "at", "concat"];

    private static readonly HashSet<string> TextMethods = ["split", "trim", "toUpperCase", "toLowerCase", "padStart", "padEnd", "startsWith", "endsWith", "charAt", "replace", "replaceAll", "substring", "match", "repeat", "slice", "includes", "localeCompare", "charCodeAt"];

    private enum Kind { Unknown, Array, Text, Number, Object, Set, Map, Iterator }

    /// <summary>A method of another language, or of another type.</summary>
    public static IEnumerable<Change> TranslateMethod(BrokenCode code)
    {
        foreach (var (at, method) in MissingMethods(code))
        {
            var (first, close) = (Expressions.Start(code, at), code.Brackets.PartnerOf(at + 1));
            if (close < 0)
                continue;
            var form = FormFor(KindOf(code, first, at - 2), method, Expressions.Text(code, first, at - 2));
            if (form is null)
                continue;
            var inner = code.Code[code.Tokens[at + 1].End..code.Tokens[close].Start];
            if (form.Contains("{1}", StringComparison.Ordinal) && inner.Trim().Length == 0 && !form.EndsWith("({1})", StringComparison.Ordinal))
                continue;
            var text = form.Replace("{0}", Expressions.Text(code, first, at - 2), StringComparison.Ordinal).Replace("{1}", inner, StringComparison.Ordinal);
            yield return Change.Replace(code.Tokens[first].Start, code.Tokens[close].End, text, $"Wrote .{method}() as JavaScript does.");
        }
    }

    /// <summary>A method with a letter wrong.</summary>
    public static IEnumerable<Change> RespellMethod(BrokenCode code)
    {
        foreach (var (at, method) in MissingMethods(code))
        {
            var owner = code.Tokens[at - 2].Text;
            var members = NodeLibrary.MembersOf(owner) is { Count: > 0 } statics ? statics : ModuleOf(code, owner) is { } module ? NodeLibrary.ExportsOf(module) : null;
            var known = members ?? [.. NodeLibrary.Methods, .. OwnMethods(code)];
            if (Spelling.Nearest(method, known) is { } near && !(members is null && OwnMethods(code).Contains(method)))
                yield return Change.Replace(code.Tokens[at], near, $"Replaced .{method} by .{near}.");
        }
    }

    /// <summary>A constant that gets a second value.</summary>
    public static IEnumerable<Change> LetReassigned(BrokenCode code)
    {
        if (code.Message != "Assignment to constant variable." || code.ErrorLine is not { } line)
            yield break;
        var assigned = code.TokensOn(line).Where(i => code.Tokens[i].Kind == TokenKind.Name && !code.IsAt(i - 1, ".") && !code.IsAt(i - 1, "const")
            && (code.TokenAt(i + 1)?.IsAnyOf("=", "+=", "-=", "*=", "/=", "++", "--", "%=", "||=", "&&=", "??=", "**=") ?? false) || code.IsAt(i - 1, "++") || code.IsAt(i - 1, "--")).Select(i => DeclarationOf(code, i)).OfType<int>().ToHashSet();
        foreach (var declaration in assigned.Where(i => code.IsAt(i, "const")))
            yield return Change.Replace(code.Tokens[declaration], "let", $"Declared '{code.Tokens[declaration + 1].Text}' with 'let', since it changes.");
    }

    /// <returns>Index of <c>const</c>, <c>let</c> or <c>var</c> of the innermost declaration of a name that reaches to where it is used.</returns>
    private static int? DeclarationOf(BrokenCode code, int use)
    {
        var name = code.Tokens[use].Text;
        var scopes = new HashSet<int> { -1 };
        for (var around = code.Brackets.Around(use); around >= 0; around = code.Brackets.Around(around))
        {
            scopes.Add(around);

            // What a loop's head declares is seen in its body.
            if (code.IsAt(around, "{") && code.IsAt(around - 1, ")") && code.Brackets.PartnerOf(around - 1) is >= 0 and var head)
                scopes.Add(head);
        }

        var found = Enumerable.Range(0, code.Tokens.Count - 1).LastOrDefault(i => code.Tokens[i].IsAnyOf("const", "let", "var") && code.IsAt(i + 1, name) && i < use && scopes.Contains(code.Brackets.Around(i)), -1);
        return found < 0 ? null : found;
    }

    /// <summary><c>Box(4)</c> of a class.</summary>
    public static IEnumerable<Change> AddNew(BrokenCode code)
    {
        if (ClassCall().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var uses = code.TokensOn(line).Where(i => code.IsAt(i, match.Groups["name"].Value) && code.IsAt(i + 1, "(") && !code.IsAt(Expressions.Start(code, i) - 1, "new")).ToList();
        if (uses.Count > 0)
            yield return new Change($"Made a {match.Groups["name"].Value} with 'new'.", [.. uses.Select(i => TextEdit.Insert(code.Tokens[Expressions.Start(code, i)].Start, "new "))]);
    }

    /// <summary>A loop or spread over a plain object, or up to a number.</summary>
    public static IEnumerable<Change> IterateEntries(BrokenCode code)
    {
        if (NotIterable().Match(code.Message) is not { Success: true } || code.ErrorLine is not { } line)
            yield break;
        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "of") && i + 1 < code.Tokens.Count))
        {
            var last = Expressions.End(code, word + 1);
            var kind = KindOf(code, word + 1, last);
            var variable = code.Tokens[word - 1];
            if (kind is Kind.Array or Kind.Text or Kind.Set or Kind.Map or Kind.Iterator || (kind == Kind.Unknown && !Reported.StartsAt(code, word + 1)))
                continue;
            if (variable.Is("]"))
                yield return new Change("Went through the object's entries.", [.. Expressions.Wrap(code, word + 1, last, "Object.entries(", ")")]);
            else if (kind == Kind.Number || code.IsAt(last, "length"))
                yield return new Change("Counted up to the number.", [.. Expressions.Wrap(code, word + 1, last, "Array(", ").keys()")]);
            else if (kind == Kind.Object)
                yield return new Change("Went through the object.", [.. Expressions.Wrap(code, word + 1, last, variable.IsAnyOf("key", "k", "name", "id") ? "Object.keys(" : "Object.values(", ")")]);
        }

        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && code.IsAt(i - 1, "Map") && code.IsAt(i - 2, "new")))
        {
            if (Expressions.Arguments(code, open) is [var (first, last)] && KindOf(code, first, last) == Kind.Object)
                yield return new Change("Filled the map from the object's entries.", [.. Expressions.Wrap(code, first, last, "Object.entries(", ")")]);
        }
    }

    /// <summary><c>i &lt;= items.length</c></summary>
    public static IEnumerable<Change> StopBeforeEnd(BrokenCode code)
    {
        if (!code.Message.StartsWith("Cannot read properties of undefined", StringComparison.Ordinal) || code.ErrorLine is not { } line)
            yield break;
        var subscripts = code.TokensOn(line).Where(i => code.IsAt(i, "[") && code.IsAt(i + 2, "]") && i > 0).Select(i => (Array: code.Tokens[i - 1].Text, Index: code.Tokens[i + 1].Text)).ToHashSet();
        for (var i = 1; i + 3 < code.Tokens.Count; i++)
        {
            if (code.IsAt(i, "<=") && code.IsAt(i + 2, ".") && code.IsAt(i + 3, "length") && code.Tokens[i].Line <= line && subscripts.Contains((code.Tokens[i + 1].Text, code.Tokens[i - 1].Text)))
                yield return Change.Replace(code.Tokens[i], "<", "Ended the loop before the array's length.");
        }
    }

    /// <summary><c>groups[key].push(x)</c> where no entry is yet.</summary>
    public static IEnumerable<Change> InitialiseEntry(BrokenCode code)
    {
        if (UndefinedProperty().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var property = match.Groups["name"].Value;
        foreach (var at in code.TokensOn(line).Where(i => code.IsAt(i, property) && code.IsAt(i - 1, ".") && code.IsAt(i - 2, "]")))
        {
            var first = Expressions.Start(code, at - 2);
            var open = code.Brackets.PartnerOf(at - 2);
            if (open - 1 != first || !StartsStatement(code, first) || KindOf(code, first, first) != Kind.Object || !(Reported.StartsAt(code, first) || Reported.StartsAt(code, at) || Reported.StartsAt(code, at + 1)))
                continue;
            if (property is "push" or "unshift" && code.IsAt(at + 1, "("))
                yield return new Change("Began the entry with an empty array.", [.. Expressions.Wrap(code, first, at - 2, "(", " ??= [])")]);
            else if (code.IsAt(at + 1, "="))
                yield return new Change("Began the entry with an empty object.", [.. Expressions.Wrap(code, first, at - 2, "(", " ??= {})")]);
        }
    }

    /// <summary>A number among BigInts.</summary>
    public static IEnumerable<Change> UseBigInt(BrokenCode code)
    {
        if (!code.Message.StartsWith("Cannot mix BigInt", StringComparison.Ordinal) || code.ErrorLine is not { } line || !BigIntSign().IsMatch(code.Code))
            yield break;
        foreach (var i in code.TokensOn(line).Where(i => code.Tokens[i].Kind == TokenKind.Number && !code.Tokens[i].Text.EndsWith('n') && !code.Tokens[i].Text.Contains('.')))
            yield return Change.Insert(code.Tokens[i].End, "n", "Wrote the number as a BigInt.");
    }

    /// <summary>A value that is not text, given to a function that writes text.</summary>
    public static IEnumerable<Change> WriteAsText(BrokenCode code)
    {
        if (WrongArgument().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var call = match.Groups["object"].Success ? "JSON.stringify(" : "String(";
        foreach (var open in code.TokensOn(line).Where(i => code.IsAt(i, "(") && i > 0))
        {
            var position = code.Tokens[open - 1].Text switch
            {
                "writeFileSync" or "appendFileSync" or "writeFile" or "appendFile" or "writeSync" => 1,
                "update" or "write" or "end" => 0,
                _ => -1,
            };
            if (position >= 0 && Expressions.Arguments(code, open) is var arguments && position < arguments.Count && code.Tokens[arguments[position].First].Kind != TokenKind.String)
                yield return new Change("Wrote the value as text.", [.. Expressions.Wrap(code, arguments[position].First, arguments[position].Last, call, ")")]);
        }
    }

    /// <summary>A statement that begins with a bracket and goes on with the line before it.</summary>
    public static IEnumerable<Change> EndStatementBefore(BrokenCode code)
    {
        if (code.Error.Type is not ("TypeError" or "ReferenceError") || code.ErrorLine is not { } line)
            yield break;
        foreach (var at in new[] { line, code.Source.NonBlankAfter(line) }.Where(at => at > 0))
        {
            if (code.TokensOn(at).FirstOrDefault(-1) is not (> 0 and var first) || !(code.IsAt(first, "(") || code.IsAt(first, "[") || code.Tokens[first].Text[0] == '`') || code.Brackets.Around(first) is >= 0 and var around && !code.IsAt(around, "{"))
                continue;
            var before = code.Tokens[first - 1];
            if (before.Kind is TokenKind.Number or TokenKind.String or TokenKind.Name || before.IsAnyOf(")", "]", "}"))
                yield return Change.Insert(before.End, ";", $"Ended the statement of line {before.Line}.");
        }
    }

    /// <summary>The methods the report says are not there, where the code calls them.</summary>
    private static IEnumerable<(int At, string Method)> MissingMethods(BrokenCode code)
    {
        if (code.Error.Type != "TypeError" || NotFunction().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var method = match.Groups["name"].Value;
        if (OwnMethods(code).Contains(method))
            yield break;
        var lines = code.TokensOn(line).Any(i => code.IsAt(i, method)) ? [line] : new[] { code.Source.NonBlankAfter(line) }.Where(at => at > 0);
        foreach (var i in lines.SelectMany(code.TokensOn).Where(i => i > 1 && code.IsAt(i, method) && code.Tokens[i - 1].IsAnyOf(".", "?.") && code.IsAt(i + 1, "(")))
        {
            // V8 points at the method or, through a source map, at the start of its object.
            if (!NodeLibrary.Methods.Contains(method) || Reported.StartsAt(code, i) || Reported.StartsAt(code, Expressions.Start(code, i)))
                yield return (i, method);
        }
    }

    private static string? FormFor(Kind kind, string method, string value) => (kind, method) switch
    {
        (Kind.Set or Kind.Map, "length" or "size" or "len" or "count") => "{0}.size",
        (Kind.Set, "push" or "append") => "{0}.add({1})",
        (Kind.Set or Kind.Map, "contains" or "includes") => "{0}.has({1})",
        (Kind.Array, "add") => "{0}.push({1})",
        (Kind.Array, "has") => "{0}.includes({1})",
        (Kind.Array or Kind.Text, "size") => "{0}.length",
        (Kind.Object, "has") => "Object.hasOwn({0}, {1})",
        (Kind.Object, "get") => "{0}[{1}]",
        (Kind.Object, "forEach" or "map" or "filter" or "some" or "every" or "reduce") => "Object.entries({0})." + method + "({1})",
        (Kind.Object, "size") => "Object.keys({0}).length",
        (Kind.Set or Kind.Map or Kind.Iterator or Kind.Text, _) when ArrayMethods.Contains(method) => "[...{0}]." + method + "({1})",
        (Kind.Number, _) when TextMethods.Contains(method) => "String({0})." + method + "({1})",
        (Kind.Unknown, _) when TextMethods.Contains(method) && method is not ("slice" or "includes") => "String({0})." + method + "({1})",
        (Kind.Unknown, "map" or "filter" or "reduce") when value.EndsWith(".keys()", StringComparison.Ordinal) || value.EndsWith(".values()", StringComparison.Ordinal) || value.EndsWith(".entries()", StringComparison.Ordinal) => "[...{0}]." + method + "({1})",
        _ => Forms.GetValueOrDefault(method),
    };

    /// <summary>What a value is, as far as the code shows it.</summary>
    private static Kind KindOf(BrokenCode code, int first, int last, int depth = 0)
    {
        var token = code.Tokens[first];
        if (first == last && token.Kind == TokenKind.Name && depth < 4)
        {
            var values = Enumerable.Range(1, Math.Max(code.Tokens.Count - 2, 0)).Where(i => code.IsAt(i, "=") && AssignsTo(code, i, token.Text)).Select(i => KindOf(code, i + 1, Expressions.End(code, i + 1), depth + 1)).Distinct().ToList();
            return values is [var only] ? only : Kind.Unknown;
        }

        if (token.IsOpener && code.Brackets.PartnerOf(first) == last)
            return token.Is("[") ? Kind.Array : token.Is("{") ? Kind.Object : Kind.Unknown;
        if (first == last && token.Kind == TokenKind.String)
            return Kind.Text;
        if (first == last && token.Kind == TokenKind.Number)
            return Kind.Number;
        if (token.Is("new") && last > first)
            return code.Tokens[first + 1].Text switch { "Set" => Kind.Set, "Map" => Kind.Map, "Array" => Kind.Array, _ => Kind.Unknown };
        if (code.IsAt(last, ")") && code.Brackets.PartnerOf(last) is > 1 and var open && code.IsAt(open - 2, "."))
        {
            return code.Tokens[open - 1].Text switch
            {
                "keys" or "values" or "entries" or "matchAll" => code.IsAt(open - 3, "Object") ? Kind.Array : Kind.Iterator,
                "map" or "filter" or "split" or "slice" or "sort" => Kind.Array,
                "round" or "floor" or "ceil" or "indexOf" => Kind.Number,
                _ => Kind.Unknown,
            };
        }

        return code.IsAt(last, "length") ? Kind.Number : Kind.Unknown;
    }

    /// <summary><c>name =</c> or <c>name: Type =</c></summary>
    private static bool AssignsTo(BrokenCode code, int sign, string name)
    {
        if (code.IsAt(sign - 1, name))
            return !code.IsAt(sign - 2, ".");
        for (var i = sign - 1; i > 0 && code.Tokens[i].Line == code.Tokens[sign].Line; i--)
        {
            if (code.IsAt(i, ":") && code.IsAt(i - 1, name) && (code.TokenAt(i - 2)?.IsAnyOf("const", "let", "var") ?? false))
                return true;
        }

        return false;
    }

    private static bool StartsStatement(BrokenCode code, int i) => i == 0 || code.Tokens[i - 1].Line < code.Tokens[i].Line || code.Tokens[i - 1].IsAnyOf(";", "{", "}", "=>", ")");

    /// <summary>Methods and functions this code defines itself.</summary>
    private static HashSet<string> OwnMethods(BrokenCode code) => [.. ScriptScopes.Functions(code).Select(function => function.Name).OfType<string>()];

    /// <summary>The module a name was imported as.</summary>
    private static string? ModuleOf(BrokenCode code, string name)
    {
        var match = Regex.Match(code.Code, $@"(?:\b(?:const|let|var)\s+{Regex.Escape(name)}\s*(?::\s*\w+\s*)?=\s*require\(|\bimport\s+(?:\*\s+as\s+)?{Regex.Escape(name)}\s+from\s+)['""](?:node:)?(?<module>[\w/]+)['""]");
        return match.Success ? match.Groups["module"].Value : null;
    }

    [GeneratedRegex(@"(?:^|\.)(?<name>[\w$]+) is not a function")]
    private static partial Regex NotFunction();

    [GeneratedRegex("^Class constructor (?<name>\\w+) cannot be invoked without 'new'")]
    private static partial Regex ClassCall();

    [GeneratedRegex(@"\b\d+n\b|\bBigInt\b")]
    private static partial Regex BigIntSign();

    [GeneratedRegex(@"is not iterable")]
    private static partial Regex NotIterable();

    [GeneratedRegex(@"^Cannot (read|set) properties of undefined \((reading|setting) '(?<name>\w+)'\)")]
    private static partial Regex UndefinedProperty();

    [GeneratedRegex(@"^The ""(data|chunk|buffer|string)"" argument must be of type string.*Received ((?<object>an instance of (Object|Array))|type (number|boolean))", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex WrongArgument();
}
