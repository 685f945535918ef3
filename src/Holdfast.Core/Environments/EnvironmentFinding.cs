using System.Collections.Immutable;

namespace Holdfast.Core.Environments;

/// <summary>How something the program works with was found.</summary>
public enum FindingState
{
    Good,

    /// <summary>There, and something that rests on it works less well than it could.</summary>
    Limited,

    Missing,

    /// <summary>There, but of no use: too old, not answering, not permitted.</summary>
    Unusable,
}

/// <summary>What rests on it.</summary>
public enum Need
{
    /// <summary>The main job: without it nothing, or next to nothing, can be run.</summary>
    Required,

    /// <summary>Some kinds of work; the others go on without it.</summary>
    Optional,
}

/// <param name="Name">Stable, for programs: <c>python</c>, <c>cgroups</c>.</param>
/// <param name="Version">Null where there is none to tell, or none was told.</param>
/// <param name="Path">Where it was found; null when it was not, or is in no place.</param>
/// <param name="Says">One sentence for people.</param>
/// <param name="Mend">The command, or what to do, that mends it; null for what is good.</param>
public sealed record EnvironmentFinding(string Name, Need Need, FindingState State, string? Version, string? Path, string Says, string? Mend)
{
    public bool IsUsable => State is FindingState.Good or FindingState.Limited;
}

/// <summary>All that was found of a machine.</summary>
public sealed record EnvironmentReport(ImmutableArray<EnvironmentFinding> Findings)
{
    /// <summary>Whether everything that is required is there and of use.</summary>
    public bool CanWork => Findings.All(finding => finding.Need is Need.Optional || finding.IsUsable);
}
