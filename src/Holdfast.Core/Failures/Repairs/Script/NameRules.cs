using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>Names that are not there: other languages' words and misspelt ones.</summary>
internal static partial class NameRules
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["True"] = "true", ["False"] = "false", ["None"] = "null", ["nil"] = "null", ["NULL"] = "null", ["Null"] = "null", ["TRUE"] = "true", ["FALSE"] = "false",
        ["Undefined"] = "undefined", ["input_data"] = "inputData", ["inputdata"] = "inputData", ["InputData"] = "inputData", ["needs"] = "inputData.needs", ["self"] = "this", ["nan"] = "NaN",
        ["inf"] = "Infinity",
    }.ToFrozenDictionary();

    /// <summary>Python's functions → the form of JavaScript. <c>{0}</c> is what is in the parentheses.</summary>
    private static readonly FrozenDictionary<string, string> Calls = new Dictionary<string, string>
    {
        ["print"] = "console.log({0})", ["len"] = "{0}.length", ["str"] = "String({0})", ["int"] = "Math.trunc(Number({0}))", ["float"] = "Number({0})", ["bool"] = "Boolean({0})",
        ["abs"] = "Math.abs({0})", ["max"] = "Math.max({0})", ["min"] = "Math.min({0})", ["round"] = "Math.round({0})", ["pow"] = "Math.pow({0})", ["sqrt"] = "Math.sqrt({0})",
        ["floor"] = "Math.floor({0})", ["ceil"] = "Math.ceil({0})", ["list"] = "Array.from({0})", ["sorted"] = "[...{0}].sort()", ["range"] = "[...Array({0}).keys()]",
        ["sum"] = "{0}.reduce((a, b) => a + b, 0)", ["puts"] = "console.log({0})", ["println"] = "console.log({0})", ["echo"] = "console.log({0})", ["alert"] = "console.log({0})",
        ["log"] = "console.log({0})", ["set"] = "new Set({0})", ["any"] = "{0}.some(Boolean)", ["all"] = "{0}.every(Boolean)", ["reversed"] = "[...{0}].reverse()",
        ["enumerate"] = "{0}.entries()", ["type"] = "typeof {0}", ["random"] = "Math.random({0})",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>
    {
        ["json.dumps"] = "JSON.stringify", ["json.loads"] = "JSON.parse", ["math.floor"] = "Math.floor", ["math.ceil"] = "Math.ceil", ["math.sqrt"] = "Math.sqrt",
        ["math.pi"] = "Math.PI", ["math.pow"] = "Math.pow", ["math.round"] = "Math.round", ["math.max"] = "Math.max", ["math.min"] = "Math.min", ["math.abs"] = "Math.abs",
        ["random.random"] = "Math.random", ["System.out"] = "console", ["sys.argv"] = "process.argv", ["sys.exit"] = "process.exit", ["time.time"] = "Date.now",
    }.ToFrozenDictionary();

    private static readonly string[] NearWords = ["true", "false", "null", "undefined", "this", "return", "break", "continue", "inputData"];

    public static IEnumerable<Change> TranslateWords(BrokenCode code)
    {
        if (UnboundName(code) is not { } reported || !Words.ContainsKey(reported))
            yield break;
        var words = code.Names.Unbound.Where(Words.ContainsKey).ToHashSet();
        yield return new Change($"Wrote {string.Join(", ", words.Select(word => $"{word} as {Words[word]}"))}.",
            [.. code.Names.Uses.Where(use => words.Contains(use.Text)).Select(use => TextEdit.Replace(use, Words[use.Text]))]);
    }

    /// <summary><c>print(x)</c>, <c>len(x)</c>, <c>json.dumps(x)</c> …</summary>
    public static IEnumerable<Change> TranslateCalls(BrokenCode code)
    {
        if (UnboundName(code) is not { } reported)
            yield break;
        var edits = new List<TextEdit>();
        foreach (var use in code.Names.UsesOf(reported))
        {
            if (MemberBehind().Match(code.Code, use.End) is { Success: true } member && Members.TryGetValue($"{reported}.{member.Groups["member"].Value}", out var other))
                edits.Add(TextEdit.Replace(use.Start, use.End + member.Length, other));
            else if (Calls.TryGetValue(reported, out var form) && code.FirstTokenFrom(use.Start) is var i && code.IsAt(i, reported) && code.IsAt(i + 1, "(") && code.Brackets.PartnerOf(i + 1) is >= 0 and var close)
                edits.AddRange(Formed(code, i, close, form));
            else if (Calls.TryGetValue(reported, out var inner) && inner.Split("{0}") is [var before, var after] && ArgumentBehind().Match(code.Code, use.End) is { Success: true } argument)
                edits.Add(TextEdit.Replace(use.Start, use.End + argument.Length, before + argument.Groups["argument"].Value + after));
        }

        // Calls within calls would overlap; they are mended one after the other.
        edits = [.. edits.Where((edit, at) => at == 0 || edit.Start >= edits.Take(at).Max(earlier => earlier.Start + earlier.Length))];
        if (edits.Count > 0)
            yield return new Change($"Wrote '{reported}' as JavaScript does.", [.. edits]);
    }

    /// <summary>A variable that is assigned and never declared, which strict code does not allow.</summary>
    public static IEnumerable<Change> DeclareVariable(BrokenCode code)
    {
        if (NotDefined().Match(code.Message) is not { Success: true } match || code.ErrorLine is not { } line)
            yield break;
        var name = match.Groups["name"].Value;
        var isDeclared = Enumerable.Range(1, code.Tokens.Count - 1).Any(i => code.IsAt(i, name) && code.Tokens[i - 1].IsAnyOf("const", "let", "var", "function", "class"));
        var assigned = Enumerable.Range(0, code.Tokens.Count - 1).FirstOrDefault(i => code.IsAt(i, name) && code.IsAt(i + 1, "=") && !code.IsAt(i - 1, "."), -1);
        if (isDeclared || assigned < 0 || code.Tokens[assigned].Line != line)
            yield break;
        var startsStatement = assigned == 0 || code.Tokens[assigned - 1].Line < line || code.IsAt(assigned - 1, ";");
        var isTop = code.Brackets.Around(assigned) < 0;
        if (startsStatement && isTop)
            yield return Change.Insert(code.Tokens[assigned].Start, "let ", $"Declared '{name}'.");
        else
            yield return Change.Insert(code.Source.StartOf(line), $"{code.Source.IndentOf(line)}let {name};\n", $"Declared '{name}'.");
    }

    /// <summary>A name with a letter wrong, when exactly one known name is near.</summary>
    public static IEnumerable<Change> RespellName(BrokenCode code)
    {
        if (UnboundName(code) is not { } wrong)
            yield break;
        var known = code.Names.Bound.Concat(NodeLibrary.Globals.Where(name => name.Length > 2)).Concat(NearWords);
        if (Spelling.Nearest(wrong, known) is { } near)
            yield return new Change($"Replaced '{wrong}' by '{near}'.", [.. code.Names.UsesOf(wrong).Select(use => TextEdit.Replace(use, near))]);
    }

    /// <summary>A constructor that uses <c>this</c> before its base class was built.</summary>
    public static IEnumerable<Change> CallSuper(BrokenCode code)
    {
        if (!code.Message.StartsWith("Must call super constructor", StringComparison.Ordinal) || code.ErrorLine is not { } line)
            yield break;
        var constructor = Enumerable.Range(0, code.Tokens.Count).LastOrDefault(i => code.IsAt(i, "constructor") && code.IsAt(i + 1, "(") && code.Tokens[i].Line <= line, -1);
        if (constructor < 0 || code.Brackets.PartnerOf(constructor + 1) is not (>= 0 and var close) || !code.IsAt(close + 1, "{"))
            yield break;
        var body = code.TokenAt(close + 2);
        if (body is { } first && first.Line > code.Tokens[close + 1].Line)
            yield return Change.Insert(first.Start, $"super();\n{code.Source.IndentOf(first.Line)}", "Called the base class's constructor first.");
        else
            yield return Change.Insert(code.Tokens[close + 1].End, " super();", "Called the base class's constructor first.");
    }

    /// <returns>The name the report says is not defined, when that is so.</returns>
    internal static string? UnboundName(BrokenCode code) =>
        NotDefined().Match(code.Message) is { Success: true } match && match.Groups["name"].Value is var name && code.Names.IsUnbound(name) && code.Names.UsesOf(name).Any() ? name : null;

    private static IEnumerable<TextEdit> Formed(BrokenCode code, int name, int close, string form)
    {
        var parts = form.Split("{0}");
        var simple = form[0] != '{' || Expressions.End(code, name + 2) == close - 1;
        yield return TextEdit.Replace(code.Tokens[name].Start, code.Tokens[name + 1].End, parts[0] + (simple ? "" : "("));
        yield return TextEdit.Replace(code.Tokens[close], (simple ? "" : ")") + parts[1]);
    }

    [GeneratedRegex(@"^(?<name>[\w$]+) is not defined")]
    private static partial Regex NotDefined();

    [GeneratedRegex(@"\G\s*\.\s*(?<member>\w+)")]
    private static partial Regex MemberBehind();

    [GeneratedRegex(@"\G\s*\((?<argument>[^()]*)\)")]
    private static partial Regex ArgumentBehind();
}
