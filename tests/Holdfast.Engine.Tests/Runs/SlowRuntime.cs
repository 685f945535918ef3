using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Runs;

/// <summary>A real runtime that gets ready when the test says so.</summary>
internal sealed class SlowRuntime(IRuntime real, Task ready) : IRuntime
{
    public AtomKind Kind => real.Kind;

    public Task GetReadyAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken) => ready.WaitAsync(cancellationToken);

    public ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken) => real.PrepareAsync(launch, cancellationToken);

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => real.Collect(folder, atom, planFolder, ending);

    public Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken) => real.CheckSyntaxAsync(codes, cancellationToken);
}
