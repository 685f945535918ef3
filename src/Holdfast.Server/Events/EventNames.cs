namespace Holdfast.Server.Events;

/// <summary>What the wire calls each stored event: its owner, a dot, what happened. Once released, a name never changes.</summary>
internal static class EventNames
{
    private static readonly (string Stored, string Told)[] Pairs =
    [
        ("created", "run.created"),
        ("started", "run.started"),
        ("stopping", "run.stopping"),
        ("ended", "run.ended"),
        ("wave_started", "wave.started"),
        ("wave_ended", "wave.ended"),
        ("attempt_started", "atom.attempt_started"),
        ("process_started", "atom.process_started"),
        ("attempt_adopted", "atom.attempt_adopted"),
        ("attempt_ended", "atom.attempt_ended"),
        ("strategy_chosen", "atom.strategy_chosen"),
        ("backed_off", "atom.backed_off"),
        ("fix_requested", "atom.fix_requested"),
        ("fix_declined", "atom.fix_declined"),
        ("code_revised", "atom.code_revised"),
        ("made_ready", "atom.made_ready"),
        ("atom_concluded", "atom.concluded"),
        ("execution_queued", "execution.queued"),
        ("execution_started", "execution.started"),
        ("execution_suspected", "execution.suspected"),
        ("execution_progress_made", "execution.progress_made"),
        ("execution_found_completed", "execution.found_completed"),
        ("execution_timed_out", "execution.timed_out"),
        ("execution_cancel_requested", "execution.cancel_requested"),
        ("execution_found_dead", "execution.found_dead"),
        ("execution_completed", "execution.completed"),
        ("execution_failed", "execution.failed"),
        ("execution_cancelled", "execution.cancelled"),
        ("queue_paused", "queue.paused"),
        ("queue_resumed", "queue.resumed"),
        ("circuit_opened", "queue.circuit_opened"),
        ("circuit_half_opened", "queue.circuit_half_opened"),
        ("circuit_closed", "queue.circuit_closed"),
        ("task_created", "task.created"),
        ("task_updated", "task.updated"),
        ("task_status_changed", "task.status_changed"),
        ("task_deleted", "task.deleted"),
        ("session_started", "session.started"),
        ("session_cancel_requested", "session.cancel_requested"),
        ("session_ended", "session.ended"),
        ("agent_message", "agent.message"),
        ("tool_execution", "tool.execution"),
    ];

    private static readonly Dictionary<string, string> ToTold = Pairs.ToDictionary(pair => pair.Stored, pair => pair.Told, StringComparer.Ordinal);

    /// <summary>After which what they are of may be over: only then is it asked for.</summary>
    private static readonly HashSet<string> Last =
        ["run.ended", "execution.completed", "execution.failed", "execution.cancelled", "task.status_changed", "task.deleted"];

    public static IReadOnlyList<string> All { get; } = [.. Pairs.Select(pair => pair.Told).Order(StringComparer.Ordinal)];

    /// <summary>And what several begin with: <c>run.*</c>.</summary>
    public static IReadOnlyList<string> AllAndBeginnings { get; } = [.. All, .. All.Select(name => $"{name[..name.IndexOf('.', StringComparison.Ordinal)]}.*").Distinct(StringComparer.Ordinal)];

    public static string Of(string stored) =>
        ToTold.GetValueOrDefault(stored) ?? throw new InvalidOperationException($"The stored event '{stored}' has no name on the wire.");

    public static bool MayBeTheLast(string name) => Last.Contains(name);
}
