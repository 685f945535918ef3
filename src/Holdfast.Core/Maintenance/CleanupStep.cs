namespace Holdfast.Core.Maintenance;

/// <summary>What kinds of things clean-up looks at.</summary>
public enum CleanupKind { Branch, Process, Execution, Folder, Log, Session }

/// <summary>What is decided about one thing: to do something with it, or to leave it alone, and why.</summary>
/// <param name="Subject">Names it among its kind, so that it is found again: a branch, an execution's id, a path.</param>
/// <param name="Title">Of it, for people.</param>
/// <param name="Does">What is done, as a verb's phrase: <c>delete it (was 1a2b3c4)</c>; null when it is left alone.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Bytes">Of disk or memory that it takes; null when nobody measured.</param>
public sealed record CleanupStep(CleanupKind Kind, string Subject, string Title, string? Does, string Why, long? Bytes = null)
{
    public bool Acts => Does is not null;
}
