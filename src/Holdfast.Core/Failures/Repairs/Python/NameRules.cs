using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Names and attributes that are not there: other languages' words, Python 2's, and misspelt ones.</summary>
internal static partial class NameRules
{
    /// <summary>Words of other languages and of Python 2 → what Python 3 calls them.</summary>
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["true"] = "True", ["false"] = "False", ["null"] = "None", ["undefined"] = "None", ["nil"] = "None", ["NULL"] = "None", ["none"] = "None",
        ["TRUE"] = "True", ["FALSE"] = "False", ["NONE"] = "None", ["nullptr"] = "None", ["NaN"] = "float(\"nan\")", ["Infinity"] = "float(\"inf\")",
        ["inputData"] = "input_data", ["InputData"] = "input_data", ["inputdata"] = "input_data", ["needs"] = "input_data[\"needs\"]",
        ["String"] = "str", ["Number"] = "float", ["parseInt"] = "int", ["parseFloat"] = "float", ["Boolean"] = "bool", ["Array"] = "list",
        ["puts"] = "print", ["printf"] = "print", ["println"] = "print", ["echo"] = "print", ["string"] = "str", ["integer"] = "int", ["boolean"] = "bool",
    }.Concat(Python2Rules.Names).ToFrozenDictionary();

    /// <summary>Functions of other languages' objects → Python's.</summary>
    private static readonly FrozenDictionary<string, string> Calls = new Dictionary<string, string>
    {
        ["console.log"] = "print", ["console.error"] = "print", ["console.info"] = "print", ["console.warn"] = "print", ["Math.floor"] = "math.floor",
        ["Math.ceil"] = "math.ceil", ["Math.sqrt"] = "math.sqrt", ["Math.pow"] = "pow", ["Math.abs"] = "abs", ["Math.max"] = "max", ["Math.min"] = "min",
        ["Math.round"] = "round", ["Math.PI"] = "math.pi", ["Math.random"] = "random.random", ["JSON.stringify"] = "json.dumps", ["JSON.parse"] = "json.loads",
        ["Object.keys"] = "list", ["Date.now"] = "time.time", ["System.out.println"] = "print", ["Array.isArray"] = "isinstance",
    }.ToFrozenDictionary();

    /// <summary>(type, attribute) → what stands for <c>.attribute(…)</c>. <c>{0}</c> is the object, <c>{1}</c> what is in the parentheses.</summary>
    private static readonly FrozenDictionary<(string Type, string Attribute), string> Attributes = new Dictionary<(string, string), string>
    {
        [("list", "push")] = "{0}.append({1})", [("list", "add")] = "{0}.append({1})", [("list", "push_back")] = "{0}.append({1})", [("list", "concat")] = "({0} + {1})",
        [("list", "length")] = "len({0})", [("list", "size")] = "len({0})", [("list", "len")] = "len({0})", [("list", "includes")] = "({1} in {0})",
        [("list", "contains")] = "({1} in {0})", [("list", "indexOf")] = "{0}.index({1})", [("list", "shift")] = "{0}.pop(0)", [("list", "unshift")] = "{0}.insert(0, {1})",
        [("list", "addAll")] = "{0}.extend({1})", [("list", "isEmpty")] = "(not {0})", [("list", "join")] = "{1}.join({0})", [("list", "max")] = "max({0})",
        [("list", "min")] = "min({0})", [("list", "sum")] = "sum({0})", [("list", "sorted")] = "sorted({0})", [("list", "reversed")] = "list(reversed({0}))",
        [("list", "map")] = "list(map({1}, {0}))", [("list", "filter")] = "list(filter({1}, {0}))", [("list", "forEach")] = "list(map({1}, {0}))",
        [("str", "length")] = "len({0})", [("str", "size")] = "len({0})", [("str", "len")] = "len({0})", [("str", "toUpperCase")] = "{0}.upper()",
        [("str", "toLowerCase")] = "{0}.lower()", [("str", "trim")] = "{0}.strip()", [("str", "trimStart")] = "{0}.lstrip()", [("str", "trimEnd")] = "{0}.rstrip()",
        [("str", "includes")] = "({1} in {0})", [("str", "contains")] = "({1} in {0})", [("str", "indexOf")] = "{0}.find({1})", [("str", "startsWith")] = "{0}.startswith({1})",
        [("str", "endsWith")] = "{0}.endswith({1})", [("str", "replaceAll")] = "{0}.replace({1})", [("str", "charAt")] = "{0}[{1}]", [("str", "concat")] = "({0} + {1})",
        [("str", "decode")] = "{0}", [("str", "reverse")] = "{0}[::-1]", [("str", "isEmpty")] = "(not {0})", [("str", "toString")] = "{0}", [("str", "repeat")] = "({0} * {1})",
        [("str", "padStart")] = "{0}.rjust({1})", [("str", "padEnd")] = "{0}.ljust({1})", [("str", "charCodeAt")] = "ord({0}[{1}])", [("str", "isnumber")] = "{0}.isdigit()",
        [("str", "append")] = "({0} + {1})", [("int", "toString")] = "str({0})", [("float", "toString")] = "str({0})", [("float", "toFixed")] = "format({0}, f\".{{{1}}}f\")",
        [("int", "toFixed")] = "format({0}, f\".{{{1}}}f\")", [("int", "isdigit")] = "str({0}).isdigit()", [("int", "split")] = "str({0}).split({1})",
        [("int", "zfill")] = "str({0}).zfill({1})", [("int", "format")] = "str({0}).format({1})", [("int", "strip")] = "str({0}).strip({1})",
        [("dict", "has_key")] = "({1} in {0})", [("dict", "iteritems")] = "{0}.items()", [("dict", "itervalues")] = "{0}.values()", [("dict", "iterkeys")] = "{0}.keys()",
        [("dict", "hasOwnProperty")] = "({1} in {0})", [("dict", "has")] = "({1} in {0})", [("dict", "contains")] = "({1} in {0})", [("dict", "containsKey")] = "({1} in {0})",
        [("dict", "length")] = "len({0})", [("dict", "size")] = "len({0})", [("dict", "len")] = "len({0})", [("dict", "viewitems")] = "{0}.items()",
        [("dict", "viewkeys")] = "{0}.keys()", [("dict", "viewvalues")] = "{0}.values()", [("dict", "entries")] = "{0}.items()", [("dict", "append")] = "{0}.update({1})",
        [("dict", "add")] = "{0}.update({1})", [("dict", "delete")] = "{0}.pop({1})", [("set", "push")] = "{0}.add({1})", [("set", "append")] = "{0}.add({1})",
        [("set", "has")] = "({1} in {0})", [("set", "contains")] = "({1} in {0})", [("set", "length")] = "len({0})", [("set", "size")] = "len({0})",
        [("set", "delete")] = "{0}.discard({1})", [("set", "extend")] = "{0}.update({1})", [("tuple", "length")] = "len({0})", [("tuple", "size")] = "len({0})",
        [("generator", "next")] = "next({0})", [("list_iterator", "next")] = "next({0})", [("_io.TextIOWrapper", "next")] = "next({0})",
        [("_csv.reader", "next")] = "next({0})", [("dict_keys", "sort")] = "sorted({0})", [("map", "sort")] = "sorted({0})", [("bytes", "encode")] = "{0}",
    }.ToFrozenDictionary();

    /// <summary>Members of modules that were renamed, moved or dropped since Python 2, or that people expect there.</summary>
    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>
    {
        ["string.letters"] = "string.ascii_letters", ["string.lowercase"] = "string.ascii_lowercase", ["string.uppercase"] = "string.ascii_uppercase",
        ["string.maketrans"] = "str.maketrans", ["os.getcwdu"] = "os.getcwd", ["sys.maxint"] = "sys.maxsize", ["time.clock"] = "time.perf_counter",
        ["itertools.izip"] = "zip", ["itertools.imap"] = "map", ["itertools.ifilter"] = "filter", ["itertools.izip_longest"] = "itertools.zip_longest",
        ["math.max"] = "max", ["math.min"] = "min", ["math.abs"] = "abs", ["math.round"] = "round", ["math.sum"] = "sum", ["math.power"] = "math.pow",
        ["time.now"] = "time.time", ["json.parse"] = "json.loads", ["json.stringify"] = "json.dumps", ["json.encode"] = "json.dumps", ["json.decode"] = "json.loads",
        ["datetime.now"] = "datetime.datetime.now", ["datetime.today"] = "datetime.datetime.today", ["datetime.strptime"] = "datetime.datetime.strptime",
        ["datetime.utcnow"] = "datetime.datetime.utcnow", ["datetime.fromisoformat"] = "datetime.datetime.fromisoformat",
        ["datetime.fromtimestamp"] = "datetime.datetime.fromtimestamp", ["datetime.strftime"] = "datetime.datetime.strftime", ["datetime.combine"] = "datetime.datetime.combine",
        ["os.exists"] = "os.path.exists", ["os.join"] = "os.path.join", ["os.isfile"] = "os.path.isfile", ["os.isdir"] = "os.path.isdir", ["os.basename"] = "os.path.basename",
        ["os.dirname"] = "os.path.dirname", ["os.path.mkdir"] = "os.mkdir", ["os.path.listdir"] = "os.listdir", ["os.path.remove"] = "os.remove", ["inspect.getargspec"] = "inspect.getfullargspec",
    }.ToFrozenDictionary();

    public static IEnumerable<Change> TranslateWords(BrokenCode code)
    {
        if (UnboundName(code) is not { } reported || !Words.ContainsKey(reported))
            yield break;
        var words = code.Names.Unbound.Where(Words.ContainsKey).ToHashSet();
        yield return new Change($"Wrote {string.Join(", ", words.Select(word => $"{word} as {Words[word]}"))}.",
            [.. code.Names.Uses.Where(use => words.Contains(use.Text)).Select(use => TextEdit.Replace(use, Words[use.Text]))]);
    }

    /// <summary><c>console.log</c>, <c>Math.floor</c>, <c>JSON.parse</c> …</summary>
    public static IEnumerable<Change> TranslateCalls(BrokenCode code)
    {
        if (UnboundName(code) is not { } reported)
            yield break;
        var edits = new List<TextEdit>();
        var imports = new SortedSet<string>();
        foreach (var use in code.Names.UsesOf(reported))
        {
            var i = code.FirstTokenFrom(use.Start);
            if (!code.IsAt(i, reported) || !code.IsAt(i + 1, ".") || code.TokenAt(i + 2) is not { } member || !Calls.TryGetValue($"{reported}.{member.Text}", out var call))
                yield break;
            edits.Add(TextEdit.Replace(use.Start, member.End, call));
            if (call.Split('.') is [var module, _] && !code.Names.Bound.Contains(module))
                imports.Add(module);
        }

        if (edits.Count > 0)
            yield return new Change($"Replaced {reported}'s functions by Python's.", [.. imports.SelectMany(module => ImportRules.AddImport(code, module, $"import {module}")), .. edits]);
    }

    /// <summary><c>this</c> in a method.</summary>
    public static IEnumerable<Change> ReplaceThis(BrokenCode code)
    {
        if (UnboundName(code) is not ("this" or "self" or "slef" or "sefl") || code.Error.Name is not { } wrong)
            yield break;
        if (wrong != "self" && code.Names.Bound.Contains("self"))
            yield return new Change($"Wrote '{wrong}' as 'self'.", [.. code.Names.UsesOf(wrong).Select(use => TextEdit.Replace(use, "self"))]);
    }

    /// <summary>A line of a single word that ends blocks in other languages.</summary>
    public static IEnumerable<Change> RemoveBlockEnd(BrokenCode code)
    {
        if (UnboundName(code) is not ("end" or "fi" or "done" or "endif" or "endfor" or "endwhile" or "begin") || code.ErrorLine is not { } line || code.Source.Line(line).Trim() != code.Error.Name)
            yield break;
        var lines = Enumerable.Range(1, code.Source.LineCount).Where(at => code.Source.Line(at).Trim() == code.Error.Name);
        yield return new Change($"Removed '{code.Error.Name}', since indentation ends blocks.", [.. lines.Select(at => TextEdit.Delete(code.Source.StartOf(at), code.Source.StartAfter(at)))]);
    }

    /// <summary>A name with a letter wrong, when exactly one known name is near.</summary>
    public static IEnumerable<Change> RespellName(BrokenCode code)
    {
        if (UnboundName(code) is not { } wrong)
            yield break;
        var known = code.Names.Bound.Concat(PythonLibrary.Builtins.Where(name => name[0] != '_')).Concat(["True", "False", "None", "input_data", "return", "break", "continue", "pass", "raise", "print"]);
        if (Spelling.Nearest(wrong, known) is { } near)
            yield return new Change($"Replaced '{wrong}' by '{near}'.", [.. code.Names.UsesOf(wrong).Select(use => TextEdit.Replace(use, near))]);
        else if (Spelling.Nearest(wrong, PythonLibrary.Modules.Concat(PythonLibrary.HomeOf.Keys)) is { } importable && wrong.Length > 3 && ImportRules.ImportOf(code, importable) is { } statement)
            yield return new Change($"Replaced '{wrong}' by '{importable}' and imported it.", [.. ImportRules.AddImport(code, importable, statement), .. code.Names.UsesOf(wrong).Select(use => TextEdit.Replace(use, importable))]);
    }

    /// <summary>A function's own variable of the same name hides the one it counts on.</summary>
    public static IEnumerable<Change> DeclareGlobal(BrokenCode code)
    {
        if (code.Error.Type != "UnboundLocalError" || code.ErrorLine is not { } line || UnboundLocal().Match(code.Message) is not { Success: true } match)
            yield break;
        var name = match.Groups["name"].Value;
        var outer = Enumerable.Range(1, code.Source.LineCount).Any(at => code.Source.IndentOf(at).Length == 0 && code.TokensOn(at).FirstOrDefault(-1) is >= 0 and var i && code.IsAt(i, name) && code.IsAt(i + 1, "="));
        var header = code.Source.IndentOf(line) is { Length: > 0 } ? DefinitionAbove(code, line) : 0;
        if (!outer || header == 0 || code.Source.IndentOf(header).Length > 0 || code.Source.NonBlankAfter(header) is not (> 0 and var first))
            yield break;
        if (code.TokensOn(first).FirstOrDefault(-1) is >= 0 and var doc && code.Tokens[doc].Kind == TokenKind.String)
            first = code.Source.NonBlankAfter(code.Source.LineAt(code.Tokens[doc].End));
        yield return Change.Insert(code.Source.StartOf(first), $"{code.Source.IndentOf(first)}global {name}\n", $"Declared '{name}' global in the function that changes it.");
    }

    /// <summary>A method of another language or of Python 2.</summary>
    public static IEnumerable<Change> TranslateAttribute(BrokenCode code)
    {
        if (NoAttribute().Match(code.Message) is not { Success: true } match || code.Error.Type != "AttributeError" || code.ErrorLine is not { } line)
            yield break;
        var (type, attribute) = (match.Groups["type"].Value, match.Groups["name"].Value);
        if (!Attributes.TryGetValue((type, attribute), out var form) || code.Names.Bound.Contains(attribute))
            yield break;
        foreach (var at in AttributeUses(code, line, attribute))
        {
            var start = Expressions.Start(code, at);
            var (inner, end) = code.IsAt(at + 1, "(") && code.Brackets.PartnerOf(at + 1) is >= 0 and var close
                ? (code.Code[code.Tokens[at + 1].End..code.Tokens[close].Start], close)
                : ("", at);
            if (inner.Length == 0 && form.Contains("{1}", StringComparison.Ordinal) && !form.Contains("({1})", StringComparison.Ordinal))
                continue;
            var value = form.Replace("{0}", Expressions.Text(code, start, at - 2), StringComparison.Ordinal).Replace("{1}", inner, StringComparison.Ordinal)
                .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
            if (value.StartsWith('(') && value.EndsWith(')') && form[0] == '(' && StandsAlone(code, start, end))
                value = value[1..^1];
            yield return Change.Replace(code.Tokens[start].Start, code.Tokens[end].End, value, $"Wrote .{attribute} of a {type} as Python does.");
        }
    }

    /// <summary>A module's member by its old or its expected name.</summary>
    public static IEnumerable<Change> TranslateMember(BrokenCode code)
    {
        if (code.Error.Type != "AttributeError" || ModuleNoAttribute().Match(code.Message) is not { Success: true } match)
            yield break;
        var (module, member) = (match.Groups["module"].Value, match.Groups["name"].Value);
        if (module is "posixpath")
            module = "os.path";
        foreach (var name in new[] { module, module == "datetime" ? "datetime" : null }.OfType<string>().Distinct())
        {
            var uses = MemberUses(code, name, member).ToList();
            if (uses.Count == 0)
                continue;
            if (Members.TryGetValue($"{name}.{member}", out var other))
                yield return new Change($"Replaced {name}.{member} by {other}.", [.. uses.Select(use => TextEdit.Replace(use.Start, use.End, other))]);
            else if (PythonLibrary.ExportsOf("collections.abc").Contains(member) && name == "collections")
                yield return new Change($"Used collections.abc.{member}.", [.. ImportRules.AddImport(code, "collections.abc", "import collections.abc"), .. uses.Select(use => TextEdit.Replace(use.Start, use.End, $"collections.abc.{member}"))]);
            else if (Spelling.Nearest(member, PythonLibrary.ExportsOf(name)) is { } near)
                yield return new Change($"Replaced {name}.{member} by {name}.{near}.", [.. uses.Select(use => TextEdit.Replace(use.Start, use.End, $"{name}.{near}"))]);
            else if (PythonLibrary.DottedModules.Contains($"{name}.{member}"))
                yield return new Change($"Imported {name}.{member}.", [.. ImportRules.AddImport(code, $"{name}.{member}", $"import {name}.{member}")]);
        }
    }

    /// <summary><c>datetime.datetime</c> though the class itself was imported.</summary>
    public static IEnumerable<Change> UnfoldClass(BrokenCode code)
    {
        if (code.Error.Type != "AttributeError" || TypeNoAttribute().Match(code.Message) is not { Success: true } match)
            yield break;
        var (name, member) = (match.Groups["type"].Value.Split('.')[^1], match.Groups["name"].Value);
        if (name != "datetime")
            yield break;
        var uses = MemberUses(code, name, member).ToList();
        if (member == name)
            yield return new Change($"Used the imported class {name}.", [.. uses.Select(use => TextEdit.Replace(use.Start, use.End, name))]);
        else if (PythonLibrary.ExportsOf(name).Contains(member))
            yield return new Change($"Imported {member} from {name}.", [.. ImportRules.AddImport(code, member, $"from {name} import {member}"), .. uses.Select(use => TextEdit.Replace(use.Start, use.End, member))]);
    }

    /// <summary>An attribute or method with a letter wrong.</summary>
    public static IEnumerable<Change> RespellAttribute(BrokenCode code)
    {
        if (code.Error.Type != "AttributeError" || NoAttribute().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var (type, wrong) = (match.Groups["type"].Value, match.Groups["name"].Value);
        var known = PythonLibrary.MethodsOf.TryGetValue(type, out var methods) ? PythonLibrary.Split(methods) : OwnAttributes(code, type, wrong);
        if (Spelling.Nearest(wrong, known) is not { } near)
            yield break;
        foreach (var at in AttributeUses(code, line, wrong))
            yield return Change.Replace(code.Tokens[at], near, $"Replaced .{wrong} by .{near}.");
    }

    /// <summary><c>person.name</c> of a dictionary.</summary>
    public static IEnumerable<Change> SubscriptDictionary(BrokenCode code)
    {
        if (code.Error.Type != "AttributeError" || NoAttribute().Match(code.Message) is not { Success: true } match || match.Groups["type"].Value != "dict" || code.ErrorLine is not { } line)
            yield break;
        var key = match.Groups["name"].Value;
        var isKey = code.Tokens.Any(token => token.Kind == TokenKind.String && token.Text.Trim('"', '\'') == key) || (code.InputJson?.Contains($"\"{key}\"", StringComparison.Ordinal) ?? false);
        if (!isKey)
            yield break;
        var edits = AttributeUses(code, line, key).Where(at => !code.IsAt(at + 1, "(")).Select(at => TextEdit.Replace(code.Tokens[at - 1].Start, code.Tokens[at].End, $"[\"{key}\"]")).ToList();
        if (edits.Count > 0)
            yield return new Change($"Read the key \"{key}\" of a dictionary.", [.. edits]);
    }

    private static string? UnboundName(BrokenCode code) =>
        code.Error is { Type: "NameError", Name: { } name } && code.Names.IsUnbound(name) && code.Names.UsesOf(name).Any() ? name : null;

    private static IEnumerable<int> AttributeUses(BrokenCode code, int line, string attribute) =>
        code.TokensOn(line).Where(i => code.IsAt(i, attribute) && code.IsAt(i - 1, ".") && i >= 2 && (code.ErrorOffset is null || Reported.StartsAt(code, Expressions.Start(code, i))));

    private static IEnumerable<(int Start, int End)> MemberUses(BrokenCode code, string module, string member)
    {
        foreach (Match match in Regex.Matches(code.Code, $@"(?<![\w.]){Regex.Escape(module)}\s*\.\s*{Regex.Escape(member)}(?!\w)"))
            yield return (match.Index, match.Index + match.Length);
    }

    /// <summary>What a class of this code has: attributes of self, methods and class variables.</summary>
    private static IEnumerable<string> OwnAttributes(BrokenCode code, string type, string wrong)
    {
        if (!Enumerable.Range(0, code.Tokens.Count).Any(i => code.IsAt(i, "class") && code.IsAt(i + 1, type)))
            return [];
        return Enumerable.Range(1, code.Tokens.Count - 1)
            .Where(i => code.Tokens[i].Kind == TokenKind.Name && ((code.IsAt(i - 1, ".") && code.IsAt(i - 2, "self")) || code.IsAt(i - 1, "def")))
            .Select(i => code.Tokens[i].Text).Where(name => name != wrong);
    }

    private static bool StandsAlone(BrokenCode code, int first, int last) =>
        (code.IsAt(first - 1, "=") || code.IsAt(first - 1, "return") || code.IsAt(first - 1, "if") || code.IsAt(first - 1, "(") || code.IsAt(first - 1, "elif"))
        && (code.TokenAt(last + 1) is not { } next || next.Line > code.Tokens[last].Line || next.IsAnyOf(":", ")"));

    private static int DefinitionAbove(BrokenCode code, int line)
    {
        var width = code.Source.IndentOf(line).Length;
        for (var at = line - 1; at >= 1; at--)
        {
            if (code.Source.IsBlank(at) || code.Source.IndentOf(at).Length >= width)
                continue;
            width = code.Source.IndentOf(at).Length;
            if (code.TokensOn(at).FirstOrDefault(-1) is >= 0 and var first && (code.IsAt(first, "def") || code.IsAt(first, "async")))
                return at;
        }

        return 0;
    }

    [GeneratedRegex(@"^(cannot access local variable|local variable) '(?<name>\w+)'")]
    private static partial Regex UnboundLocal();

    [GeneratedRegex(@"^'(?<type>[\w.]+)' object has no attribute '(?<name>\w+)'")]
    private static partial Regex NoAttribute();

    [GeneratedRegex(@"^module '(?<module>[\w.]+)' has no attribute '(?<name>\w+)'")]
    private static partial Regex ModuleNoAttribute();

    [GeneratedRegex(@"^type object '(?<type>[\w.]+)' has no attribute '(?<name>\w+)'")]
    private static partial Regex TypeNoAttribute();
}
