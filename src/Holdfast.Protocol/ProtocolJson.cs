using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Maintenance;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Queueing;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Holdfast.Protocol.Settings;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Protocol;

/// <summary>How every document is written: snake_case names, no field left out, times in UTC.</summary>
public static class ProtocolJson
{
    /// <summary>One document, one line.</summary>
    public static readonly ProtocolJsonContext Compact = new(Options(indented: false));

    /// <summary>For people.</summary>
    public static readonly ProtocolJsonContext Indented = new(Options(indented: true));

    /// <summary>Results may be nested this deep, and a little for the document around them.</summary>
    private const int DeepestJson = 1024;

    // The documents go to terminals, files and programs, never into a page's markup: é and ' stay as they are.
    private static JsonSerializerOptions Options(bool indented) => new(ProtocolJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        MaxDepth = DeepestJson,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(AtomHistory))]
[JsonSerializable(typeof(DeletedRun))]
[JsonSerializable(typeof(ArtifactList))]
[JsonSerializable(typeof(AttemptList))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunRetryRequest))]
[JsonSerializable(typeof(RunResumeRequest))]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(StartedRun))]
[JsonSerializable(typeof(ResumedRuns))]
[JsonSerializable(typeof(RunUpdate))]
[JsonSerializable(typeof(RunDifference))]
[JsonSerializable(typeof(PlanCheckRequest))]
[JsonSerializable(typeof(PlanShowRequest))]
[JsonSerializable(typeof(PlanTrendsRequest))]
[JsonSerializable(typeof(PlanCheck))]
[JsonSerializable(typeof(PlanOverview))]
[JsonSerializable(typeof(MasterplanList))]
[JsonSerializable(typeof(StoredMasterplan))]
[JsonSerializable(typeof(PlanGraph))]
[JsonSerializable(typeof(MasterplanExecution))]
[JsonSerializable(typeof(ExecutionSummary))]
[JsonSerializable(typeof(AtomAnswer))]
[JsonSerializable(typeof(ExecutionMetrics))]
[JsonSerializable(typeof(RunStats))]
[JsonSerializable(typeof(LevelReport))]
[JsonSerializable(typeof(PlanTrends))]
[JsonSerializable(typeof(RunDiff))]
[JsonSerializable(typeof(AtomRevisions))]
[JsonSerializable(typeof(RunExport))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DaemonFile))]
[JsonSerializable(typeof(DaemonDocument))]
[JsonSerializable(typeof(DaemonStopRequest))]
[JsonSerializable(typeof(StoppedDaemon))]
[JsonSerializable(typeof(DaemonLimits))]
[JsonSerializable(typeof(DaemonLimitsChange))]
[JsonSerializable(typeof(SettingsReload))]
[JsonSerializable(typeof(ReloadedSettings))]
[JsonSerializable(typeof(Dictionary<string, SettingPlace>))]
[JsonSerializable(typeof(ServiceHealth))]
[JsonSerializable(typeof(LivenessDocument))]
[JsonSerializable(typeof(TokenDocument))]
[JsonSerializable(typeof(TokenRotation))]
[JsonSerializable(typeof(ExecutionRequest))]
[JsonSerializable(typeof(ExecutionDocument))]
[JsonSerializable(typeof(ExecutionList))]
[JsonSerializable(typeof(AttachDocument))]
[JsonSerializable(typeof(WhyDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ExecutionStatsDocument))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(KilledZombieDocument))]
[JsonSerializable(typeof(LogPageDocument))]
[JsonSerializable(typeof(StartedExecution))]
[JsonSerializable(typeof(ExecutionLogLine))]
[JsonSerializable(typeof(SettingsDocument))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(QueueDocument))]
[JsonSerializable(typeof(QueueRequest))]
[JsonSerializable(typeof(CancelledExecutions))]
[JsonSerializable(typeof(EnvironmentDocument))]
[JsonSerializable(typeof(DiagnosticsDocument))]
[JsonSerializable(typeof(DiagnosticsReport))]
[JsonSerializable(typeof(CleanupRequest))]
[JsonSerializable(typeof(CleanupPlan))]
[JsonSerializable(typeof(CleanupOrder))]
[JsonSerializable(typeof(CleanupResult))]
[JsonSerializable(typeof(CleanupDocument))]
[JsonSerializable(typeof(GarbageDocument))]
[JsonSerializable(typeof(VacuumDocument))]
[JsonSerializable(typeof(StoreCheckDocument))]
[JsonSerializable(typeof(RestoredDocument))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskChange))]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(TaskList))]
[JsonSerializable(typeof(TaskExecution))]
[JsonSerializable(typeof(TaskExecuteRequest))]
[JsonSerializable(typeof(TransitionRequest))]
[JsonSerializable(typeof(DeletedTask))]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ActivityDocument))]
[JsonSerializable(typeof(ActivityPage))]
[JsonSerializable(typeof(ActivityEnd))]
[JsonSerializable(typeof(EventDocument))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventLag))]
[JsonSerializable(typeof(EventEnd))]
[JsonSerializable(typeof(TaskPhase))]
[JsonSerializable(typeof(TaskSort))]
[JsonSerializable(typeof(ListSort))]
[JsonSerializable(typeof(SessionStatus))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class ProtocolJsonContext : JsonSerializerContext;
