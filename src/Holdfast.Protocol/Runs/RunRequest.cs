using System.Text.Json;
using Holdfast.Protocol.Plans;

namespace Holdfast.Protocol.Runs;

/// <summary>What to run, and how.</summary>
public sealed record RunRequest
{
    // What a document leaves out is set to null by its reader.
    private static readonly Dictionary<string, JsonElement> Nothing = [];

    public required PlanSource Plan { get; init; }

    /// <summary>The id it is to have, time-ordered (UUID version 7). Who asks again with the same id starts nothing twice. Null: a new one.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Null: as the plan says.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Atoms at a time; null: as the daemon's settings say.</summary>
    public int? Jobs { get; init; }

    /// <summary>Only this wave, from 1.</summary>
    public int? Wave { get; init; }

    /// <summary>Only these atoms.</summary>
    public IReadOnlyList<string> Atoms { get; init => field = value ?? []; } = [];

    /// <summary>Only modules of this name.</summary>
    public string? Module { get; init; }

    /// <summary>Only this component.</summary>
    public string? Component { get; init; }

    /// <summary>Also run what the selected atoms need and what never succeeded, instead of refusing.</summary>
    public bool WithNeeds { get; init; }

    /// <summary>Laid over the plan's input.</summary>
    public IReadOnlyDictionary<string, JsonElement> Input { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>Warnings of the plan's check refuse it too.</summary>
    public bool Strict { get; init; }

    /// <summary>Where interpreters, secrets and the variables that atoms see are looked up; null: in the daemon's own. Held in memory only.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
