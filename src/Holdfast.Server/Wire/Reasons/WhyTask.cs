using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;

namespace Holdfast.Server.Wire.Reasons;

/// <summary>Why a task or one of its sessions is not moving: one reason for each state there is.</summary>
public static class WhyTask
{
    /// <param name="hasAgent">Whether anybody is to do it.</param>
    /// <param name="session">What there is to say of the session that is open; null when none is.</param>
    public static Why Of(long number, TaskState state, bool hasAgent, Why? session) => state switch
    {
        TaskState.Working working => session is null
            ? new(WhyReason.Starting, $"Its session ({Phase(working.Phase)}) is stored, and is about to be asked for.")
            : session with { Detail = $"Its session ({Phase(working.Phase)}) is under way. {session.Detail}" },
        TaskState.Failed failed => new(WhyReason.Failed, failed.Why, $"holdfast task execute {number} resumes it in {TaskWords.Of(failed.From)}; holdfast task show {number}"),
        TaskState.Cancelled cancelled => new(WhyReason.Cancelled, $"{cancelled.Who} cancelled it in {Phase(cancelled.From)}.", $"holdfast task execute {number} resumes it"),
        TaskState.Resting resting => Resting(number, resting.Phase, hasAgent),
        _ => throw new InvalidOperationException($"Unplaced state {state.GetType().Name}."),
    };

    /// <param name="execution">What there is to say of its execution; null when that was not asked for yet.</param>
    public static Why OfSession(StoredSession session, Why? execution) => session.Status switch
    {
        SessionStatus.Running when session.CancelledBy is { } who => new(WhyReason.Cancelling, $"{who} cancelled it; its tree is being ended.", execution?.Next),
        SessionStatus.Running => execution ?? new(WhyReason.Starting, "It is stored, and its execution is about to be asked for."),
        SessionStatus.Completed => new(WhyReason.Succeeded, SentenceOf(session, "It completed.")),
        SessionStatus.Failed => new(WhyReason.Failed, SentenceOf(session, "It failed."), $"holdfast task show {session.TaskNumber}"),
        SessionStatus.Cancelled => new(WhyReason.Cancelled, $"{session.CancelledBy ?? "Somebody"} cancelled it."),
    };

    private static Why Resting(long number, TaskPhase phase, bool hasAgent) => phase switch
    {
        TaskPhase.Done => new(WhyReason.Succeeded, "It is done."),
        TaskPhase.PlanningReview => new(WhyReason.AwaitingPerson, "A person is to look at its plan.", $"holdfast task transition {number} in_progress, or planning"),
        TaskPhase.Review => new(WhyReason.AwaitingPerson, "A person is to look at its work.", $"holdfast task transition {number} done, in_progress or fix"),
        TaskPhase.Todo or TaskPhase.Planning or TaskPhase.InProgress or TaskPhase.AiReview or TaskPhase.Fix when !hasAgent =>
            new(WhyReason.NoAgent, "Nobody is to do it: it has no agent.", "holdfast task create --help says how one is named"),
        TaskPhase.Todo => new(WhyReason.NotBegun, "Nobody has had it executed yet.", $"holdfast task execute {number}"),
        TaskPhase.Planning or TaskPhase.InProgress or TaskPhase.AiReview or TaskPhase.Fix =>
            new(WhyReason.NoSession, $"It was moved to {Phase(phase)}, and no session of it is open.", $"holdfast task execute {number}"),
        TaskPhase.Failed or TaskPhase.Cancelled => throw new InvalidOperationException($"A task does not rest in {phase}."),
    };

    private static string SentenceOf(StoredSession session, string otherwise) => session.Cause is { } cause ? Sentences.Of(cause).Sentence : otherwise;

    private static string Phase(TaskPhase phase) => TaskWords.Of(phase).Replace('_', ' ');
}
