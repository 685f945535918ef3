using System.Text;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tasks;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Server.Daemons;
using Holdfast.Server.Events;
using Holdfast.Server.Runs;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Wire.Executions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>For those who watch the daemon itself: whether it lives and is ready, and what it counts.</summary>
internal sealed class TelemetryEndpoints(Daemon daemon, EventHub hub, ExecutionDesk desk, RunDesk runs, TaskDesk tasks, IStore store, PrometheusText counted, TimeProvider time)
{
    public static void Map(
        IEndpointRouteBuilder routes, Daemon daemon, EventHub hub, ExecutionDesk desk, RunDesk runs, TaskDesk tasks, IStore store, PrometheusText counted, TimeProvider time)
    {
        var endpoints = new TelemetryEndpoints(daemon, hub, desk, runs, tasks, store, counted, time);
        routes.MapGet("/health", endpoints.HealthAsync);
        routes.MapGet("/health/live", context => context.AnswerAsync(new LivenessDocument(true), ProtocolJson.Compact.LivenessDocument));
        routes.MapGet("/health/ready", endpoints.HealthAsync);
        routes.MapGet("/metrics", endpoints.MetricsAsync);
    }

    private async Task HealthAsync(HttpContext context)
    {
        var parts = new List<HealthPart>
        {
            await StoreAsync(context.RequestAborted),
            new("events", !hub.Fault.IsCompleted, hub.Fault.IsCompleted ? "Events are passed on no more." : null),
            new("executions", !desk.Fault.IsCompleted, desk.Fault.IsCompleted ? "Executions are looked after no more." : null),
            new("runs", runs.IsSettled && !runs.Fault.IsCompleted, runs.IsSettled ? null : "Runs that were cut off are being taken up."),
            new("tasks", !tasks.Fault.IsCompleted, tasks.Fault.IsCompleted ? "Tasks are looked after no more." : null),
            new("daemon", !daemon.IsDraining, daemon.IsDraining ? "It takes nothing more, and ends when all has ended." : null),
        };
        var ready = parts.TrueForAll(part => part.Ok);
        await context.AnswerAsync(
            new ServiceHealth(Live: true, ready, parts), ProtocolJson.Compact.ServiceHealth, ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<HealthPart> StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.MeasureAsync(cancellationToken);
            return new HealthPart("store", true, null);
        }
        catch (StoreFailedException failed)
        {
            return new HealthPart("store", false, failed.Message);
        }
    }

    private async Task MetricsAsync(HttpContext context)
    {
        var counts = await store.CountAsync(context.RequestAborted);
        var size = await store.MeasureAsync(context.RequestAborted);
        context.Response.ContentType = PrometheusText.MediaType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(counted.Write(Gauges(counts, size))), context.RequestAborted);
    }

    private IEnumerable<Gauge> Gauges(StoreCounts counts, StoreSize size)
    {
        var queue = desk.ShowQueue(most: 0);
        var waiting = desk.Open.Where(execution => execution.StartedAt is null && !execution.IsOver).ToList();
        var oldest = waiting.Count == 0 ? 0 : Math.Max(0, (time.GetUtcNow() - waiting.Min(execution => execution.CreatedAt)).TotalSeconds);
        yield return new Gauge("holdfast_queue_waiting", "Executions that wait.", queue.Waiting);
        yield return new Gauge("holdfast_queue_oldest_seconds", "How long the oldest of them waits.", oldest);
        yield return new Gauge("holdfast_queue_limit", "Executions at a time.", queue.Limit);
        yield return new Gauge("holdfast_queue_paused", "Whether the whole queue is paused.", queue.Whole.PausedBy is null ? 0 : 1);
        var circuits = queue.Keys.ToLookup(key => key.Hold.Circuit.Status);
        foreach (var status in Enum.GetValues<CircuitStatus>())
            yield return new Gauge("holdfast_circuits", "Keys of the queue that something is known of, by the state of their circuit.", circuits[status].Count(), StateLabel(WordOf(status)));
        foreach (var state in Enum.GetValues<Core.Executions.ExecutionStatus>())
            yield return new Gauge("holdfast_executions", "Free-standing executions that are kept, by state.", counts.Executions.GetValueOrDefault(state), StateLabel(WordOf(state)));
        foreach (var status in Enum.GetValues<Core.Runs.RunStatus>())
            yield return new Gauge("holdfast_runs", "Runs that are kept, by status.", counts.Runs.GetValueOrDefault(status), StateLabel(status.ToString().ToLowerInvariant()));
        yield return new Gauge("holdfast_atoms_under_way", "Atoms that run, or are about to.", runs.Atoms);
        yield return new Gauge("holdfast_event_subscribers", "Who follows the events.", hub.Subscribers);
        yield return new Gauge("holdfast_event_lag_events", "How far behind the slowest of them is.", hub.Lag);
        yield return new Gauge("holdfast_store_size_bytes", "Of the store's file.", size.FileBytes);
        yield return new Gauge("holdfast_process_resident_memory_bytes", "Of the daemon.", Environment.WorkingSet);
        yield return new Gauge("holdfast_build_info", "Which release this is.", 1, PrometheusText.Label("version", daemon.Document.Version));
    }

    private static string WordOf(CircuitStatus status) => status switch
    {
        CircuitStatus.Closed => "closed",
        CircuitStatus.Open => "open",
        CircuitStatus.HalfOpen => "half_open",
    };

    private static string StateLabel(string state) => PrometheusText.Label("state", state);

    private static string WordOf(Core.Executions.ExecutionStatus state) =>
        System.Text.Json.JsonSerializer.SerializeToElement(state.ToWire(), ProtocolJson.Compact.ExecutionStatus).GetString()!;
}
