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
    public string Session => SessionBegins + Folder;

    public const string SessionBegins = "holdfast-";

    /// <returns>Whose session it is; null for somebody's own.</returns>
    public static ExecutionId? OfSession(string session) =>
        session.StartsWith(SessionBegins, StringComparison.Ordinal) && Guid.TryParseExact(session[SessionBegins.Length..], "N", out var id) ? new ExecutionId(id) : null;
}
