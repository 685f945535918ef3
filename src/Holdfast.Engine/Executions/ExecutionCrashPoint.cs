using Holdfast.Processes;

namespace Holdfast.Engine.Executions;

/// <summary>
/// The named places between storing and acting that a free-standing execution comes by; <see cref="ArmedCrash"/> makes the process
/// die at one.
/// </summary>
public static class ExecutionCrashPoint
{
    public const string Queued = "execution_queued";
    public const string BeforeShimSpawn = "before_shim_spawn";
    public const string ShimSpawnedBeforeReport = "shim_spawned_before_report";
    public const string CancelStored = "execution_cancel_stored";
    public const string EndedBeforeStored = "execution_ended_before_stored";
    public const string SweptBeforeLost = "execution_swept_before_lost";
}
