using System.Text.Json;
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
    // What a document leaves out is set to null by its reader.
    private static readonly Dictionary<string, JsonElement> Nothing = [];

    /// <summary>True: wave by wave. False: one atom after the other. Null: as <see cref="Schedule"/> or the plan says.</summary>
    public bool? ExecuteByWaves { get; init; }

    /// <summary>Null: as the plan says. Not together with <see cref="ExecuteByWaves"/>.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Of a part: also run what it needs and what never succeeded, instead of refusing.</summary>
    public bool WithNeeds { get; init; }

    /// <summary>Laid over the plan's input and that of each atom.</summary>
    public IReadOnlyDictionary<string, JsonElement> InputData { get; init => field = value ?? Nothing; } = Nothing;
}

/// <summary>How one atom ended, for who waited for it.</summary>
public sealed record AtomAnswer
{
    public required bool Success { get; init; }

    /// <summary>Of the last try, as a shell would report it; null when it never started.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>Of the last try, cut at <see cref="RunDocument.OutputLimitBytes"/>.</summary>
    public required string Stdout { get; init; }

    /// <inheritdoc cref="Stdout"/>
    public required string Stderr { get; init; }

    /// <summary>The result value; null when it set none.</summary>
    public required JsonElement? ReturnValue { get; init; }

    /// <summary>Seconds of the last try; 0 when it never started.</summary>
    public required double ExecutionTime { get; init; }

    /// <summary>What went wrong; null when it succeeded.</summary>
    public required string? ErrorMessage { get; init; }

    /// <summary>Of the exception that ended it; null when none did.</summary>
    public required string? ExceptionType { get; init; }
}

/// <summary>All that is kept of runs, atoms and free-standing executions, counted.</summary>
/// <param name="SuccessRate">Atoms that succeeded ÷ those that concluded, in [0, 1]; 1 when none has.</param>
/// <param name="Waiting">Executions that wait in the queue.</param>
/// <param name="AtomsUnderWay">That run, or are about to.</param>
public sealed record ExecutionMetrics(
    IReadOnlyDictionary<string, long> Runs, AtomCounts Atoms, double SuccessRate, IReadOnlyDictionary<string, long> Executions, int Waiting, int AtomsUnderWay);

/// <param name="Open">Without a conclusion.</param>
public sealed record AtomCounts(long Total, long Succeeded, long Failed, long Skipped, long Cancelled, long Open);

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
