using System.Text.Json.Serialization.Metadata;
using Holdfast.Engine.Environments;
using Holdfast.Protocol;
using Holdfast.Server.Events;
using static Holdfast.Protocol.ErrorCode;
using static Holdfast.Server.Endpoints.OpenApi.ApiParameter;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Every operation there is. A test holds it against what is mapped, and every answer of the tests against what is said here.</summary>
internal static class ApiOperations
{
    private const string Lines = "application/x-ndjson";
    private const string Bytes = "application/octet-stream";

    private static readonly ProtocolJsonContext Json = ProtocolJson.Compact;

    // What may be wrong with what is named, and with what is asked of it.
    private static readonly string[] OfRun = [RunNotFound, RunAmbiguous];
    private static readonly string[] OfAtom = [.. OfRun, UnknownAtom];
    private static readonly string[] OfExecution = [ExecutionNotFound, ExecutionAmbiguous];
    private static readonly string[] OfTask = [TaskNotFound, TaskAmbiguous];
    private static readonly string[] OfSession = [SessionNotFound, SessionAmbiguous];
    private static readonly string[] OfPlanFile = [PlanInvalid, PlanNotFound, PlanAmbiguous];
    private static readonly string[] OfPart = [UnknownWave, UnknownModule, UnknownComponent, UnknownAtom, NeedsNotMet];
    private static readonly string[] OfStart = [RunIsDriven, OldTreeAlive, DaemonStopping];

    private static readonly ApiParameter Key = Text("atom", "The key of an atom", "load") with { IsRequired = true };

    public static readonly IReadOnlyList<ApiOperation> All =
    [
        .. In(
            "Daemon",
            Get("/health", "Whether each part of the daemon is well; 503 while one is not", Json.ServiceHealth) with { OtherStatus = 503 },
            Get("/health/live", "Whether the daemon answers", Json.LivenessDocument),
            Get("/health/ready", "As /health", Json.ServiceHealth) with { OtherStatus = 503 },
            File("/metrics", "What the daemon counts and times, for Prometheus", "text/plain"),
            Get("/api/v2/daemon", "The daemon: its process, version, home and what is under way", Json.DaemonDocument),
            Post("/api/v2/daemon/stop", "End the daemon: leave what runs, drain, or kill", Json.DaemonStopRequest, Json.DaemonDocument, 202),
            Get("/api/v2/daemon/limits", "How much is let through", Json.DaemonLimits),
            new("PATCH", "/api/v2/daemon/limits", "Let through less or more, until the daemon ends", Json.DaemonLimits) { Body = Json.DaemonLimitsChange, Problems = [Changed], IsGuarded = true },
            new("DELETE", "/api/v2/daemon/limits", "Take back what was changed of the limits: the settings hold again", Json.DaemonLimits) { Problems = [Changed], IsGuarded = true },
            Post("/api/v2/daemon/reload", "Go by settings that were read anew, as far as that needs no restart", Json.SettingsReload, Json.ReloadedSettings, 200) with { Problems = [SettingInvalid] },
            Post("/api/v2/token/rotate", "Make a token anew; the one before opens nothing any more", Json.TokenRotation, null, 204),
            Get("/api/v2/diagnostics", "What a person needs to find a fault", Json.DiagnosticsDocument),
            Get("/api/v2/environment", "What the machine has and lacks", Json.EnvironmentDocument, Choice("agent", "Look for this agent's program, too", EnvironmentCheck.AgentNames)),
            Get(
                "/api/v2/why/{id}", "The one reason why an execution, a run, an atom, a task or a session is not moving", Json.WhyDocument,
                WordOf("subject", "What is meant, where the same number is of several", Json.WhySubject), Text("atom", "The key of an atom of the run", "load"))
                with { Problems = [.. OfExecution, .. OfAtom, .. OfTask, .. OfSession] },
            File("/openapi/v1.json", "This description", "application/json"),
            File("/openapi", "This description as a page of its own, which needs no network", "text/html")),

        .. In(
            "Events",
            Get(
                "/api/events", "Everything that happens: a page, or with Accept: text/event-stream a stream", Json.EventPage,
                Number("after", "Only what is behind this id; a Last-Event-ID wins", 0), Number("limit", "Of a page", 1, EventEndpoints.MostEvents, EventEndpoints.UsualEvents),
                Text("run", "Only of this run; one of run, execution and task at a time", "3"), Text("execution", "Only of this execution", "17"), Text("task", "Only of this task", "5"),
                Words("type", "Only of these types; run.* for all that begin so", EventNames.AllAndBeginnings))
                with { Problems = [.. OfRun, .. OfExecution, .. OfTask, EventsTrimmed], Streamed = EventShapes.Stream }),

        .. In(
            "Tasks",
            Get(
                "/api/tasks", "Tasks, page by page", Json.TaskList,
                WordsOf("status", "Only those that stand so", Json.TaskPhase), Text("search", "Only those with this in their title", "parser"),
                Word("sort", "By what", Query.WordsOf(Json.TaskSort)), Word("order", "Which end first", "desc", "asc"),
                Number("limit", "Of a page", 1, TaskEndpoints.MostListed, TaskEndpoints.UsuallyListed), Cursor),
            Post("/api/tasks", "Make a task", Json.TaskRequest, Json.TaskDocument, 201) with { Problems = [TaskInvalid], IsVersioned = true, IsLocated = true },
            Get("/api/tasks/{id}", "One task; its version is the ETag", Json.TaskDocument) with { Problems = OfTask, IsVersioned = true },
            new("PATCH", "/api/tasks/{id}", "Change a task; If-Match guards it", Json.TaskDocument)
            {
                Body = Json.TaskChange, Problems = [.. OfTask, TaskInvalid, TaskChanged, TaskBusy, WorkspaceInUse], IsVersioned = true, IsGuarded = true,
            },
            new("DELETE", "/api/tasks/{id}", "Remove a task", Json.DeletedTask)
            {
                Parameters = [Word("workspace", "What becomes of the place it worked in", "keep", "remove")], Problems = [.. OfTask, TaskChanged, TaskBusy, TransitionNotAllowed], IsGuarded = true,
            },
            Post("/api/tasks/{id}/execute", "Have its agent work on it", Json.TaskExecuteRequest, Json.TaskExecution, 202) with
            {
                IsBodyOptional = true, Finished = Json.SessionDocument, Parameters = [Wait], IsGuarded = true, IsLocated = true,
                Problems = [.. OfTask, TaskChanged, TaskBusy, TransitionNotAllowed, AgentMissing, DaemonStopping],
            },
            Post("/api/tasks/{id}/transition", "Move it by hand; 409 tells where it may go", Json.TransitionRequest, Json.TaskDocument, 200) with
            {
                Problems = [.. OfTask, TaskChanged, TaskBusy, TransitionNotAllowed], IsVersioned = true, IsGuarded = true,
            },
            Post("/api/tasks/{id}/cancel", "End its session, and cancel it", Json.CancelRequest, Json.TaskDocument, 202) with
            {
                Problems = [.. OfTask, TaskChanged, TransitionNotAllowed], IsVersioned = true, IsGuarded = true,
            },
            Get("/api/tasks/{id}/sessions", "Its sessions, newest first", Json.SessionList, SessionFilter) with { Problems = OfTask },
            Get("/api/sessions", "Sessions, newest first", Json.SessionList, SessionFilter),
            Get("/api/sessions/{id}", "One session", Json.SessionDocument) with { Problems = OfSession },
            Get(
                "/api/sessions/{id}/activity", "What its agent does: a page, or with Accept: text/event-stream a stream", Json.ActivityPage,
                Number("after", "Only what is behind this id; a Last-Event-ID wins", 0, null, 0), Number("limit", "Of a page", 1, SessionEndpoints.MostActivity, SessionEndpoints.UsualActivity))
                with { Problems = OfSession, Streamed = ActivityShapes.Stream }),

        .. In(
            "Plans",
            Post("/api/v2/masterplans", "Keep a plan, so that it can be executed by its id; If-Match guards what it takes the place of", null, Json.StoredMasterplan, 201) with
            {
                BodyMediaType = "application/yaml", Problems = [PlanInvalid, Changed], IsLocated = true, IsVersioned = true, IsGuarded = true, IsGuardedWhenNew = true,
                Parameters = [Text("working_directory", "Where files that it names are; / when left out", "/plans")],
            },
            Get(
                "/api/v2/masterplans", "Plans that were stored or run, by name", Json.MasterplanList, Number("limit", "At most so many", 1, MasterplanEndpoints.MostListed, MasterplanEndpoints.UsuallyListed)),
            Get("/api/v2/masterplans/{id}", "One plan, wave by wave; its revision is the ETag", Json.PlanOverview) with { Problems = [PlanNotFound], IsVersioned = true },
            Get("/api/v2/masterplans/{id}/graph", "Its nodes and edges", Json.PlanGraph) with { Problems = [PlanNotFound], IsVersioned = true },
            Execute("/api/v2/execution/masterplan/{id}", "Run a plan", PlanNotFound),
            Execute("/api/v2/execution/wave/{id}/{wave}", "Run one wave of it", PlanNotFound, UnknownWave, NeedsNotMet),
            Execute("/api/v2/execution/component/{id}/{name}", "Run one component of it", PlanNotFound, UnknownComponent, NeedsNotMet),
            Execute("/api/v2/execution/module/{id}/{name}", "Run one module of it", PlanNotFound, UnknownModule, NeedsNotMet),
            Execute("/api/v2/execution/atom/{id}", "Run one atom, by the atom's id", UnknownAtom, NeedsNotMet) with { Finished = Json.AtomAnswer },
            Get("/api/v2/execution/summary/{id}", "What became of a plan's latest run", Json.ExecutionSummary) with { Problems = [PlanNotFound, RunNotFound] },
            Get("/api/v2/execution/metrics", "All that is kept, counted", Json.ExecutionMetrics),
            Post("/api/v2/plans/check", "Tell all faults of a plan", Json.PlanCheckRequest, Json.PlanCheck, 200) with { Problems = OfPlanFile },
            Post("/api/v2/plans/show", "Show a plan", Json.PlanShowRequest, Json.PlanOverview, 200) with { Problems = OfPlanFile },
            Post("/api/v2/plans/trends", "How a plan's runs went", Json.PlanTrendsRequest, Json.PlanTrends, 200) with { Problems = OfPlanFile },
            File("/api/v2/plans/schema", "The JSON Schema of plans", "application/schema+json")),

        .. In(
            "Runs",
            Post("/api/v2/runs", "Run a plan by its file or text", Json.RunRequest, Json.StartedRun, 202) with
            {
                Finished = Json.RunDocument, Parameters = [Wait], Problems = [.. OfPlanFile, .. OfPart, .. OfStart], IsLocated = true,
            },
            Get(
                "/api/v2/runs", "Runs, newest first", Json.RunList,
                [Number("limit", "Of a page", 1, RunEndpoints.MostListed, RunEndpoints.UsuallyListed), WordsOf("status", "Only those that stand so", Json.RunStatus), Id("plan", "Only those of this plan"), .. Sorted(RunEndpoints.Sorts), Cursor]),
            Post("/api/v2/runs/resume", "Go on with every run that was cut off", Json.RunResumeRequest, Json.ResumedRuns, 202) with { Problems = OfStart },
            Get("/api/v2/runs/{id}", "One run with its atoms; its ETag guards what is ordered of it", Json.RunDocument, Flag("everything", "With all results and outputs, not only the results that no other atom needed")) with { Problems = OfRun, IsVersioned = true },
            new("DELETE", "/api/v2/runs/{id}", "Remove a run that has ended", Json.DeletedRun) { Problems = [.. OfRun, RunNotEnded, RunInheritedFrom, Changed], IsGuarded = true },
            Post("/api/v2/runs/{id}/retry", "Run again what did not succeed, as a new run", Json.RunRetryRequest, Json.StartedRun, 202) with
            {
                Finished = Json.RunDocument, Parameters = [Wait], Problems = [.. OfAtom, RunNotEnded, NothingToRetry, NeedsNotMet, Changed, .. OfStart], IsLocated = true, IsGuarded = true,
            },
            Post("/api/v2/runs/{id}/resume", "Go on with a run that was cut off", Json.RunResumeRequest, Json.StartedRun, 202) with
            {
                Finished = Json.RunDocument, Parameters = [Wait], Problems = [.. OfRun, RunEnded, RunCutOff, Changed, .. OfStart], IsLocated = true, IsGuarded = true,
            },
            Post("/api/v2/runs/{id}/stop", "Let what runs finish, and start nothing more", Json.RunOrder, Json.RunRow, 202) with { Problems = [.. OfRun, RunEnded, RunIsDriven, RunCutOff, Changed], IsGuarded = true },
            Post("/api/v2/runs/{id}/cancel", "End what runs", Json.RunOrder, Json.RunRow, 202) with { Problems = [.. OfRun, RunEnded, RunIsDriven, RunCutOff, Changed], IsGuarded = true },
            Get(
                "/api/v2/runs/{id}/updates", "What happens in it, one update a line, to its end", Json.RunUpdate,
                Flag("from_start", "For whoever asked for the run: what has happened, instead of how it stands")) with { MediaType = Lines, Problems = [.. OfRun, RunIsDriven, RunCutOff] },
            Get("/api/v2/runs/{id}/atom", "One atom with every try", Json.AtomHistory, Text("key", "The key of the atom", "load") with { IsRequired = true }) with { Problems = OfAtom },
            Get("/api/v2/runs/{id}/attempts", "Every try of an atom", Json.AttemptList, Key) with { Problems = OfAtom },
            Get("/api/v2/runs/{id}/revisions", "The code that was made for an atom, with its diffs", Json.AtomRevisions, Key) with { Problems = OfAtom },
            Get("/api/v2/runs/{id}/artifacts", "The declared outputs that are kept", Json.ArtifactList) with { Problems = OfRun },
            File("/api/v2/runs/{id}/artifact", "One of them as a file; takes Range", Bytes, Key, Text("path", "One of its outputs", "out/report.txt") with { IsRequired = true }) with
            {
                IsRanged = true, Problems = [.. OfAtom, ArtifactNotFound],
            },
            Get("/api/v2/runs/{id}/stats", "Its figures", Json.RunStats) with { Problems = OfRun },
            Get("/api/v2/runs/{id}/levels", "Its results by component, module or atom", Json.LevelReport, Word("level", "How far down", Query.WordsOf(Json.ResultLevel))) with { Problems = OfRun },
            Get(
                "/api/v2/runs/{id}/diff", "Compared with another run, or an atom's revisions", Json.RunDifference, Text("other", "The other run, or an atom's key", "2"), Text("atom", "The key of an atom", "load"))
                with { Problems = [.. OfAtom, RunOrAtom, DifferentPlans] },
            Get("/api/v2/runs/{id}/export", "All of it, as JSON or as one page", Json.RunExport, Word("format", "In which form", "json", "html")) with { OtherForm = ("text/html", null), Problems = OfRun },
            Get(
                "/api/v2/runs/{id}/logs", "What its atoms wrote, one line of output a line", Json.LogLine,
                Text("atom", "Only of this atom", "load"), Number("attempt", "Only of this try", 1, int.MaxValue), Number("tail", "Only the last lines", 0, RunEndpoints.MostTail),
                Flag("follow", "Every try as it comes, until the run has ended"))
                with { MediaType = Lines, Problems = [.. OfAtom, AttemptNotFound] },
            File("/api/v2/runs/{id}/log", "What one try of an atom wrote; takes Range", Bytes, Key, Number("attempt", "Which try; the last when left out", 1, int.MaxValue)) with
            {
                IsRanged = true, Problems = [.. OfAtom, AttemptNotFound],
            }),

        .. In(
            "Executions",
            Post("/api/v2/executions", "Start any command", Json.ExecutionRequest, Json.StartedExecution, 202) with
            {
                Finished = Json.ExecutionDocument, Parameters = [Wait], Problems = [CouldNotStart, ToolMissing, TmuxMissing, DiskFull, DaemonStopping], IsLocated = true,
            },
            Get(
                "/api/v2/executions", "Executions, newest first", Json.ExecutionList,
                [Number("limit", "Of a page", 1, ExecutionEndpoints.MostListed, ExecutionEndpoints.UsuallyListed), Flag("running", "Only those that are not over"),
                WordsOf("state", "Only those in one of these states", Json.ExecutionStatus), .. Sorted(ExecutionEndpoints.Sorts), Cursor]),
            Post("/api/v2/executions/cancel", "End all of them", Json.CancelRequest, Json.CancelledExecutions, 202),
            Get("/api/v2/executions/health", "How those that run are doing", Json.HealthDocument),
            Get("/api/v2/executions/stats", "How they ended, by day", Json.ExecutionStatsDocument, Number("days", "Of so many days, today among them", 1, HealthEndpoints.MostDays, HealthEndpoints.UsualDays)),
            Get("/api/v2/executions/{id}", "One execution", Json.ExecutionDocument) with { Problems = OfExecution, IsVersioned = true },
            File(
                "/api/v2/executions/{id}/log", "What it wrote; takes Range", Bytes,
                Flag("follow", "To its end, as it comes"), Number("tail", "Only the last lines of what there is", 0, ExecutionEndpoints.MostTail), Number("offset", "Leave out so many bytes, or lines", 0, null, 0), LogFormat)
                with { OtherForm = (Lines, Json.ExecutionLogLine), IsRanged = true, Problems = OfExecution },
            Get(
                "/api/v2/executions/{id}/log/pages", "The same in pages that say where to go on", Json.LogPageDocument,
                Flag("follow", "To its end, as it comes"), Number("tail", "Only the last lines of what there is", 0, ExecutionEndpoints.MostTail), Text("after", "The place of the last page that was read", "0-0-0"), LogFormat)
                with { MediaType = Lines, Problems = OfExecution },
            Get("/api/v2/executions/{id}/wait", "The execution once it has ended", Json.ExecutionDocument) with { Problems = OfExecution },
            Post("/api/v2/executions/{id}/cancel", "End it and its whole tree", Json.CancelRequest, Json.ExecutionDocument, 202) with { Problems = [.. OfExecution, Changed], IsVersioned = true, IsGuarded = true },
            Post("/api/v2/executions/{id}/reset", "Close the record of one that is stuck", Json.ResetRequest, Json.ExecutionDocument, 200) with { Problems = [.. OfExecution, ExecutionNotStuck, Changed], IsGuarded = true },
            Post("/api/v2/executions/{id}/kill-zombie", "End what is left of one that is dead", Json.ResetRequest, Json.KilledZombieDocument, 200) with { Problems = [.. OfExecution, ExecutionNotStuck, Changed], IsGuarded = true },
            Get("/api/v2/queue", "What waits, and why", Json.QueueDocument, Number("limit", "Of those that wait, at most so many", 0, QueueEndpoints.MostListed, QueueEndpoints.UsuallyListed)),
            Post("/api/v2/queue/pause", "Hold back the queue, or one key of it", Json.QueueRequest, Json.QueueDocument, 200) with { Problems = [Changed], IsGuarded = true },
            Post("/api/v2/queue/resume", "Let it through again", Json.QueueRequest, Json.QueueDocument, 200) with { Problems = [Changed], IsGuarded = true }),

        .. In(
            "Maintenance",
            Post("/api/v2/maintenance/cleanup/plan", "What cleaning up would do", Json.CleanupRequest, Json.CleanupPlan, 200) with { Problems = OfCleanup },
            Post("/api/v2/maintenance/cleanup", "Do what was agreed to, one result a line", Json.CleanupOrder, Json.CleanupResult, 200) with { MediaType = Lines, Problems = OfCleanup },
            new("POST", "/api/v2/maintenance/gc", "Remove what retention lets go", Json.GarbageDocument) { Problems = [StoreUnavailable] },
            new("POST", "/api/v2/maintenance/vacuum", "Write the store anew", Json.VacuumDocument) { Problems = [StoreUnavailable] }),
    ];

    private static string[] OfCleanup => [NotARepository, DefaultBranchUnknown, GitFailed, ToolMissing];

    private static ApiParameter LogFormat => Word("format", "As it was written, or one line of JSON a line", "raw", "lines");

    private static ApiParameter[] SessionFilter =>
        [Flag("open", "Only those that have not ended"), Number("limit", "Of a page", 1, SessionEndpoints.MostListed, SessionEndpoints.UsuallyListed), Cursor];

    private static ApiParameter[] Sorted(IEnumerable<ListSort> sorts) =>
    [
        Choice("sort", "By what; what does not have it, as a duration, is not in the list", Query.WordsOf(Json.ListSort, sorts)), Word("order", "Which end first", "desc", "asc"),
        Text("since", "Created then or later: a time, or how long ago", "24h"), Text("until", "Created before that; likewise", "2026-03-01T12:00:00Z"), Text("search", "Only those with this in their name", "build"),
    ];

    private static IEnumerable<ApiOperation> In(string group, params IEnumerable<ApiOperation> operations) => operations.Select(operation => operation with { Group = group });

    private static ApiOperation Get(string pattern, string summary, JsonTypeInfo answer, params ApiParameter[] parameters) => new("GET", pattern, summary, answer) { Parameters = parameters };

    private static ApiOperation File(string pattern, string summary, string mediaType, params ApiParameter[] parameters) =>
        new("GET", pattern, summary, null) { MediaType = mediaType, Parameters = parameters };

    private static ApiOperation Post(string pattern, string summary, JsonTypeInfo? body, JsonTypeInfo? answer, int status) => new("POST", pattern, summary, answer) { Body = body, Status = status };

    private static ApiOperation Execute(string pattern, string summary, params string[] problems) => Post(pattern, summary, Json.MasterplanExecution, Json.StartedRun, 202) with
    {
        IsBodyOptional = true, Finished = Json.RunDocument, Parameters = [Wait], Problems = [.. problems, PlanInvalid, .. OfStart], IsLocated = true,
    };
}
