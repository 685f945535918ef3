using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

/// <summary>How a plan writes the members of its enums. The order is the order of the enum.</summary>
public static class PlanWords
{
    public static readonly ImmutableArray<string> Kinds = ["python", "javascript", "typescript", "shell", "command", "agent"];

    /// <summary>What this version can run.</summary>
    public static readonly ImmutableArray<string> AvailableKinds = [.. Kinds.Where(kind => kind != "agent")];

    public static readonly ImmutableArray<string> Schedules = ["waves", "eager", "sequential"];

    public static readonly ImmutableArray<string> SandboxTiers = ["plain", "landlock", "bubblewrap", "native", "container"];

    /// <summary>False and true of <see cref="AtomSettings.FailOnOutputLimit"/>.</summary>
    public static readonly ImmutableArray<string> OnOutputLimit = ["truncate", "fail"];

    /// <summary>Where a secret's value may come from.</summary>
    public static readonly ImmutableArray<string> SecretSources = ["env", "file"];

    public static string Of(AtomKind kind) => Kinds[(int)kind];

    public static string Of(Schedule schedule) => Schedules[(int)schedule];

    public static string Of(SandboxTier tier) => SandboxTiers[(int)tier];
}
