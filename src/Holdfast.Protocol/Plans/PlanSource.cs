namespace Holdfast.Protocol.Plans;

/// <summary>A plan as a person names it: a file of this machine, or its text.</summary>
/// <param name="File">The file, relative to <paramref name="WorkingDirectory"/>. Faults are told under this name.</param>
/// <param name="WorkingDirectory">A full path. Files that a plan given as text names are relative to it.</param>
/// <param name="Content">The text in UTF-8, where it is in no file that others could open, such as standard input; else null.</param>
public sealed record PlanSource(string File, string WorkingDirectory, byte[]? Content = null);

/// <param name="Strict">Whether warnings, such as code that does not parse, are errors too.</param>
/// <param name="Environment">Where interpreters are looked up; null: the daemon's own. Held in memory only.</param>
public sealed record PlanCheckRequest(PlanSource Plan, bool Strict = false, IReadOnlyDictionary<string, string>? Environment = null);

public sealed record PlanShowRequest(PlanSource Plan);

/// <param name="Plan">A file, or instead of it the name or id of a plan that was run.</param>
/// <param name="Last">At most so many runs, the newest.</param>
public sealed record PlanTrendsRequest(PlanSource Plan, int Last = PlanTrendsRequest.UsuallyLast)
{
    public const int UsuallyLast = 20;
}
