using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Processes;

namespace Holdfast.Engine.Sandboxes;

/// <summary>The walls around one process.</summary>
public interface ISandbox
{
    SandboxTier Tier { get; }

    /// <summary>Puts the process within the walls, and says limit by limit how well they hold.</summary>
    (ProcessSpec Process, Confinement Confinement) Wrap(ProcessSpec process, AtomSettings settings);
}
