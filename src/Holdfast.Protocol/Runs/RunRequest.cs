using System.Text.Json;

namespace Holdfast.Protocol.Runs;

/// <summary>What to run, and how.</summary>
public sealed record RunRequest
{
    /// <summary>The plan's file.</summary>
    public required string PlanFile { get; init; }

    /// <summary>Null: as the plan says.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Atoms at a time; null: the number of cores.</summary>
    public int? Jobs { get; init; }

    /// <summary>Only this wave, from 1.</summary>
    public int? Wave { get; init; }

    /// <summary>Only these atoms.</summary>
    public IReadOnlyList<string> Atoms { get; init; } = [];

    /// <summary>Only modules of this name.</summary>
    public string? Module { get; init; }

    /// <summary>Only this component.</summary>
    public string? Component { get; init; }

    /// <summary>Also run what the selected atoms need and what never succeeded, instead of refusing.</summary>
    public bool WithNeeds { get; init; }

    /// <summary>Laid over the plan's input.</summary>
    public IReadOnlyDictionary<string, JsonElement> Input { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Warnings of the plan's check refuse it too.</summary>
    public bool Strict { get; init; }
}
