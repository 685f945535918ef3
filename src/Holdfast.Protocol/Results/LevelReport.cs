using System.Text.Json.Serialization;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Results;

[JsonConverter(typeof(WordConverter<ResultLevel>))]
public enum ResultLevel
{
    [JsonStringEnumMemberName("system")] System,
    [JsonStringEnumMemberName("component")] Component,
    [JsonStringEnumMemberName("module")] Module,
    [JsonStringEnumMemberName("atom")] Atom,
}

/// <summary>The results of a run down to one level: what <c>runs show --level LEVEL --json</c> prints, during the run and after.</summary>
public sealed record LevelReport
{
    public required Guid RunId { get; init; }

    public required long Number { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    public required RunStatus Status { get; init; }

    public required ResultLevel Level { get; init; }

    /// <summary>The whole run.</summary>
    public required LevelNode System { get; init; }
}

public sealed record LevelNode
{
    public required ResultLevel Level { get; init; }

    /// <summary>Empty for the whole run, and for a component or module without a name.</summary>
    public required string Name { get; init; }

    /// <summary>Of an atom that has concluded; null for all else.</summary>
    public required Conclusion? Conclusion { get; init; }

    public required LevelNumbers Numbers { get; init; }

    /// <summary>Each different error once, most frequent first.</summary>
    public required IReadOnlyList<CollectedError> Errors { get; init; }

    /// <summary>What its atoms wrote; null above the level that was asked for.</summary>
    public required CombinedOutput? Stdout { get; init; }

    /// <summary>What its atoms wrote; null above the level that was asked for.</summary>
    public required CombinedOutput? Stderr { get; init; }

    /// <summary>In the plan's order; empty at the level that was asked for.</summary>
    public required IReadOnlyList<LevelNode> Children { get; init; }
}

/// <summary>The output of the last attempt of each atom, every different one once.</summary>
/// <param name="Parts">In the order in which the atoms ended.</param>
/// <param name="PartsLeftOut">Different outputs that were only counted, because the report had become too large.</param>
public sealed record CombinedOutput(IReadOnlyList<OutputPart> Parts, int PartsLeftOut);

/// <param name="Truncated">Whether the text is only the beginning; <c>runs logs</c> has all of it.</param>
/// <param name="Atoms">How many atoms wrote exactly this.</param>
/// <param name="AtomKeys">The first of them, at most 20.</param>
public sealed record OutputPart(string Text, bool Truncated, int Atoms, IReadOnlyList<string> AtomKeys);
