using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Imports that are missing, misspelt, or of a module that has moved.</summary>
internal static partial class ImportRules
{
    /// <summary>A standard module or a well-known name that is used and never imported. All that is missing is imported at once.</summary>
    public static IEnumerable<Change> ImportMissing(BrokenCode code)
    {
        if (code.Error is not { Type: "NameError", Name: { } reported } || !code.Names.Unbound.Contains(reported) || ImportOf(code, reported) is null)
            yield break;
        var statements = code.Names.Unbound.Select(name => ImportOf(code, name)).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        yield return new Change($"Added {string.Join("; ", statements)}.", [.. AddLines(code, statements)]);
    }

    /// <summary>A module with a letter wrong, or by its Python 2 name.</summary>
    public static IEnumerable<Change> CorrectModule(BrokenCode code)
    {
        if (code.Error is not { Type: "ModuleNotFoundError", Module: { } missing } || ImportedAt(code, missing) is not { Count: > 0 } places)
            yield break;
        if (PythonLibrary.RenamedModules.TryGetValue(missing, out var renamed))
        {
            yield return Rename(code, missing, places, renamed);
            yield break;
        }

        if (PythonLibrary.Packages.Contains(missing) || PythonLibrary.Modules.Contains(missing.Split('.')[0]))
            yield break;
        if (Spelling.Nearest(missing, PythonLibrary.Modules) is { Length: > 2 } near)
            yield return Rename(code, missing, places, near);
    }

    /// <summary>A submodule that does not exist in a module that does: <c>os.paths</c>.</summary>
    public static IEnumerable<Change> CorrectSubmodule(BrokenCode code)
    {
        if (code.Error is not { Type: "ModuleNotFoundError", Module: { } missing } || !missing.Contains('.') || ImportedAt(code, missing).Count == 0)
            yield break;
        var dotted = PythonLibrary.DottedModules.Where(module => module.StartsWith(missing.Split('.')[0] + ".", StringComparison.Ordinal));
        if (Spelling.Nearest(missing, dotted) is { } near)
            yield return new Change($"Replaced '{missing}' by '{near}'.", [.. Regex.Matches(code.Code, $@"(?<![\w.]){Regex.Escape(missing)}(?!\w)").Select(match => TextEdit.Replace(match.Index, match.Index + match.Length, near))]);
    }

    /// <summary>A name the module does not have: it is another module's, or a letter is wrong.</summary>
    public static IEnumerable<Change> CorrectImportedName(BrokenCode code)
    {
        if (code.Error.Type != "ImportError" || CannotImport().Match(code.Message) is not { Success: true } match)
            yield break;
        var (name, module) = (match.Groups["name"].Value, match.Groups["module"].Value);
        if (ImportedNameAt(code, module, name) is not { } place)
            yield break;
        var home = PythonLibrary.HomeOf.GetValueOrDefault(name) ?? (PythonLibrary.ModulesWithExport(name).ToList() is [var only] ? only : null);
        if (home is not null && home != module && PythonLibrary.ExportsOf(home).Contains(name))
            yield return MoveImport(code, place, home);
        else if (PythonLibrary.HasExportsOf(module) && Spelling.Nearest(name, PythonLibrary.ExportsOf(module)) is { } near)
            yield return new Change($"Replaced '{name}' by '{near}'.", [.. Renames(code, place, name, near)]);
        else if (home is null && NearestHome(name) is { } elsewhere && elsewhere.Home != module)
            yield return new Change($"Imported '{elsewhere.Name}' from {elsewhere.Home}.", [.. MoveImport(code, place, elsewhere.Home).Edits, .. Renames(code, place, name, elsewhere.Name).Skip(1)]);
    }

    /// <summary>The edit that adds an import unless the code has it.</summary>
    public static IEnumerable<TextEdit> AddImport(BrokenCode code, string name, string statement) =>
        code.Names.Bound.Contains(name) ? [] : AddLines(code, [statement]);

    /// <summary>The statement that binds a name, by how the name is used; null when it is nothing that Python comes with.</summary>
    internal static string? ImportOf(BrokenCode code, string name)
    {
        if (PythonLibrary.AliasOf.TryGetValue(name, out var alias))
            return alias;
        if (PythonLibrary.Modules.Contains(name))
        {
            var members = MembersUsed(code, name).ToList();
            var isCalled = code.Names.UsesOf(name).Any(use => code.FirstTokenFrom(use.Start) is var i && code.IsAt(i, name) && code.IsAt(i + 1, "("));
            var exports = PythonLibrary.ExportsOf(name);
            if ((isCalled || (members.Count > 0 && !members.TrueForAll(member => exports.Contains(member) || IsSubmodule(name, member)))) && exports.Contains(name))
                return $"from {name} import {name}";
            return members.Count > 0 ? ModuleImport(name, members) : isCalled ? null : $"import {name}";
        }

        return PythonLibrary.HomeOf.TryGetValue(name, out var home) ? $"from {home} import {name}" : null;
    }

    private static string ModuleImport(string name, List<string> members) =>
        members.Find(member => IsSubmodule(name, member) && !PythonLibrary.ExportsOf(name).Contains(member)) is { } submodule ? $"import {name}.{submodule}" : $"import {name}";

    private static bool IsSubmodule(string module, string member) => PythonLibrary.DottedModules.Contains($"{module}.{member}");

    /// <summary>What is read from a name: <c>path</c> of <c>os.path.join</c>.</summary>
    private static IEnumerable<string> MembersUsed(BrokenCode code, string name) =>
        code.Names.UsesOf(name).Select(use => MemberBehind().Match(code.Code, use.End)).Where(match => match.Success).Select(match => match.Groups["member"].Value).Distinct();

    private static IEnumerable<TextEdit> AddLines(BrokenCode code, IReadOnlyList<string> statements) =>
        [TextEdit.Insert(ImportPlace(code), string.Concat(statements.Select(statement => statement + "\n")))];

    /// <summary>Behind the code's own docstring, leading comments and imports from the future.</summary>
    private static int ImportPlace(BrokenCode code)
    {
        var i = 0;
        if (code.TokenAt(0) is { Kind: TokenKind.String } doc && (code.TokenAt(1) is not { } second || second.Line > code.Source.LineAt(doc.End - 1)))
            i = 1;
        while (code.IsAt(i, "from") && code.IsAt(i + 1, "__future__"))
            i = Expressions.StatementEnd(code, i);
        return code.TokenAt(i) is { } first ? code.Source.StartOf(first.Line) : code.Code.Length;
    }

    private readonly record struct Span(int Start, int End);

    /// <summary>Where import statements name a module.</summary>
    private static List<Span> ImportedAt(BrokenCode code, string module)
    {
        var found = new List<Span>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!((code.IsAt(i - 1, "import") && FirstOfLine(code, i) == i - 1) || code.IsAt(i - 1, "from") || (code.IsAt(i - 1, ",") && code.IsAt(FirstOfLine(code, i), "import"))) || code.Tokens[i].Kind != TokenKind.Name)
                continue;
            var last = i;
            while (code.IsAt(last + 1, ".") && code.TokenAt(last + 2) is { Kind: TokenKind.Name })
                last += 2;
            var whole = Expressions.Text(code, i, last);
            if (whole == module || whole.StartsWith(module + ".", StringComparison.Ordinal))
                found.Add(new Span(code.Tokens[i].Start, code.Tokens[i].Start + module.Length));
        }

        return found;
    }

    private static int FirstOfLine(BrokenCode code, int i) => code.TokensOn(code.Tokens[i].Line).First();

    /// <summary>Changes the import, and the uses too where the module is used by its name.</summary>
    private static Change Rename(BrokenCode code, string old, List<Span> places, string module)
    {
        var edits = new List<TextEdit>();
        var usedByName = places.Exists(at => code.FirstTokenFrom(at.Start) is var i && !code.IsAt(i - 1, "from") && !code.IsAt(i + 1, "as") && !code.IsAt(i + 1, "."));
        foreach (var at in places)
        {
            var i = code.FirstTokenFrom(at.Start);
            var keepsName = usedByName && module.Contains('.') && !code.IsAt(i - 1, "from") && !code.IsAt(i + 1, "as");
            edits.Add(TextEdit.Replace(at.Start, at.End, keepsName ? $"{module} as {old}" : module));
        }

        if (usedByName && !module.Contains('.') && !code.Names.Bound.Contains(module))
            edits.AddRange(code.Names.UsesOf(old).Where(use => !places.Exists(at => at.Start == use.Start)).Select(use => TextEdit.Replace(use, module)));
        return new Change($"Imported '{module}' instead of '{old}'.", [.. edits]);
    }

    /// <returns>Index of the name in <c>from module import name</c>.</returns>
    private static int? ImportedNameAt(BrokenCode code, string module, string name)
    {
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, "from"))
                continue;
            var word = i + 1;
            while (word < code.Tokens.Count && !code.IsAt(word, "import") && code.Tokens[word].Line == code.Tokens[i].Line)
                word++;
            if (!code.IsAt(word, "import") || Expressions.Text(code, i + 1, word - 1) != module)
                continue;
            for (var at = word + 1; at < Expressions.StatementEnd(code, i); at++)
            {
                if (code.IsAt(at, name) && !code.IsAt(at - 1, "as"))
                    return at;
            }
        }

        return null;
    }

    /// <summary>Takes one name out of its import and imports it from where it is.</summary>
    private static Change MoveImport(BrokenCode code, int place, string home)
    {
        var line = code.Tokens[place].Line;
        var (name, alias) = (code.Tokens[place].Text, code.IsAt(place + 1, "as") ? $" as {code.Tokens[place + 2].Text}" : "");
        var what = $"Imported '{name}' from {home}.";
        var last = alias.Length > 0 ? place + 2 : place;
        var isOnly = !code.IsAt(place - 1, ",") && !code.IsAt(last + 1, ",");
        if (isOnly)
        {
            var from = Enumerable.Range(0, place).Last(i => code.IsAt(i, "from"));
            return Change.Replace(code.Tokens[from + 1].Start, code.Tokens[Enumerable.Range(from, place - from).Last(i => code.IsAt(i, "import")) - 1].End, home, what);
        }

        var removal = code.IsAt(last + 1, ",") ? TextEdit.Delete(code.Tokens[place].Start, code.Tokens[last + 2].Start) : TextEdit.Delete(code.Tokens[place - 1].Start, code.Tokens[last].End);
        return new Change(what, [TextEdit.Insert(code.Source.StartOf(FirstLineOf(code, place, line)), $"from {home} import {name}{alias}\n"), removal]);
    }

    private static int FirstLineOf(BrokenCode code, int place, int line)
    {
        var from = Enumerable.Range(0, place).LastOrDefault(i => code.IsAt(i, "from"), -1);
        return from < 0 ? line : code.Tokens[from].Line;
    }

    private static IEnumerable<TextEdit> Renames(BrokenCode code, int place, string old, string name)
    {
        yield return TextEdit.Replace(code.Tokens[place], name);
        if (code.IsAt(place + 1, "as"))
            yield break;
        foreach (var use in code.Names.UsesOf(old).Where(use => use.Start != code.Tokens[place].Start))
            yield return TextEdit.Replace(use, name);
    }

    private static (string Name, string Home)? NearestHome(string name) =>
        Spelling.Nearest(name, PythonLibrary.HomeOf.Keys) is { } near ? (near, PythonLibrary.HomeOf[near]) : null;

    [GeneratedRegex(@"^cannot import name '(?<name>\w+)' from '(?<module>[\w.]+)'")]
    private static partial Regex CannotImport();

    [GeneratedRegex(@"\G\s*\.\s*(?<member>\w+)")]
    private static partial Regex MemberBehind();
}
