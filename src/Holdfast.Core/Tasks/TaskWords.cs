namespace Holdfast.Core.Tasks;

/// <summary>What people, programs and the store call the phases of a task. Once released, a word never changes.</summary>
public static class TaskWords
{
    public static string Of(TaskPhase phase) => phase switch
    {
        TaskPhase.Todo => "todo",
        TaskPhase.Planning => "planning",
        TaskPhase.PlanningReview => "planning_review",
        TaskPhase.InProgress => "in_progress",
        TaskPhase.AiReview => "ai_review",
        TaskPhase.Fix => "fix",
        TaskPhase.Review => "review",
        TaskPhase.Done => "done",
        TaskPhase.Failed => "failed",
        TaskPhase.Cancelled => "cancelled",
    };
}
