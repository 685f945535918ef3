using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

public enum AtomKind { Python, JavaScript, TypeScript, Shell, Command, Agent }

public enum Schedule { Waves, Eager, Sequential }

public enum SandboxTier { Plain, Landlock, Bubblewrap, Native, Container }

/// <summary>The smallest unit of work, as its plan describes it.</summary>
public sealed class Atom
{
    /// <summary>Unique in the plan. Letters, digits, <c>_ . -</c>; at most 128 characters.</summary>
    public required string Key { get; init; }

    public required AtomKind Kind { get; init; }

    /// <summary>Empty when the plan is a flat list of atoms.</summary>
    public string Component { get; init; } = "";

    /// <summary>Empty when the plan is a flat list of atoms.</summary>
    public string Module { get; init; } = "";

    /// <summary>The source to run; null for <see cref="AtomKind.Command"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Where <see cref="Code"/> was read from, as the plan writes it; null for inline code.</summary>
    public string? File { get; init; }

    /// <summary>Program and arguments; empty unless <see cref="AtomKind.Command"/>.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Indices into <see cref="Plan.Atoms"/>, in the plan's order, without repeats.</summary>
    public ImmutableArray<int> Needs { get; init; } = [];

    /// <summary>A JSON object laid over the plan's input; null for none.</summary>
    public string? InputJson { get; init; }

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Environment variable → where its value is read at start; the value itself is never stored.</summary>
    public ImmutableSortedDictionary<string, SecretReference> Secrets { get; init; } = ImmutableSortedDictionary<string, SecretReference>.Empty;

    /// <summary>Relative to the plan's folder; null means a fresh temporary folder for each attempt.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Files, relative to the working directory, kept as artifacts and handed to dependants.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    public AtomSettings Settings { get; init; } = AtomSettings.Default;

    /// <summary>Whether an attempt has a shim of its own and so goes on when the program that drives its run dies.</summary>
    public bool Survives => Settings.Survive ?? (Kind == AtomKind.Agent || Settings.IsLong);
}

/// <summary>What <c>defaults:</c> may set for all atoms and each atom for itself. Shared between atoms that agree.</summary>
public sealed record AtomSettings
{
    public static readonly AtomSettings Default = new();

    /// <summary>An atom that is given more time than this has something to lose.</summary>
    public static readonly TimeSpan LongTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Wall time of one attempt. Default 30 minutes; null for no limit (<c>timeout: none</c>).</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether the plan itself sets <see cref="Timeout"/>. Default false: the default says nothing about how long an atom takes.</summary>
    public bool IsTimeoutAsked { get; init; }

    /// <summary>Whether it must outlive the program that drives its run. Default null: it depends on its kind and time-out.</summary>
    public bool? Survive { get; init; }

    /// <summary>Default none.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>In cores. Default none.</summary>
    public double? CpuLimitCores { get; init; }

    /// <summary>Tries after the first; 0 means one try. Default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Whether its failure fails the run and skips what needs it. Default true.</summary>
    public bool Critical { get; init; } = true;

    /// <summary>Among ready atoms the higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Output beyond this is read and discarded. Default 16 MiB.</summary>
    public long OutputLimitBytes { get; init; } = 16L << 20;

    /// <summary>Whether too much output ends the process (<c>on_output_limit: fail</c>). Default false.</summary>
    public bool FailOnOutputLimit { get; init; }

    public SandboxRequest Sandbox { get; init; } = SandboxRequest.None;

    /// <summary>The plan gives it more time than <see cref="LongTimeout"/>.</summary>
    public bool IsLong => IsTimeoutAsked && !(Timeout <= LongTimeout);
}

/// <param name="Tier">Null: the best there is. Set: required, and an error when missing.</param>
/// <param name="Network">Null: as the tier does; false: none.</param>
public sealed record SandboxRequest(SandboxTier? Tier, bool? Network)
{
    public static readonly SandboxRequest None = new(null, null);
}

/// <summary>Where a secret's value is found at start. Exactly one of the two is set.</summary>
public sealed record SecretReference(string? FromEnvironment, string? FromFile);
