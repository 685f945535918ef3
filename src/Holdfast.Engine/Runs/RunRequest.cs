using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Runs;

/// <summary>What somebody wants run.</summary>
/// <param name="Revision">The stored form of <paramref name="Plan"/>.</param>
public sealed record RunRequest(Plan Plan, PlanRevision Revision)
{
    /// <summary>The id it is to have; null: a new one.</summary>
    public RunId? Id { get; init; }

    public RunPart Part { get; init; } = new RunPart.Whole();

    /// <summary>Whether everything a part needs runs too, instead of being taken from earlier runs.</summary>
    public bool WithNeeds { get; init; }

    /// <summary>Null: as the plan says.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>A JSON object laid over every atom's input; null for none.</summary>
    public string? InputJson { get; init; }

    public RunTerms Terms { get; init; } = RunTerms.Default;
}

/// <summary>What whoever asked for a run brought along. Who takes the run up brings their own: but for the trace, it is stored nowhere.</summary>
public sealed record RunTerms
{
    public static readonly RunTerms Default = new();

    /// <summary>The place in a trace that it is asked for in; null when nobody said. Of a run that is taken up again, the first counts.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>Atoms of this run at a time, as long as the engine has room for so many of all runs together; null: as many as it has room for when it begins.</summary>
    public int? Jobs { get; init; }

    /// <summary>Where interpreters, secrets and the variables that atoms see are looked up; null: in the engine's own.</summary>
    public ProcessEnvironment? Environment { get; init; }
}

/// <summary>What somebody wants tried again: a new run that takes over every success of an ended one.</summary>
/// <param name="Keys">Atoms to run again although they succeeded; what needs them runs again too.</param>
/// <param name="Revisions">New code by atom key, from a person.</param>
public sealed record RetryRequest(StoredRun Run, ImmutableArray<string> Keys, IReadOnlyDictionary<string, CodeRevision> Revisions)
{
    /// <summary>The id the new run is to have; null: a new one.</summary>
    public RunId? Id { get; init; }

    /// <summary>Whether to leave out what was cancelled or never reached.</summary>
    public bool OnlyFailed { get; init; }

    public RunTerms Terms { get; init; } = RunTerms.Default;
}
