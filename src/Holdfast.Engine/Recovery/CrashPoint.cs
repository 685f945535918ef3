using Holdfast.Processes;

namespace Holdfast.Engine.Recovery;

/// <summary>
/// The named places between storing and acting; <see cref="ArmedCrash"/> makes the process die at one.
/// </summary>
public static class CrashPoint
{
    public const string RunStored = "run_stored";
    public const string BeforeAppend = "before_append";
    public const string AppendedBeforeEffects = "appended_before_effects";
    public const string BeforeSpawn = "before_spawn";
    public const string SpawnedBeforeReport = "spawned_before_report";
    public const string EndedBeforeCollect = "ended_before_collect";
    public const string CollectedBeforePublish = "collected_before_publish";
    public const string PublishedBeforeReport = "published_before_report";
    public const string FixedBeforeReport = "fixed_before_report";
    public const string RunClaimed = "run_claimed";
    public const string SweptBeforeInterrupt = "swept_before_interrupt";
    public const string RunEnded = "run_ended";
    public const string ExecutionQueued = "execution_queued";
    public const string BeforeShimSpawn = "before_shim_spawn";
    public const string ShimSpawnedBeforeReport = "shim_spawned_before_report";
    public const string ExecutionCancelStored = "execution_cancel_stored";
    public const string ExecutionEndedBeforeStored = "execution_ended_before_stored";
    public const string ExecutionSweptBeforeLost = "execution_swept_before_lost";

    /// <summary>Every name a run comes by.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        RunStored, BeforeAppend, AppendedBeforeEffects, BeforeSpawn, SpawnedBeforeReport, EndedBeforeCollect,
        CollectedBeforePublish, PublishedBeforeReport, FixedBeforeReport, RunClaimed, SweptBeforeInterrupt, RunEnded,
    ];

    /// <summary>Every name a free-standing execution comes by.</summary>
    public static readonly IReadOnlyList<string> OfExecutions =
    [
        ExecutionQueued, BeforeShimSpawn, ShimSpawnedBeforeReport, ExecutionCancelStored,
        ExecutionEndedBeforeStored, ExecutionSweptBeforeLost,
    ];

    public static void Pass(string name) => ArmedCrash.Pass(name);
}
