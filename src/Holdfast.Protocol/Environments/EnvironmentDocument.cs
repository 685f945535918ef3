using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Environments;

public enum FindingState
{
    [JsonStringEnumMemberName("good")] Good,

    /// <summary>There, and something that rests on it works less well than it could.</summary>
    [JsonStringEnumMemberName("limited")] Limited,

    [JsonStringEnumMemberName("missing")] Missing,

    /// <summary>There, but of no use.</summary>
    [JsonStringEnumMemberName("unusable")] Unusable,
}

/// <summary>Whose environment it is: programs are found by the PATH of whoever starts them.</summary>
public enum SeenBy
{
    [JsonStringEnumMemberName("daemon")] Daemon,

    /// <summary>No daemon answers; it is what one would find that is started from here.</summary>
    [JsonStringEnumMemberName("command")] Command,
}

/// <param name="Name">Stable: <c>python</c>, <c>cgroups</c>.</param>
/// <param name="Required">Whether the main job needs it.</param>
/// <param name="Version">Null where there is none to tell.</param>
/// <param name="Path">Where it was found; null when it was not.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Mend">The command, or what to do, that mends it; null for what is good.</param>
public sealed record EnvironmentFinding(string Name, bool Required, FindingState State, string? Version, string? Path, string Message, string? Mend);

/// <summary>What <c>check-env --json</c> prints.</summary>
/// <param name="Ok">Whether everything that is required is there and of use.</param>
/// <param name="Agent">The one that was asked for; null for none.</param>
public sealed record EnvironmentDocument(bool Ok, SeenBy SeenBy, string Home, string? Agent, IReadOnlyList<EnvironmentFinding> Findings);
