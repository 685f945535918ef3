using System.Diagnostics.Metrics;
using System.Text.Json;
using Holdfast.Engine.Storage;
using Holdfast.Server.Events;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// What the daemon counts and times. Of what happens it counts the stored events, as everybody else reads them: nothing else is a source
/// of truth. Names are in the field's way: base units, and what is only ever added to ends in <c>_total</c>. No label has ids in it.
/// </summary>
internal sealed class DaemonMeter : IDisposable
{
    public const string Name = "Holdfast";

    /// <summary>Starts whose beginning is remembered until their process is told. One that never is must not fill the memory.</summary>
    private const int MostStarting = 100_000;

    private readonly Meter meter = new(Name);
    private readonly Counter<long> events;
    private readonly Counter<long> ended;
    private readonly Counter<long> attempts;
    private readonly Counter<long> strategies;
    private readonly Counter<long> repairs;
    private readonly Counter<long> retries;
    private readonly Counter<long> statuses;
    private readonly Counter<long> sessions;
    private readonly Counter<long> commitFailures;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> startLatency;
    private readonly Histogram<double> endLatency;
    private readonly Histogram<double> commits;
    private readonly Histogram<double> requests;
    // By owner, and of a run by atom. Used by the hub's one reader alone.
    private readonly Dictionary<(LogOwner, string), DateTimeOffset> starting = [];

    public DaemonMeter()
    {
        events = meter.CreateCounter<long>("holdfast_events_total", description: "Events stored, by what they are of and their type: every change of a status is one.");
        ended = meter.CreateCounter<long>("holdfast_executions_ended_total", description: "Free-standing executions that ended, by state and cause.");
        attempts = meter.CreateCounter<long>("holdfast_attempts_ended_total", description: "Attempts of atoms that ended, by outcome and cause.");
        strategies = meter.CreateCounter<long>("holdfast_strategies_total", description: "What was decided about failed attempts: retry, fix, regenerate, skip, manual.");
        repairs = meter.CreateCounter<long>("holdfast_repairs_total", description: "Code that was made for failed attempts.");
        retries = meter.CreateCounter<long>("holdfast_retries_total", description: "Attempts of atoms behind the first, interrupted ones included.");
        statuses = meter.CreateCounter<long>("holdfast_status_updates_total", description: "Changes of a status that were stored, by what they are of.");
        sessions = meter.CreateCounter<long>("holdfast_sessions_ended_total", description: "Agents' sessions that ended, by outcome and cause.");
        commitFailures = meter.CreateCounter<long>("holdfast_commit_failures_total", description: "Transactions of the store that failed; the daemon ends with the first.");
        duration = meter.CreateHistogram<double>("holdfast_execution_duration_seconds", "s", "Time from the start of a process to its end.");
        startLatency = meter.CreateHistogram<double>("holdfast_execution_start_latency_seconds", "s", "Time from an execution's being stored to its process being known.");
        endLatency = meter.CreateHistogram<double>("holdfast_execution_end_to_durable_seconds", "s", "Time from the end of a process to its being stored.");
        requests = meter.CreateHistogram<double>("holdfast_http_request_duration_seconds", "s", "Time of a request to its whole answer, by method, route and status.");
        commits = meter.CreateHistogram<double>("holdfast_commit_duration_seconds", "s", "Time of one transaction of the store, from its beginning to its being durable.");
    }

    public Meter Meter => meter;

    /// <summary>Once somebody collects what is counted: a rate is of two samples, and of a first one that is not 0 it would be missed. Those by labels begin with what they count.</summary>
    public void BeginAtZero()
    {
        foreach (var counter in new[] { repairs, retries, commitFailures })
            counter.Add(0);
    }

    /// <param name="route">As it is declared; no ids are in it.</param>
    public void TakeRequest(string method, string route, int status, TimeSpan took) =>
        requests.Record(took.TotalSeconds, new("method", method), new("route", route), new("status", status));

    public void TakeCommit(TimeSpan took) => commits.Record(took.TotalSeconds);

    public void TakeCommitFailure() => commitFailures.Add(1);

    /// <summary>In the order they were stored.</summary>
    public void Take(IReadOnlyList<LoggedEvent> stored)
    {
        foreach (var each in stored)
            Take(each);
    }

    public void Dispose() => meter.Dispose();

    private void Take(LoggedEvent stored)
    {
        events.Add(1, new("subject", SubjectOf(stored.Owner.Subject)), new("type", stored.Type));
        if (StatusOf(stored.Type) is { } changed)
            statuses.Add(1, new KeyValuePair<string, object?>("subject", changed));
        switch (stored.Type)
        {
            case "execution_queued":
                Remember((stored.Owner, ""), stored.At);
                break;
            case "execution_started":
                Started((stored.Owner, ""), stored.At);
                break;
            case "execution_completed" or "execution_failed" or "execution_cancelled":
                starting.Remove((stored.Owner, ""));
                using (var fields = EventFields.Of(stored))
                    ended.Add(1, new("state", stored.Type["execution_".Length..]), new("cause", TakeEnding(fields.RootElement, stored.At) ?? "cancelled_by"));
                break;
            case "attempt_started":
                using (var fields = EventFields.Of(stored))
                {
                    Remember((stored.Owner, EventFields.AtomOf(fields)), stored.At);
                    if (fields.RootElement.TryGetProperty("attempt", out var number) && number.GetInt32() > 1)
                        retries.Add(1);
                }

                break;
            case "process_started":
                using (var fields = EventFields.Of(stored))
                    Started((stored.Owner, EventFields.AtomOf(fields)), stored.At);
                break;
            case "attempt_ended":
                using (var fields = EventFields.Of(stored))
                {
                    starting.Remove((stored.Owner, EventFields.AtomOf(fields)));
                    attempts.Add(1, new("outcome", Text(fields.RootElement, "outcome")), new("cause", TakeEnding(fields.RootElement, stored.At) ?? "none"));
                }

                break;
            case "strategy_chosen":
                using (var fields = EventFields.Of(stored))
                    strategies.Add(1, new KeyValuePair<string, object?>("strategy", Text(fields.RootElement, "strategy")));
                break;
            case "session_ended":
                using (var fields = EventFields.Of(stored))
                    sessions.Add(1, new("outcome", Text(fields.RootElement, "outcome")), new("cause", fields.RootElement.TryGetProperty("cause", out var cause) ? Text(cause, "kind") : "none"));
                break;
            case "code_revised":
                repairs.Add(1);
                break;
        }
    }

    /// <returns>Its cause; null where there was no process.</returns>
    private string? TakeEnding(JsonElement fields, DateTimeOffset storedAt)
    {
        if (!fields.TryGetProperty("ending", out var ending) || ending.ValueKind != JsonValueKind.Object)
            return null;
        if (ending.TryGetProperty("duration_us", out var took))
            duration.Record(took.GetInt64() / 1e6);
        if (ending.TryGetProperty("ended_at_us", out var at))
            endLatency.Record(Math.Max(0, (storedAt - DateTimeOffset.UnixEpoch).TotalSeconds - (at.GetInt64() / 1e6)));
        return ending.TryGetProperty("cause", out var cause) ? Text(cause, "kind") : null;
    }

    private void Remember((LogOwner, string) key, DateTimeOffset at)
    {
        if (starting.Count < MostStarting)
            starting[key] = at;
    }

    private void Started((LogOwner, string) key, DateTimeOffset at)
    {
        if (starting.Remove(key, out var since))
            startLatency.Record(Math.Max(0, (at - since).TotalSeconds));
    }

    private static string Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "none";

    /// <returns>Whose status is another with it; null where nobody's is.</returns>
    private static string? StatusOf(string type) => type switch
    {
        "created" or "started" or "stopping" or "ended" => "run",
        "attempt_started" or "attempt_ended" or "backed_off" or "fix_requested" or "made_ready" or "atom_concluded" => "atom",
        "execution_queued" or "execution_started" or "execution_timed_out" or "execution_cancel_requested" or "execution_found_dead"
            or "execution_completed" or "execution_failed" or "execution_cancelled" => "execution",
        "session_started" or "session_ended" => "session",
        "task_created" or "task_status_changed" or "task_deleted" => "task",
        _ => null,
    };

    private static string SubjectOf(LogSubject subject) => subject switch
    {
        LogSubject.Run => "run",
        LogSubject.Execution => "execution",
        LogSubject.Task => "task",
        LogSubject.Queue => "queue",
    };
}
