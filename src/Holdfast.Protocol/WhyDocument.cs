using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

// What these are called on the wire is fixed: other programs and stored documents depend on it.

/// <summary>What <c>why</c> was asked about.</summary>
[JsonConverter(typeof(WordConverter<WhySubject>))]
public enum WhySubject
{
    [JsonStringEnumMemberName("execution")] Execution,
    [JsonStringEnumMemberName("run")] Run,
    [JsonStringEnumMemberName("atom")] Atom,
    [JsonStringEnumMemberName("task")] Task,
    [JsonStringEnumMemberName("session")] Session,
}

/// <summary>The one reason why something does not move, or that it does.</summary>
public enum WhyReason
{
    // It waits in the queue of executions.
    [JsonStringEnumMemberName("queue_paused")] QueuePaused,
    [JsonStringEnumMemberName("key_paused")] KeyPaused,
    [JsonStringEnumMemberName("circuit_open")] CircuitOpen,
    [JsonStringEnumMemberName("on_trial")] OnTrial,
    [JsonStringEnumMemberName("key_full")] KeyFull,
    [JsonStringEnumMemberName("queue_full")] QueueFull,
    [JsonStringEnumMemberName("memory_short")] MemoryShort,
    [JsonStringEnumMemberName("behind")] Behind,

    // Something of it is under way.
    [JsonStringEnumMemberName("starting")] Starting,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("completed_runs_on")] CompletedRunsOn,
    [JsonStringEnumMemberName("timing_out")] TimingOut,
    [JsonStringEnumMemberName("cancelling")] Cancelling,
    [JsonStringEnumMemberName("stopping")] Stopping,
    [JsonStringEnumMemberName("ending")] Ending,

    // Something is wrong with it.
    [JsonStringEnumMemberName("suspected")] Suspected,
    [JsonStringEnumMemberName("silent")] Silent,
    [JsonStringEnumMemberName("zombie")] Zombie,
    [JsonStringEnumMemberName("phantom")] Phantom,
    [JsonStringEnumMemberName("overdue")] Overdue,
    [JsonStringEnumMemberName("owner_dead")] OwnerDead,

    // It waits for something of its run.
    [JsonStringEnumMemberName("need_open")] NeedOpen,
    [JsonStringEnumMemberName("wave_open")] WaveOpen,
    [JsonStringEnumMemberName("no_room")] NoRoom,
    [JsonStringEnumMemberName("backing_off")] BackingOff,
    [JsonStringEnumMemberName("awaiting_fix")] AwaitingFix,
    [JsonStringEnumMemberName("not_begun")] NotBegun,
    [JsonStringEnumMemberName("deciding")] Deciding,
    [JsonStringEnumMemberName("not_in_run")] NotInRun,

    // It waits for somebody.
    [JsonStringEnumMemberName("awaiting_person")] AwaitingPerson,
    [JsonStringEnumMemberName("no_agent")] NoAgent,
    [JsonStringEnumMemberName("no_session")] NoSession,

    // It is over.
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("skipped")] Skipped,
    [JsonStringEnumMemberName("stopped")] Stopped,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>What <c>why --json</c> prints.</summary>
/// <param name="Id">Of the execution, the run, the task or the session.</param>
/// <param name="Number">As <paramref name="Id"/>.</param>
/// <param name="Atom">Its key; null unless that was asked about.</param>
/// <param name="Detail">The reason as a sentence.</param>
/// <param name="Next">What a person can do about it; null where nothing needs to be done.</param>
public sealed record WhyDocument(WhySubject Subject, Guid Id, long Number, string? Atom, WhyReason Reason, string Detail, string? Next);
