using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Telemetry;

/// <summary>From what is stored to the span that it was.</summary>
internal static class SpanMaking
{
    public static Span Of(StoredExecution execution)
    {
        var cause = execution.Cause?.Kind;
        var ended = execution.Ending?.EndedAt ?? execution.EndedAt ?? execution.CreatedAt;
        return new Span($"execution {execution.Order.Name ?? Path.GetFileName(execution.Order.Arguments[0])}", execution.Id.Value, execution.Trace, execution.CreatedAt, ended,
            execution.State is ExecutionState.Failed ? cause : null)
        {
            Attributes =
            [
                ("holdfast.execution.id", execution.Id.ToString()), ("holdfast.execution.number", execution.Number), ("holdfast.execution.state", execution.StateWord),
                ("holdfast.execution.cause", cause), ("holdfast.execution.wait_ms", Milliseconds(execution.StartedAt - execution.CreatedAt)),
                ("holdfast.execution.duration_ms", Milliseconds(execution.Ending?.Duration)), ("process.pid", execution.Process?.Pid), ("process.exit.code", execution.ExitCode),
            ],
            Moments = Known(("queued", execution.CreatedAt), ("process.started", execution.StartedAt), ("process.ended", execution.Process is null ? null : execution.Ending?.EndedAt), ("stored", execution.EndedAt)),
        };
    }

    public static Span Of(StoredRun run) => new($"run {run.PlanName}", run.Id.Value, run.Trace, run.CreatedAt, run.EndedAt ?? run.CreatedAt, run.Status is RunStatus.Failed ? "failed" : null)
    {
        Attributes =
        [
            ("holdfast.run.id", run.Id.ToString()), ("holdfast.run.number", run.Number), ("holdfast.run.status", run.Status.ToString().ToLowerInvariant()), ("holdfast.plan.id", run.PlanId.ToString()),
            ("holdfast.plan.name", run.PlanName), ("holdfast.atoms.total", run.Total), ("holdfast.atoms.succeeded", run.Succeeded), ("holdfast.atoms.failed", run.Failed),
            ("holdfast.atoms.skipped", run.Skipped), ("holdfast.atoms.cancelled", run.Cancelled),
        ],
        Moments = Known(("queued", run.CreatedAt), ("started", run.StartedAt)),
    };

    public static Span Of(StoredSession session) => new(
        "session", session.Id.Value, session.Trace, session.StartedAt, session.EndedAt ?? session.StartedAt, session.Status is SessionStatus.Failed ? session.Cause?.Kind ?? "failed" : null)
    {
        Attributes =
        [
            ("holdfast.session.id", session.Id.ToString()), ("holdfast.session.status", session.Status.ToString().ToLowerInvariant()), ("holdfast.session.phase", session.Phase.ToString().ToLowerInvariant()),
            ("holdfast.task.id", session.Task.ToString()), ("holdfast.task.number", session.TaskNumber), ("holdfast.execution.id", session.Execution.ToString()),
            ("holdfast.execution.cause", session.Cause?.Kind), ("process.exit.code", session.Cause?.ExitCode),
        ],
    };

    /// <param name="startedAt">When the attempt was stored, before its process was started.</param>
    /// <param name="ended">The fields of the event that says how it ended.</param>
    public static Span OfAttempt(StoredRun run, string atom, int number, DateTimeOffset startedAt, DateTimeOffset at, JsonElement ended)
    {
        var execution = new AttemptId(run.Id, atom, number).Execution;
        var (ending, outcome) = (Field(ended, "ending"), Text(Field(ended, "outcome")));
        var processStarted = Time(Field(ending, "started_at_us"));
        return new Span($"atom {atom}", execution.Value, run.Trace.Within(run.Id.Value), Earlier(startedAt, processStarted), Time(Field(ending, "ended_at_us")) ?? at,
            outcome is "failed" or "interrupted" ? Text(Field(Field(ended, "failure"), "code")) ?? outcome : null)
        {
            Attributes =
            [
                ("holdfast.run.id", run.Id.ToString()), ("holdfast.atom.key", atom), ("holdfast.attempt.number", number), ("holdfast.attempt.outcome", outcome),
                ("holdfast.execution.id", execution.ToString()), ("holdfast.execution.cause", Text(Field(Field(ending, "cause"), "kind"))),
                ("holdfast.failure.category", Text(Field(Field(ended, "failure"), "category"))), ("process.exit.code", Number(Field(Field(ending, "cause"), "exit_code"))),
                ("holdfast.execution.duration_ms", Number(Field(ending, "duration_us")) / 1_000),
            ],
            Moments = Known(("process.started", processStarted), ("stored", at)),
        };
    }

    private static (string, DateTimeOffset)[] Known(params ReadOnlySpan<(string Name, DateTimeOffset? At)> moments)
    {
        var known = new List<(string, DateTimeOffset)>();
        foreach (var (name, at) in moments)
        {
            if (at is { } time)
                known.Add((name, time));
        }

        return [.. known];
    }

    // The store's clock and the process's are read at different moments.
    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static JsonElement? Field(JsonElement? of, string name) => of is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(name, out var field) ? field : null;

    private static string? Text(JsonElement? field) => field is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement? field) => field is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static DateTimeOffset? Time(JsonElement? field) => Number(field) is { } microseconds ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;

    private static long? Milliseconds(TimeSpan? time) => (long?)time?.TotalMilliseconds;
}
