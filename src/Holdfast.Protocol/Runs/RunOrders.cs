using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Results;

namespace Holdfast.Protocol.Runs;

/// <summary>A run that goes on. What <c>run --detach --json</c> prints.</summary>
/// <param name="Warnings">What the plan's check found and the run does not mind.</param>
public sealed record StartedRun(Guid RunId, long Number, RunStatus Status, IReadOnlyList<PlanFault> Warnings);

/// <summary>What is to be tried again of an ended run, in a new one.</summary>
public sealed record RunRetryRequest
{
    /// <summary>As in <see cref="RunRequest.RunId"/>, of the new run.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Atoms to run again although they succeeded; what needs them runs again too.</summary>
    public IReadOnlyList<string> Atoms { get; init => field = value ?? []; } = [];

    /// <summary>Null: the code as it is.</summary>
    public NewCode? Code { get; init; }

    /// <summary>Whether to leave out what was cancelled or never reached.</summary>
    public bool OnlyFailed { get; init; }

    /// <summary>As in <see cref="RunRequest.Jobs"/>.</summary>
    public int? Jobs { get; init; }

    /// <summary>As in <see cref="RunRequest.Environment"/>.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}

/// <summary>A person's code for one atom.</summary>
/// <param name="File">Where it came from, as the person named it.</param>
public sealed record NewCode(string Key, string File, string Text);

public sealed record RunResumeRequest
{
    /// <summary>As in <see cref="RunRequest.Jobs"/>.</summary>
    public int? Jobs { get; init; }

    /// <summary>As in <see cref="RunRequest.Environment"/>. A run that goes on already keeps the one it has.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}

/// <summary>Runs that were cut off and go on, or have gone on, oldest first.</summary>
/// <param name="Refused">Runs that cannot be taken up, and why.</param>
public sealed record ResumedRuns(IReadOnlyList<StartedRun> Runs, IReadOnlyList<Error> Refused);

/// <param name="Who">Told of the run and its atoms; default: the caller of the API.</param>
public sealed record RunOrder(string? Who = null);

/// <summary>How two runs differ, or how an atom's code was changed: the other is null.</summary>
public sealed record RunDifference(RunDiff? Runs, AtomRevisions? Revisions);
