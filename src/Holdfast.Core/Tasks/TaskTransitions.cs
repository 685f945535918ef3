using System.Collections.Immutable;

namespace Holdfast.Core.Tasks;

/// <summary>The legal moves of a task. Nothing else moves it, whoever asks.</summary>
public static class TaskTransitions
{
    /// <summary>
    /// Moves that are legal wherever a task has been before; of one that failed or was cancelled none: where it goes on depends
    /// on where it stopped (<see cref="TaskState.Allowed"/>).
    /// </summary>
    public static ImmutableArray<TaskPhase> From(TaskPhase phase) => phase switch
    {
        // Not everything is worth a plan.
        TaskPhase.Todo => [TaskPhase.Planning, TaskPhase.InProgress],
        TaskPhase.Planning => [TaskPhase.PlanningReview, TaskPhase.Todo, TaskPhase.Failed, TaskPhase.Cancelled],
        TaskPhase.PlanningReview => [TaskPhase.InProgress, TaskPhase.Planning, TaskPhase.Failed, TaskPhase.Cancelled],
        // Straight to a person where no agent reviews.
        TaskPhase.InProgress => [TaskPhase.AiReview, TaskPhase.Review, TaskPhase.PlanningReview, TaskPhase.Failed, TaskPhase.Cancelled],
        TaskPhase.AiReview => [TaskPhase.Review, TaskPhase.Fix, TaskPhase.InProgress, TaskPhase.Failed, TaskPhase.Cancelled],
        TaskPhase.Fix => [TaskPhase.AiReview, TaskPhase.Failed, TaskPhase.Cancelled],
        TaskPhase.Review => [TaskPhase.Done, TaskPhase.InProgress, TaskPhase.Fix, TaskPhase.Failed, TaskPhase.Cancelled],
        TaskPhase.Done or TaskPhase.Failed or TaskPhase.Cancelled => [],
    };

    /// <summary>Whether an agent works in it.</summary>
    public static bool IsWorking(TaskPhase phase) => phase switch
    {
        TaskPhase.Planning or TaskPhase.InProgress or TaskPhase.AiReview or TaskPhase.Fix => true,
        TaskPhase.Todo or TaskPhase.PlanningReview or TaskPhase.Review or TaskPhase.Done or TaskPhase.Failed or TaskPhase.Cancelled => false,
    };

    /// <summary>Where a session that ended well leads to. Without a reviewing agent, work goes to a person.</summary>
    public static TaskPhase After(TaskPhase worked) => worked switch
    {
        TaskPhase.Planning => TaskPhase.PlanningReview,
        TaskPhase.InProgress or TaskPhase.AiReview => TaskPhase.Review,
        TaskPhase.Fix => TaskPhase.AiReview,
        TaskPhase.Todo or TaskPhase.PlanningReview or TaskPhase.Review or TaskPhase.Done or TaskPhase.Failed or TaskPhase.Cancelled =>
            throw new InvalidOperationException($"No session works in {worked}."),
    };
}
