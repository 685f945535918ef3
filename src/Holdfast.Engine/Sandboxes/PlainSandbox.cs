using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Processes;

namespace Holdfast.Engine.Sandboxes;

/// <summary>No walls: the process runs as we do. Every limit asked for is reported absent.</summary>
public sealed class PlainSandbox : ISandbox
{
    public SandboxTier Tier => SandboxTier.Plain;

    public (ProcessSpec Process, Confinement Confinement) Wrap(ProcessSpec process, AtomSettings settings) =>
        (process, new Confinement(
            SandboxTier.Plain,
            Memory: AbsentIf(settings.MemoryLimitBytes is not null),
            Cpu: AbsentIf(settings.CpuLimitCores is not null),
            Network: AbsentIf(settings.Sandbox.Network == false)));

    private static LimitStatus AbsentIf(bool asked) => asked ? LimitStatus.Absent : LimitStatus.NotAsked;
}
