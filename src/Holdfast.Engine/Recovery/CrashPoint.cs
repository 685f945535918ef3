using Holdfast.Processes;

namespace Holdfast.Engine.Recovery;

/// <summary>
/// The named places between storing and acting that a run comes by; <see cref="ArmedCrash"/> makes the process die at one.
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

    public static void Pass(string name) => ArmedCrash.Pass(name);
}
