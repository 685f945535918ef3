using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>A session in the tmux server of a home.</summary>
/// <param name="Execution">Whose it is by its name; null for one that somebody else made.</param>
/// <param name="IsMarked">Whether it bears the mark of that execution. Those of earlier releases have a name only.</param>
public sealed record TmuxSession(string Name, ExecutionId? Execution, bool IsMarked);
