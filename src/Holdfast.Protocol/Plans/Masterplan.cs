using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Plans;

/// <summary>A plan that is kept, as lists tell it.</summary>
/// <param name="File">The full path of its file; empty when it came another way.</param>
/// <param name="Revision">What its id means now: the SHA-256 of what was stored or run last.</param>
public sealed record Masterplan(Guid PlanId, string Name, string File, string Revision);

/// <param name="Masterplans">By name.</param>
public sealed record MasterplanList(IReadOnlyList<Masterplan> Masterplans);

/// <param name="Warnings">What its check found and does not forbid it.</param>
public sealed record StoredMasterplan(Guid PlanId, string Name, string Revision, int Atoms, IReadOnlyList<PlanFault> Warnings);

/// <summary>A plan as a graph.</summary>
/// <param name="Nodes">In the order of waves.</param>
/// <param name="Edges">From what is needed to what needs it.</param>
public sealed record PlanGraph(Guid PlanId, IReadOnlyList<PlanNode> Nodes, IReadOnlyList<PlanEdge> Edges);

/// <param name="Wave">From 1.</param>
public sealed record PlanNode(string Key, AtomKind Kind, string Component, string Module, int Wave, bool Critical);

public sealed record PlanEdge(string From, string To);

/// <summary>How a plan, or a part of it, is to be executed.</summary>
public sealed record MasterplanExecution
{
    /// <summary>True: wave by wave. False: one atom after the other. Null: as <see cref="Schedule"/> or the plan says.</summary>
    public bool? ExecuteByWaves { get; init; }

    /// <summary>Null: as the plan says. Not together with <see cref="ExecuteByWaves"/>.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Of a part: also run what it needs and what never succeeded, instead of refusing.</summary>
    public bool WithNeeds { get; init; }
}

/// <summary>What became of the latest run of a plan, so far.</summary>
public sealed record ExecutionSummary
{
    public required Guid PlanId { get; init; }

    public required Guid RunId { get; init; }

    public required long Number { get; init; }

    public required RunStatus Status { get; init; }

    public required int TotalAtoms { get; init; }

    public required int SuccessfulAtoms { get; init; }

    public required int FailedAtoms { get; init; }

    /// <summary>Succeeded ÷ concluded, in [0, 1]; 1 while nothing has concluded.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>Seconds from the first start to the last end.</summary>
    public required double TotalExecutionTime { get; init; }

    /// <summary>Ascending.</summary>
    public required IReadOnlyList<WaveStats> Waves { get; init; }

    /// <summary>The run, its components, their modules.</summary>
    public required LevelNode Levels { get; init; }

    /// <summary>Each different error once, most frequent first.</summary>
    public required IReadOnlyList<CollectedError> Errors { get; init; }
}
