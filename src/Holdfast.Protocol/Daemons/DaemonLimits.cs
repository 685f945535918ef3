using Holdfast.Protocol.Settings;

namespace Holdfast.Protocol.Daemons;

/// <summary>What <c>daemon limits --json</c> prints: how much the daemon lets through just now. Each is the setting of its name.</summary>
public sealed record DaemonLimits
{
    /// <summary>Executions at a time, 1 to 4096. What runs goes on, also where that is more.</summary>
    public required int MaxExecutions { get; init; }

    /// <summary>Of executions that share a key, so many at a time.</summary>
    public required int MaxExecutionsPerKey { get; init; }

    /// <summary>Of keys that <see cref="MaxExecutionsPerKey"/> does not hold for.</summary>
    public required IReadOnlyDictionary<string, int> KeyLimits { get; init; }

    /// <summary>Atoms of all runs at a time, 1 to 4096. What runs goes on, also where that is more.</summary>
    public required int MaxJobs { get; init; }

    /// <summary>Atoms at a time of a run that begins from now on and does not say, 1 to 4096.</summary>
    public required int Jobs { get; init; }

    /// <summary>Requests over the network, 1 to 1,000,000; twice as many may come at once.</summary>
    public required int HttpRequestsPerSec { get; init; }

    /// <summary>MiB of activity that are kept of a session that begins from now on, 1 to 100,000.</summary>
    public required int ActivityMb { get; init; }

    /// <summary>Whether the activity of a session that begins from now on has the parts of messages.</summary>
    public required bool ActivityPartial { get; init; }

    /// <summary>By name, where each is from.</summary>
    public required IReadOnlyDictionary<string, LimitOrigin> From { get; init; }
}

/// <param name="Source">The file, the variable, or who changed it; null for a default.</param>
/// <param name="Line">In the file, from 1.</param>
/// <param name="Setting">What the settings say, where it was changed since: it holds again with the next daemon, or once the changes are taken back. Else null.</param>
public sealed record LimitOrigin(SettingOrigin Origin, string? Source, int? Line, string? Setting);

/// <summary>What is to be changed of <see cref="DaemonLimits"/>; what is left out stays.</summary>
/// <param name="KeyLimits">In the place of all that there are.</param>
/// <param name="Who">Told in the log.</param>
/// <param name="Reset">Whether all that was changed before is taken back at once with it.</param>
public sealed record DaemonLimitsChange(
    int? MaxExecutions = null,
    int? MaxExecutionsPerKey = null,
    IReadOnlyDictionary<string, int>? KeyLimits = null,
    int? MaxJobs = null,
    int? Jobs = null,
    int? HttpRequestsPerSec = null,
    int? ActivityMb = null,
    bool? ActivityPartial = null,
    string Who = SettingsReload.Somebody,
    bool Reset = false);
