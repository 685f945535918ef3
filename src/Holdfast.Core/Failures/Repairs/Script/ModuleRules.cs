using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>Imports: missing, misspelt, and CommonJS mixed with ES modules.</summary>
internal static partial class ModuleRules
{
    /// <summary>A built-in module, or a well-known function of one, that is used and never imported. All that is missing is imported at once.</summary>
    public static IEnumerable<Change> ImportMissing(BrokenCode code)
    {
        var reported = NameRules.UnboundName(code);
        if (reported is null && HidesModule().Match(code.Message) is { Success: true } hidden && !code.Names.Bound.Contains(hidden.Groups["name"].Value))
            reported = hidden.Groups["name"].Value;
        if (reported is null || HomeOf(reported) is null)
            yield break;
        var names = code.Names.Unbound.Where(name => HomeOf(name) is not null).Append(reported).Distinct().Order(StringComparer.Ordinal).ToList();
        var isModule = ScriptScopes.IsModule(code);
        var lines = names.Where(NodeLibrary.IsImportable).Select(name => isModule ? $"import {name} from 'node:{name}';" : $"const {name} = require('node:{name}');")
            .Concat(names.Where(name => !NodeLibrary.IsImportable(name)).GroupBy(HomeOf).Select(home => isModule
                ? $"import {{ {string.Join(", ", home)} }} from 'node:{home.Key}';"
                : $"const {{ {string.Join(", ", home)} }} = require('node:{home.Key}');")).ToList();
        yield return new Change($"Added {string.Join(" ", lines)}", [TextEdit.Insert(ImportPlace(code), string.Concat(lines.Select(line => line + "\n")))]);
    }

    /// <summary>A module with a letter wrong.</summary>
    public static IEnumerable<Change> CorrectModule(BrokenCode code)
    {
        if (NotFound().Match(code.Message) is not { Success: true } match)
            yield break;
        var missing = match.Groups["module"].Value;
        var bare = NodeLibrary.BareName(missing);
        if (bare.StartsWith('.') || bare.StartsWith('/') || NodeLibrary.Packages.Contains(bare) || bare.Length < 3)
            yield break;
        var near = NodeLibrary.Modules.Contains(bare) ? bare : Spelling.Nearest(bare, NodeLibrary.Modules.Where(module => module.Length > 1));
        if (near is null || (near.Length < 3 && bare != near && !string.Equals(near, bare, StringComparison.OrdinalIgnoreCase) && bare.Length - near.Length > 1))
            yield break;
        var edits = code.Tokens.Where(token => token.Kind == TokenKind.String && token.Text[1..^1] == missing)
            .Select(token => TextEdit.Replace(token.Start + 1, token.End - 1, missing.StartsWith("node:", StringComparison.Ordinal) ? $"node:{near}" : near)).ToList();
        if (edits.Count > 0)
            yield return new Change($"Imported '{near}' instead of '{missing}'.", [.. edits]);
    }

    /// <summary>A name the module does not export: it is another module's, or a letter is wrong.</summary>
    public static IEnumerable<Change> CorrectExport(BrokenCode code)
    {
        if (NoExport().Match(code.Message) is not { Success: true } match)
            yield break;
        var (module, name) = (match.Groups["module"].Value, match.Groups["name"].Value);
        var place = Enumerable.Range(0, code.Tokens.Count).FirstOrDefault(i => code.IsAt(i, name) && ImportOf(code, i) is { } from && from.Module == module, -1);
        if (place < 0 || ImportOf(code, place) is not { } import)
            yield break;
        var exports = NodeLibrary.ExportsOf(module);
        if (exports.Count > 0 && Spelling.Nearest(name, exports) is { } near)
        {
            var uses = code.IsAt(place + 1, "as") ? [] : code.Names.UsesOf(name).Where(use => use.Start != code.Tokens[place].Start);
            yield return new Change($"Replaced '{name}' by '{near}'.", [TextEdit.Replace(code.Tokens[place], near), .. uses.Select(use => TextEdit.Replace(use, near))]);
        }
        else if (HomeOf(name) is { } home || (NodeLibrary.Modules.Where(other => NodeLibrary.ExportsOf(other).Contains(name)).Take(2).ToList() is [var only] && (home = only) is not null))
        {
            var isOnly = code.IsAt(place - 1, "{") && (code.IsAt(place + 1, "}") || (code.IsAt(place + 1, ",") && code.IsAt(place + 2, "}")));
            var quote = code.Tokens[import.Token].Text[0];
            if (isOnly)
                yield return Change.Replace(code.Tokens[import.Token], $"{quote}node:{home}{quote}", $"Imported '{name}' from {home}.");
            else
                yield return new Change($"Imported '{name}' from {home}.",
                [
                    TextEdit.Insert(code.Source.StartOf(code.Tokens[place].Line), $"import {{ {name} }} from 'node:{home}';\n"),
                    code.IsAt(place + 1, ",") ? TextEdit.Delete(code.Tokens[place].Start, code.Tokens[place + 2].Start) : TextEdit.Delete(code.Tokens[place - 1].Start, code.Tokens[place].End),
                ]);
        }
    }

    /// <summary><c>require</c>, <c>module.exports</c> and <c>__dirname</c> in an ES module.</summary>
    public static IEnumerable<Change> UseImport(BrokenCode code)
    {
        if (CommonJsOnly().Match(code.Message) is not { Success: true } match || !ScriptScopes.IsModule(code) || !code.Names.UsesOf(match.Groups["name"].Value).Any() || code.Names.Bound.Contains(match.Groups["name"].Value))
            yield break;
        switch (match.Groups["name"].Value)
        {
            case "require":
                yield return ReplaceRequire(code);
                break;
            case "module" or "exports":
                var exported = Regex.Matches(code.Code, @"(?m)^(?<all>module\.exports\s*=)\s*").Select(found => found.Groups["all"]).ToList();
                if (exported is [var one])
                    yield return Change.Replace(one.Index, one.Index + one.Length, "export default", "Exported with 'export default'.");
                break;
            case "__dirname":
                yield return AddAfterImports(code, "const __dirname = new URL('.', import.meta.url).pathname;", "Defined __dirname for an ES module.");
                break;
            case "__filename":
                yield return AddAfterImports(code, "const __filename = new URL(import.meta.url).pathname;", "Defined __filename for an ES module.");
                break;
        }
    }

    /// <summary><c>import</c> in code that cannot be a module, because it returns at its top level.</summary>
    public static IEnumerable<Change> UseRequire(BrokenCode code)
    {
        var imports = ImportStatement().Matches(code.Code).ToList();
        if (imports.Count == 0 || !(code.Message.StartsWith("Illegal return", StringComparison.Ordinal) || code.Message.StartsWith("Cannot use import", StringComparison.Ordinal)
            || code.Message.StartsWith("Top-level return", StringComparison.Ordinal)))
            yield break;
        yield return new Change("Imported with require().", [.. imports.Select(match => TextEdit.Replace(match.Index, match.Index + match.Length, AsRequire(match)))]);
    }

    /// <returns>The module a name comes from, or that it is.</returns>
    private static string? HomeOf(string name) => NodeLibrary.IsImportable(name) ? name : NodeLibrary.HomeOf.GetValueOrDefault(name);

    private static int ImportPlace(BrokenCode code)
    {
        var i = 0;
        while (code.TokenAt(i) is { Kind: TokenKind.String } directive && directive.Text.Trim('"', '\'') == "use strict")
            i += code.IsAt(i + 1, ";") ? 2 : 1;
        return code.TokenAt(i) is { } first ? code.Source.StartOf(first.Line) : code.Code.Length;
    }

    /// <summary>The import statement a token is in: its module, and the index of the string that names it.</summary>
    private static (string Module, int Token)? ImportOf(BrokenCode code, int i)
    {
        var from = Enumerable.Range(i, code.Tokens.Count - i).FirstOrDefault(at => code.IsAt(at, "from"), -1);
        var word = Enumerable.Range(0, i).LastOrDefault(at => code.IsAt(at, "import"), -1);
        if (from < 0 || word < 0 || Enumerable.Range(word, from - word).Any(at => code.IsAt(at, ";")) || code.TokenAt(from + 1) is not { Kind: TokenKind.String } module)
            return null;
        return (module.Text[1..^1], from + 1);
    }

    private static Change ReplaceRequire(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        foreach (Match match in RequireStatement().Matches(code.Code))
        {
            var names = match.Groups["names"].Value;
            var imported = names.StartsWith('{') ? names.Replace(":", " as", StringComparison.Ordinal) : names;
            edits.Add(TextEdit.Replace(match.Index, match.Index + match.Length, $"import {imported} from {match.Groups["module"].Value};"));
        }

        var others = RequireCall().Count(code.Code) - edits.Count;
        if (others > 0 || edits.Count == 0)
            return AddAfterImports(code, "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);", "Made require() for an ES module.", atTop: true);
        return new Change("Imported with 'import', as ES modules do.", [.. edits]);
    }

    private static Change AddAfterImports(BrokenCode code, string statement, string what, bool atTop = false)
    {
        var last = atTop ? null : Regex.Matches(code.Code, @"(?m)^import\b[^;]*?from\s*['""][^'""]+['""];?[ \t]*\r?\n?").LastOrDefault();
        return Change.Insert(last is null ? ImportPlace(code) : last.Index + last.Length, statement + "\n", what);
    }

    private static string AsRequire(Match import)
    {
        var (names, module) = (import.Groups["names"].Value.Trim(), import.Groups["module"].Value);
        if (names.Length == 0)
            return $"require({module});";
        if (names.StartsWith("* as ", StringComparison.Ordinal))
            names = names["* as ".Length..];
        return $"const {Regex.Replace(names, @"\s+as\s+", ": ")} = require({module});";
    }

    [GeneratedRegex(@"^(?<name>crypto)\.\w+ is not a function")]
    private static partial Regex HidesModule();

    [GeneratedRegex(@"^(Cannot find module|No such built-in module:|Cannot find package) '?(?<module>[^'\s]+)'?")]
    private static partial Regex NotFound();

    [GeneratedRegex(@"^The requested module '(?<module>[^']+)' does not provide an export named '(?<name>\w+)'|^Named export '(?<name>\w+)' not found\. The requested module '(?<module>[^']+)'")]
    private static partial Regex NoExport();

    [GeneratedRegex(@"^(?<name>require|module|exports|__dirname|__filename) is not defined")]
    private static partial Regex CommonJsOnly();

    [GeneratedRegex(@"\brequire\s*\(")]
    private static partial Regex RequireCall();

    [GeneratedRegex(@"(?m)^(const|let|var)\s+(?<names>\w+|\{[^}]*\})\s*=\s*require\((?<module>'[^']+'|""[^""]+"")\);?")]
    private static partial Regex RequireStatement();

    [GeneratedRegex(@"(?m)^import\s+(?:(?<names>\w+|\*\s+as\s+\w+|\{[^}]*\})\s+from\s+)?(?<module>'[^']+'|""[^""]+"");?")]
    private static partial Regex ImportStatement();
}
