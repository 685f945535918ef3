using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Queueing;
using Holdfast.Core.Runs;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Endpoints;
using Holdfast.Server.Events;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire.Executions;

namespace Holdfast.Server.Telemetry;

/// <param name="Label">Null for none.</param>
internal readonly record struct Gauge(string Name, string Help, double Value, (string Name, string Value)? Label = null);

/// <summary>How things stand just now, as numbers.</summary>
internal sealed class DaemonGauges(string version, EventHub hub, ExecutionDesk desk, RunDesk runs, IStore store, TimeProvider time)
{
    public async Task<IReadOnlyList<Gauge>> ReadAsync(CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(cancellationToken);
        var size = await store.MeasureAsync(cancellationToken);
        return [.. Queue(), .. Records(counts), .. Agents(), .. Itself(size)];
    }

    private IEnumerable<Gauge> Queue()
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
            yield return new Gauge("holdfast_circuits", "Keys of the queue that something is known of, by the state of their circuit.", circuits[status].Count(), ("state", WordOf(status)));
    }

    private IEnumerable<Gauge> Records(StoreCounts counts)
    {
        foreach (var state in Enum.GetValues<ExecutionStatus>())
            yield return new Gauge("holdfast_executions", "Free-standing executions that are kept, by state.", counts.Executions.GetValueOrDefault(state), ("state", Query.WordOf(state.ToWire(), ProtocolJson.Compact.ExecutionStatus)));
        foreach (var status in Enum.GetValues<RunStatus>())
            yield return new Gauge("holdfast_runs", "Runs that are kept, by status.", counts.Runs.GetValueOrDefault(status), ("state", status.ToString().ToLowerInvariant()));
        yield return new Gauge("holdfast_atoms_under_way", "Atoms that run, or are about to.", runs.Atoms);
    }

    /// <summary>Only agents are looked at: few run at a time, and each look reads what the kernel tells of a process.</summary>
    private IEnumerable<Gauge> Agents()
    {
        var conditions = desk.Open.Where(execution => execution is { IsOver: false, Order.Kind: ExecutionKind.Session })
            .Select(agent => desk.TakeVitals(agent.Id)?.Health.Condition).OfType<HealthCondition>().ToLookup(condition => condition);
        foreach (var condition in Enum.GetValues<HealthCondition>())
            yield return new Gauge("holdfast_agents", "Agents of open sessions, by how they are.", conditions[condition].Count(), ("health", condition.ToString().ToLowerInvariant()));
    }

    private IEnumerable<Gauge> Itself(StoreSize size)
    {
        yield return new Gauge("holdfast_event_subscribers", "Who follows the events.", hub.Subscribers);
        yield return new Gauge("holdfast_event_lag_events", "How far behind the slowest of them is.", hub.Lag);
        yield return new Gauge("holdfast_store_size_bytes", "Of the store's file.", size.FileBytes);
        yield return new Gauge("holdfast_process_resident_memory_bytes", "Of the daemon.", Environment.WorkingSet);
        yield return new Gauge("holdfast_build_info", "Which release this is.", 1, ("version", version));
    }

    private static string WordOf(CircuitStatus status) => status switch
    {
        CircuitStatus.Closed => "closed",
        CircuitStatus.Open => "open",
        CircuitStatus.HalfOpen => "half_open",
    };
}
