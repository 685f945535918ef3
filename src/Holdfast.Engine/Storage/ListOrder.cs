namespace Holdfast.Engine.Storage;

/// <summary>What executions and runs can be listed by; runs by no name. What does not have it, as a duration, is not in that list.</summary>
public enum ListSort { Created, Started, Ended, Duration, Name }

/// <summary>A place in a sorted list.</summary>
/// <param name="Key">Of what is sorted by: microseconds or another number in decimal, or a text.</param>
public sealed record ListPlace(string Key, long Number)
{
    public static ListPlace Of(StoredExecution execution, ListSort sort) => new(
        sort switch
        {
            ListSort.Created => $"{StoredTime.Of(execution.CreatedAt)}",
            ListSort.Started => $"{StoredTime.Of(execution.StartedAt!.Value)}",
            ListSort.Ended => $"{StoredTime.Of(execution.EndedAt!.Value)}",
            ListSort.Duration => $"{StoredTime.Of(execution.Ending!.Duration)}",
            ListSort.Name => execution.Order.Name!,
        },
        execution.Number);

    public static ListPlace Of(StoredRun run, ListSort sort) => new(
        sort switch
        {
            ListSort.Created => $"{StoredTime.Of(run.CreatedAt)}",
            ListSort.Started => $"{StoredTime.Of(run.StartedAt!.Value)}",
            ListSort.Ended => $"{StoredTime.Of(run.EndedAt!.Value)}",
            ListSort.Duration => $"{StoredTime.Of(run.EndedAt!.Value) - StoredTime.Of(run.StartedAt ?? run.CreatedAt)}",
            ListSort.Name => throw new ArgumentOutOfRangeException(nameof(sort), "Runs are not listed by name."),
        },
        run.Number);

    public static ListPlace Of(StoredTask task, TaskSort sort) => new(
        sort switch
        {
            TaskSort.Created => $"{task.Number}",
            TaskSort.Updated => $"{StoredTime.Of(task.UpdatedAt)}",
            TaskSort.Priority => $"{task.Order.Priority}",
            TaskSort.Title => task.Order.Title,
        },
        task.Number);
}

/// <param name="After">Where the page before ended; null for the first.</param>
/// <param name="Since">Created then or later; null for whenever.</param>
/// <param name="Until">Created before that; null for whenever.</param>
/// <param name="Search">Part of the name (of a run: of its plan's), whatever the case of ASCII letters; null for any.</param>
public sealed record ListOrder(
    ListSort Sort = ListSort.Created, bool Ascending = false, ListPlace? After = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? Search = null);
