namespace Holdfast.Core.Executions;

/// <summary>
/// What is named after an execution. The whole id is in each: ids made in the same microsecond share their beginning, and a
/// part of one would do for one of them only.
/// </summary>
public sealed record ExecutionNames(ExecutionId Id)
{
    public string Branch => $"holdfast/{Id.Value:N}";

    public string Folder => Id.Value.ToString("N");

    /// <summary>Of tmux: without the dots and colons it would change.</summary>
    public string Session => $"holdfast-{Id.Value:N}";
}
