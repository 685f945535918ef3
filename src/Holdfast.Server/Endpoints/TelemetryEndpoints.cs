using System.Text;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tasks;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Server.Daemons;
using Holdfast.Server.Events;
using Holdfast.Server.Runs;
using Holdfast.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>For those who watch the daemon itself: whether it lives and is ready, and what it counts.</summary>
internal sealed class TelemetryEndpoints(
    Daemon daemon, EventHub hub, ExecutionDesk desk, RunDesk runs, PlanDesk plans, TaskDesk tasks, IStore store, PrometheusText counted, DaemonGauges gauges)
{
    public static void Map(
        IEndpointRouteBuilder routes, Daemon daemon, EventHub hub, ExecutionDesk desk, RunDesk runs, PlanDesk plans, TaskDesk tasks, IStore store, PrometheusText counted, DaemonGauges gauges)
    {
        var endpoints = new TelemetryEndpoints(daemon, hub, desk, runs, plans, tasks, store, counted, gauges);
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
            new("runs", runs.IsSettled && !runs.Fault.IsCompleted, RunsDetail()),
            new("tasks", !tasks.Fault.IsCompleted, tasks.Fault.IsCompleted ? "Tasks are looked after no more." : null),
            new("daemon", !daemon.IsDraining, daemon.IsDraining ? "It takes nothing more, and ends when all has ended." : null),
        };
        var ready = parts.TrueForAll(part => part.Ok);
        await context.AnswerAsync(
            new ServiceHealth(Live: true, ready, parts), ProtocolJson.Compact.ServiceHealth, ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private string? RunsDetail()
    {
        if (!runs.IsSettled)
            return "Runs that were cut off are being taken up.";
        return runs.LeftAlone is > 0 and var alone ? $"Runs that nobody drives: {alone}. Their rows say why, and holdfast resume takes them up." : null;
    }

    private async Task<HealthPart> StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.MeasureAsync(cancellationToken);
            // It serves everything else: no reason to take it from those who ask.
            return new HealthPart("store", true, plans.Unreadable > 0 ? $"Plans that cannot be read: {plans.Unreadable}. The log says which." : null);
        }
        catch (StoreFailedException failed)
        {
            return new HealthPart("store", false, failed.Message);
        }
    }

    private async Task MetricsAsync(HttpContext context)
    {
        var now = await gauges.ReadAsync(context.RequestAborted);
        context.Response.ContentType = PrometheusText.MediaType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(counted.Write(now)), context.RequestAborted);
    }
}
