using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>Python code runs as __main__ of a fresh, isolated interpreter, under harness/python/run.py.</summary>
public sealed class PythonRuntime : IRuntime
{
    private static readonly string Harness = Path.Combine(RuntimeKit.HarnessFolder, "python", "run.py");
    private static readonly string Checker = Path.Combine(RuntimeKit.HarnessFolder, "python", "check.py");

    private readonly RuntimeKit kit;

    internal PythonRuntime(RuntimeKit kit) => this.kit = kit;

    public AtomKind Kind => AtomKind.Python;

    public async ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken)
    {
        var (python, missing) = await kit.Interpreters.FindAsync(InterpreterKind.Python);
        if (python is null)
            return RuntimeStart.Refused(missing!);
        var (environment, code, refusal) = kit.Begin(launch, ".py");
        return refusal is null
            ? new RuntimeStart([python.Path, "-I", Harness, launch.Folder.Path, code, RuntimeKit.ShownFile(launch, code)], [.. environment])
            : RuntimeStart.Refused(refusal);
    }

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => kit.Collect(folder, atom, planFolder, ending);

    /// <summary>All codes count as parsing where there is no Python to ask: whoever runs them is told what is missing.</summary>
    public async Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var (python, _) = await kit.Interpreters.FindAsync(InterpreterKind.Python);
        return python is null
            ? new ReportedException?[codes.Count]
            : await SyntaxCheck.RunAsync(codes, batch => kit.AskParserAsync(
                request => JsonSerializer.Serialize(request, batch),
                (request, answer) => [python.Path, "-I", Checker, request, answer],
                cancellationToken));
    }
}
