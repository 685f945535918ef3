using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Runs;

/// <summary>What <c>runs list --json</c> prints: newest first.</summary>
/// <param name="NextCursor">Asks for the next page; left out when this is the last.</param>
public sealed record RunList(IReadOnlyList<RunRow> Runs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextCursor = null);

public sealed record RunRow
{
    public required Guid RunId { get; init; }

    public required long Number { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    public required Guid PlanId { get; init; }

    /// <summary>The full path of the plan's file; empty when it came another way.</summary>
    public required string PlanFile { get; init; }

    public required RunStatus Status { get; init; }

    public required Schedule Schedule { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required long? DurationMs { get; init; }

    public required int Total { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required int Cancelled { get; init; }

    /// <summary>The run this one retries; null for most.</summary>
    public required Guid? RetryOf { get; init; }
}

/// <summary>What <c>runs delete --json</c> prints.</summary>
public sealed record DeletedRun(Guid RunId, long Number);
