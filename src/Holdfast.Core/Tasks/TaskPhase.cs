namespace Holdfast.Core.Tasks;

/// <summary>Where a task stands.</summary>
public enum TaskPhase
{
    Todo,
    Planning,

    /// <summary>A person looks at the plan.</summary>
    PlanningReview,
    InProgress,

    /// <summary>Another agent looks at the work.</summary>
    AiReview,

    /// <summary>What a review found is mended.</summary>
    Fix,

    /// <summary>A person looks at the work.</summary>
    Review,
    Done,
    Failed,
    Cancelled,
}
