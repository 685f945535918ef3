using System.Text.RegularExpressions;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>Shell code is a script for /bin/sh. Nothing is set for it: no -e, no -u.</summary>
public sealed partial class ShellRuntime : IRuntime
{
    /// <summary>$0 is the shell, $1 the number of scripts. Writes the numbers of those that do not parse, and what it says of them beside them.</summary>
    private const string CheckAll = "i=0; while [ $i -lt $1 ]; do \"$0\" -n $i.sh 2>$i.error || echo $i; i=$((i + 1)); done";

    private readonly RuntimeKit kit;

    internal ShellRuntime(RuntimeKit kit) => this.kit = kit;

    public AtomKind Kind => AtomKind.Shell;

    public ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken)
    {
        var (shell, missing) = kit.Interpreters.FindShell();
        if (shell is null)
            return new(RuntimeStart.Refused(missing!));
        var (environment, code, refusal) = kit.Begin(launch, ".sh");
        return new(refusal is null ? new RuntimeStart([shell.Path, code], [.. environment]) : RuntimeStart.Refused(refusal));
    }

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => kit.Collect(folder, atom, planFolder, ending);

    public async Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var faults = new ReportedException?[codes.Count];
        var (shell, _) = kit.Interpreters.FindShell();
        if (shell is null || codes.Count == 0)
            return faults;

        using var folder = new TemporaryFolder();
        for (var i = 0; i < codes.Count; i++)
            await File.WriteAllTextAsync(folder.File($"{i}.sh"), codes[i], cancellationToken);
        var answer = await kit.OneShot.RunAsync([shell.Path, "-c", CheckAll, shell.Path, $"{codes.Count}"], kit.Environment.Base, folder.Path, cancellationToken);
        if (!answer.IsGood)
            throw new InvalidOperationException($"{shell.Path} could not check {codes.Count} scripts: {answer.Cause} {answer.Errors}");
        foreach (var number in answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            faults[int.Parse(number)] = Describe(await File.ReadAllTextAsync(folder.File($"{number}.error"), cancellationToken));
        return faults;
    }

    /// <summary>Shells tell of syntax errors in text only, dash as <c>0.sh: 3: Syntax error: …</c> and bash as <c>0.sh: line 3: syntax error …</c>.</summary>
    private static ReportedException Describe(string error)
    {
        var match = PlaceAndMessage().Match(error);
        return new ReportedException
        {
            Type = "SyntaxError",
            WhileParsing = true,
            Line = match.Success ? int.Parse(match.Groups["line"].ValueSpan) : null,
            Message = match.Success ? match.Groups["message"].Value : error.Trim(),
        };
    }

    [GeneratedRegex(@"^[^:\n]*: (line )?(?<line>\d+): (?<message>.+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PlaceAndMessage();
}
