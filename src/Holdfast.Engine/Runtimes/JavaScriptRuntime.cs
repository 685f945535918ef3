using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>JavaScript runs in a fresh Node.js, as CommonJS or as an ES module, whichever it is.</summary>
public sealed class JavaScriptRuntime : IRuntime
{
    private readonly RuntimeKit kit;

    internal JavaScriptRuntime(RuntimeKit kit) => this.kit = kit;

    public AtomKind Kind => AtomKind.JavaScript;

    public ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken) =>
        NodeHarness.PrepareAsync(kit, launch, ".js", transformedFile: null);

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => kit.Collect(folder, atom, planFolder, ending);

    /// <summary>All codes count as parsing where there is no Node.js to ask: whoever runs them is told what is missing.</summary>
    public Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken) =>
        NodeHarness.CheckSyntaxAsync(kit, "javascript", codes, outputOf: _ => "", cancellationToken);
}
