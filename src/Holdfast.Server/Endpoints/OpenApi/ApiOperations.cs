using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Every operation there is. A test holds it against what is mapped.</summary>
internal static class ApiOperations
{
    private const string Lines = "application/x-ndjson";
    private const string Bytes = "application/octet-stream";

    private static readonly ProtocolJsonContext Json = ProtocolJson.Compact;

    public static readonly IReadOnlyList<ApiOperation> All =
    [
        Get("/health", "Whether each part of the daemon is well; 503 while one is not", Json.ServiceHealth),
        Get("/health/live", "Whether the daemon answers", Json.LivenessDocument),
        Get("/health/ready", "As /health", Json.ServiceHealth),
        Text("/metrics", "What the daemon counts and times, for Prometheus", "text/plain"),
        Text("/openapi/v1.json", "This description", "application/json"),
        Text("/openapi", "This description as a page of its own, which needs no network", "text/html"),

        Get("/api/v2/daemon", "The daemon: its process, version, home and what is under way", Json.DaemonDocument),
        Post("/api/v2/daemon/stop", "End the daemon: leave what runs, drain, or kill", Json.DaemonStopRequest, Json.DaemonDocument, 202, """{"mode":"drain"}"""),
        Get("/api/v2/daemon/limits", "How much is let through", Json.DaemonLimits),
        new("PATCH", "/api/v2/daemon/limits", "Let through less or more, until the daemon ends", Json.DaemonLimits) { Body = Json.DaemonLimitsChange, Example = """{"max_executions":2}""" },
        Post("/api/v2/token/rotate", "Make a token anew; the one before opens nothing any more", Json.TokenRotation, null, 204, """{"read_only":false}"""),
        Get("/api/v2/diagnostics", "What a person needs to find a fault", Json.DiagnosticsDocument),
        Get("/api/v2/environment", "What the machine has and lacks", Json.EnvironmentDocument, "agent"),
        Get("/api/v2/why/{id}", "The one reason why an execution, a run, an atom, a task or a session is not moving", Json.WhyDocument, "subject", "atom"),

        Get("/api/events", "Everything that happens: a page, or with Accept: text/event-stream a stream", Json.EventPage, "after", "limit", "run", "execution", "task", "type"),

        Get("/api/tasks", "Tasks, page by page", Json.TaskList, "status", "search", "sort", "order", "limit", "cursor"),
        Post("/api/tasks", "Make a task", Json.TaskRequest, Json.TaskDocument, 201, """{"title":"Mend the parser","prompt":"It breaks on ü.","agent":{"command":["agent","{prompt}"]},"workspace":{"kind":"folder"}}"""),
        Get("/api/tasks/{id}", "One task; its version is the ETag", Json.TaskDocument),
        new("PATCH", "/api/tasks/{id}", "Change a task; If-Match guards it", Json.TaskDocument) { Body = Json.TaskChange, Example = """{"title":"Mend the parser soon","priority":5}""" },
        new("DELETE", "/api/tasks/{id}", "Remove a task", Json.DeletedTask) { Parameters = ["workspace"] },
        Post("/api/tasks/{id}/execute", "Have its agent work on it", Json.TaskExecuteRequest, Json.TaskExecution, 202, """{"who":"anna"}""") with { Finished = Json.SessionDocument, Parameters = ["wait"] },
        Post("/api/tasks/{id}/transition", "Move it by hand; 409 tells where it may go", Json.TransitionRequest, Json.TaskDocument, 200, """{"to":"done","who":"anna","why":"Looks good."}"""),
        Post("/api/tasks/{id}/cancel", "End its session, and cancel it", Json.CancelRequest, Json.TaskDocument, 202, """{"who":"anna","immediate":false}"""),
        Get("/api/tasks/{id}/sessions", "Its sessions, newest first", Json.SessionList, "open", "limit", "cursor"),
        Get("/api/sessions", "Sessions, newest first", Json.SessionList, "open", "limit", "cursor"),
        Get("/api/sessions/{id}", "One session", Json.SessionDocument),
        Get("/api/sessions/{id}/activity", "What its agent does: a page, or a stream", Json.ActivityPage, "after", "limit"),

        Post("/api/v2/masterplans", "Keep a plan, so that it can be executed by its id", null, Json.StoredMasterplan, 201, null) with { BodyMediaType = "application/yaml", Parameters = ["working_directory"] },
        Get("/api/v2/masterplans", "Plans that were stored or run, by name", Json.MasterplanList, "limit"),
        Get("/api/v2/masterplans/{id}", "One plan, wave by wave", Json.PlanOverview),
        Get("/api/v2/masterplans/{id}/graph", "Its nodes and edges", Json.PlanGraph),
        Execute("/api/v2/execution/masterplan/{id}", "Run a plan"),
        Execute("/api/v2/execution/wave/{id}/{wave}", "Run one wave of it"),
        Execute("/api/v2/execution/component/{id}/{name}", "Run one component of it"),
        Execute("/api/v2/execution/module/{id}/{name}", "Run one module of it"),
        Execute("/api/v2/execution/atom/{id}", "Run one atom, by the atom's id") with { Finished = Json.AtomAnswer },
        Get("/api/v2/execution/summary/{id}", "What became of a plan's latest run", Json.ExecutionSummary),
        Get("/api/v2/execution/metrics", "All that is kept, counted", Json.ExecutionMetrics),
        Post("/api/v2/plans/check", "Tell all faults of a plan", Json.PlanCheckRequest, Json.PlanCheck, 200, """{"plan":{"file":"/plans/orders.yaml","working_directory":"/plans"},"strict":false}"""),
        Post("/api/v2/plans/show", "Show a plan", Json.PlanShowRequest, Json.PlanOverview, 200, """{"plan":{"file":"/plans/orders.yaml","working_directory":"/plans"}}"""),
        Post("/api/v2/plans/trends", "How a plan's runs went", Json.PlanTrendsRequest, Json.PlanTrends, 200, """{"plan":{"file":"orders","working_directory":"/"},"last":10}"""),
        Text("/api/v2/plans/schema", "The JSON Schema of plans", "application/schema+json"),

        Post("/api/v2/runs", "Run a plan by its file or text", Json.RunRequest, Json.StartedRun, 202, """{"plan":{"file":"/plans/orders.yaml","working_directory":"/plans"},"schedule":"waves","jobs":4}""") with { Finished = Json.RunDocument, Parameters = ["wait"] },
        Get("/api/v2/runs", "Runs, newest first", Json.RunList, "limit", "status", "plan", "cursor"),
        Post("/api/v2/runs/resume", "Go on with every run that was cut off", Json.RunResumeRequest, Json.ResumedRuns, 202, "{}"),
        Get("/api/v2/runs/{id}", "One run with its atoms", Json.RunDocument, "everything"),
        new("DELETE", "/api/v2/runs/{id}", "Remove a run that has ended", Json.DeletedRun),
        Post("/api/v2/runs/{id}/retry", "Run again what did not succeed, as a new run", Json.RunRetryRequest, Json.StartedRun, 202, """{"only_failed":true}""") with { Finished = Json.RunDocument, Parameters = ["wait"] },
        Post("/api/v2/runs/{id}/resume", "Go on with a run that was cut off", Json.RunResumeRequest, Json.StartedRun, 202, "{}") with { Finished = Json.RunDocument, Parameters = ["wait"] },
        Post("/api/v2/runs/{id}/stop", "Let what runs finish, and start nothing more", Json.RunOrder, Json.RunRow, 202, """{"who":"anna"}"""),
        Post("/api/v2/runs/{id}/cancel", "End what runs", Json.RunOrder, Json.RunRow, 202, """{"who":"anna"}"""),
        Get("/api/v2/runs/{id}/updates", "What happens in it, one update a line, to its end", Json.RunUpdate, "from_start") with { MediaType = Lines },
        Get("/api/v2/runs/{id}/atom", "One atom with every try", Json.AtomHistory, "key"),
        Get("/api/v2/runs/{id}/attempts", "Every try of an atom", Json.AttemptList, "atom"),
        Get("/api/v2/runs/{id}/revisions", "The code that was made for an atom, with its diffs", Json.AtomRevisions, "atom"),
        Get("/api/v2/runs/{id}/artifacts", "The declared outputs that are kept", Json.ArtifactList),
        Text("/api/v2/runs/{id}/artifact", "One of them as a file; takes Range", Bytes, "atom", "path"),
        Get("/api/v2/runs/{id}/stats", "Its figures", Json.RunStats),
        Get("/api/v2/runs/{id}/levels", "Its results by component, module or atom", Json.LevelReport, "level"),
        Get("/api/v2/runs/{id}/diff", "Compared with another run, or an atom's revisions", Json.RunDifference, "other", "atom"),
        Get("/api/v2/runs/{id}/export", "All of it, as JSON or as one page", Json.RunExport, "format"),
        Get("/api/v2/runs/{id}/logs", "What its atoms wrote, one line of output a line", Json.LogLine, "atom", "attempt", "tail") with { MediaType = Lines },

        Post("/api/v2/executions", "Start any command", Json.ExecutionRequest, Json.StartedExecution, 202, """{"command":["make","test"],"working_directory":"/srv/project","timeout_ms":600000}""") with { Finished = Json.ExecutionDocument, Parameters = ["wait"] },
        Get("/api/v2/executions", "Executions, newest first", Json.ExecutionList, "limit", "running", "state", "cursor"),
        Post("/api/v2/executions/cancel", "End all of them", Json.CancelRequest, Json.CancelledExecutions, 202, """{"who":"anna"}"""),
        Get("/api/v2/executions/health", "How those that run are doing", Json.HealthDocument),
        Get("/api/v2/executions/stats", "How they ended, by day", Json.ExecutionStatsDocument, "days"),
        Get("/api/v2/executions/{id}", "One execution", Json.ExecutionDocument),
        Text("/api/v2/executions/{id}/log", "What it wrote; takes Range", Bytes, "follow", "tail", "offset", "format"),
        Get("/api/v2/executions/{id}/log/pages", "The same in pages that say where to go on", Json.LogPageDocument, "follow", "tail", "after", "format") with { MediaType = Lines },
        Get("/api/v2/executions/{id}/wait", "The execution once it has ended", Json.ExecutionDocument),
        Post("/api/v2/executions/{id}/cancel", "End it and its whole tree", Json.CancelRequest, Json.ExecutionDocument, 202, """{"who":"anna","immediate":false}"""),
        Post("/api/v2/executions/{id}/reset", "Close the record of one that is stuck", Json.ResetRequest, Json.ExecutionDocument, 200, """{"who":"anna","force":false}"""),
        Post("/api/v2/executions/{id}/kill-zombie", "End what is left of one that is dead", Json.ResetRequest, Json.KilledZombieDocument, 200, """{"who":"anna"}"""),

        Get("/api/v2/queue", "What waits, and why", Json.QueueDocument, "limit"),
        Post("/api/v2/queue/pause", "Hold back the queue, or one key of it", Json.QueueRequest, Json.QueueDocument, 200, """{"who":"anna","key":"agent"}"""),
        Post("/api/v2/queue/resume", "Let it through again", Json.QueueRequest, Json.QueueDocument, 200, """{"who":"anna"}"""),

        Post("/api/v2/maintenance/cleanup/plan", "What cleaning up would do", Json.CleanupRequest, Json.CleanupPlan, 200, null),
        Post("/api/v2/maintenance/cleanup", "Do what was agreed to, one result a line", Json.CleanupOrder, Json.CleanupResult, 200, null) with { MediaType = Lines },
        new("POST", "/api/v2/maintenance/gc", "Remove what retention lets go", Json.GarbageDocument),
        new("POST", "/api/v2/maintenance/vacuum", "Write the store anew", Json.VacuumDocument),
    ];

    private static ApiOperation Get(string pattern, string summary, JsonTypeInfo answer, params string[] parameters) => new("GET", pattern, summary, answer) { Parameters = parameters };

    private static ApiOperation Text(string pattern, string summary, string mediaType, params string[] parameters) =>
        new("GET", pattern, summary, null) { MediaType = mediaType, Parameters = parameters };

    private static ApiOperation Post(string pattern, string summary, JsonTypeInfo? body, JsonTypeInfo? answer, int status, string? example) =>
        new("POST", pattern, summary, answer) { Body = body, Status = status, Example = example };

    private static ApiOperation Execute(string pattern, string summary) => Post(pattern, summary, Json.MasterplanExecution, Json.StartedRun, 202, """{"execute_by_waves":true,"input_data":{"a":1}}""") with
    {
        Finished = Json.RunDocument, Parameters = ["wait"],
    };
}
