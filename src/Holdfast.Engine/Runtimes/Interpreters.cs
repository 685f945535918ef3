using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <param name="Path">The program itself, not a script that would start it.</param>
public sealed record Interpreter(string Path, Version Version);

/// <summary>What came of looking for an interpreter: exactly one of the two.</summary>
public readonly record struct InterpreterSearch(Interpreter? Found, EndCause.CouldNotStart? Refusal);

/// <summary>How one language's interpreter is found.</summary>
/// <param name="Setting">The variable that names it instead.</param>
/// <param name="Names">Looked up on the PATH, in this order.</param>
/// <param name="VersionQuestion">Arguments with which the program tells its version, fast.</param>
/// <param name="PathQuestion">Arguments with which a script in its place gets the program to tell its version, then its path.</param>
public sealed record InterpreterKind(
    string Name, string Setting, IReadOnlyList<string> Names, Version Oldest, string VersionQuestion, IReadOnlyList<string> PathQuestion, string HowToInstall)
{
    public static readonly InterpreterKind Python = new(
        "Python", "HOLDFAST_PYTHON", ["python3", "python"], new Version(3, 9), "-V",
        ["-c", "import sys; print('Python %d.%d.%d' % sys.version_info[:3]); print(sys.executable)"],
        "Install it (Debian, Ubuntu: apt install python3; Fedora: dnf install python3)");

    public static readonly InterpreterKind Node = new(
        "Node.js", "HOLDFAST_NODE", ["node", "nodejs"], new Version(20, 12), "--version",
        ["-p", "process.version + '\\n' + process.execPath"],
        "Install it from https://nodejs.org or with your distribution's packages");
}

/// <summary>
/// Finds each interpreter once. What stands on the PATH is often a script that looks for the program anew at every start
/// (pyenv, asdf, mise: 160 ms each time); such a script is asked once where the program is.
/// </summary>
public sealed partial class Interpreters
{
    private const string ShellSetting = "HOLDFAST_SH";

    private readonly ProcessEnvironment environment;
    private readonly OneShot oneShot;
    private readonly ConcurrentDictionary<InterpreterKind, Task<InterpreterSearch>> searches = new();

    internal Interpreters(ProcessEnvironment environment, OneShot oneShot)
    {
        this.environment = environment;
        this.oneShot = oneShot;
    }

    /// <summary>The same answer each time, except that what is missing is looked for again.</summary>
    public async Task<InterpreterSearch> FindAsync(InterpreterKind kind)
    {
        var search = searches.GetOrAdd(kind, SearchAsync);
        var answer = await search;
        if (answer.Found is null)
            searches.TryRemove(KeyValuePair.Create(kind, search));
        return answer;
    }

    /// <summary>The shell of shell atoms: /bin/sh, or what the setting names.</summary>
    public InterpreterSearch FindShell()
    {
        var path = environment.Host.GetValueOrDefault(ShellSetting, "/bin/sh");
        return ProgramSearch.IsExecutable(path)
            ? new InterpreterSearch(new Interpreter(path, new Version(0, 0)), null)
            : Missing("interpreter_missing", $"The shell {path} does not exist or cannot be executed. Name another in {ShellSetting}.");
    }

    private async Task<InterpreterSearch> SearchAsync(InterpreterKind kind)
    {
        var named = environment.Host.GetValueOrDefault(kind.Setting);
        if (named is not null && !ProgramSearch.IsExecutable(named))
            return Missing("interpreter_missing", $"{kind.Setting} names {named}, which does not exist or cannot be executed.");

        var candidates = named is not null ? [named] : kind.Names.SelectMany(name => ProgramSearch.OnPath(name, environment.Base["PATH"])).ToArray();
        var why = "none is on the PATH";
        foreach (var candidate in candidates)
        {
            if (await AskAsync(kind, candidate) is not { } found)
                why = $"{candidate} does not answer";
            else if (found.Version < kind.Oldest)
                why = $"{found.Path} is {found.Version}";
            else
                return new InterpreterSearch(found, null);
        }

        return Missing(
            candidates.Length == 0 ? "interpreter_missing" : "interpreter_unusable",
            $"{kind.Name} {kind.Oldest} or newer is needed, but {why}. {kind.HowToInstall}, or name its program in {kind.Setting}.");
    }

    private async Task<Interpreter?> AskAsync(InterpreterKind kind, string candidate)
    {
        var isScript = IsScript(candidate);
        using var folder = new TemporaryFolder();
        var answer = isScript
            ? await oneShot.RunAsync([candidate, .. kind.PathQuestion], environment.Host, folder.Path, CancellationToken.None)
            : await oneShot.RunAsync([candidate, kind.VersionQuestion], environment.Base, folder.Path, CancellationToken.None);
        var lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!answer.IsGood || lines.Length < (isScript ? 2 : 1) || VersionNumber().Match(lines[0]) is not { Success: true } version)
            return null;
        var path = isScript ? lines[1] : candidate;
        return ProgramSearch.IsExecutable(path) ? new Interpreter(path, Version.Parse(version.Value)) : null;
    }

    private static bool IsScript(string path)
    {
        Span<byte> start = stackalloc byte[2];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("#!"u8);
    }

    private static InterpreterSearch Missing(string code, string why) => new(null, new EndCause.CouldNotStart(code, why));

    [GeneratedRegex(@"\d+\.\d+(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}
