namespace Holdfast.Engine.Storage;

/// <summary>Whose an event is.</summary>
public enum LogSubject { Run, Execution, Task, Queue }

/// <param name="Number">Of the run, the free-standing execution or the task; 0 of the queue.</param>
public readonly record struct LogOwner(LogSubject Subject, long Number);

/// <param name="After">Only sequences above it.</param>
/// <param name="Limit">Events at the most; fewer where they are large.</param>
/// <param name="Of">Only those of one; null for all.</param>
public sealed record LogFilter(long After, int Limit, LogOwner? Of = null);

/// <summary>An event as it is stored, for those who pass it on rather than apply it.</summary>
/// <param name="Sequence">Global, ascending in commit order.</param>
/// <param name="Id">Of its owner; null of the queue, and of a task that is deleted.</param>
/// <param name="Type">As the store calls it.</param>
/// <param name="Fields">What its type adds, as UTF-8: the members of a JSON object, with commas between and no braces.</param>
public sealed record LoggedEvent(long Sequence, LogOwner Owner, Guid? Id, string Type, int Version, DateTimeOffset At, ReadOnlyMemory<byte> Fields);

/// <param name="Events">In order.</param>
/// <param name="Through">Everything that was asked for and is stored up to here has been read: the next page begins behind it.</param>
/// <param name="HasMore">There was more when it was read.</param>
/// <param name="Trimmed">The last event that was ever removed; 0 when none was. Who has not read up to there may have missed some.</param>
public sealed record LogPage(IReadOnlyList<LoggedEvent> Events, long Through, bool HasMore, long Trimmed);
