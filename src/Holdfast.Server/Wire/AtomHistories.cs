using Holdfast.Core.Failures;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Runs;
using AtomHistory = Holdfast.Protocol.Runs.AtomHistory;

namespace Holdfast.Server.Wire;

/// <summary>Writes one atom of a run with every try.</summary>
/// <param name="home">The folder everything is kept in.</param>
public sealed class AtomHistories(IStore store, string home)
{
    private readonly RunDocuments documents = new(store, home);

    public async Task<AtomHistory> OfAsync(RunHistory history, int atom, CancellationToken cancellationToken)
    {
        var described = history.Plan.Atoms[atom];
        return new AtomHistory
        {
            RunId = history.Run.Id.Value,
            Number = history.Run.Number,
            Plan = history.Run.PlanName,
            Kind = described.Kind.ToWire(),
            Needs = [.. described.Needs.Select(need => history.Plan.Atoms[need].Key)],
            Code = LastCode(history, atom),
            Command = described.Command,
            Atom = await documents.AtomAsync(history, atom, RunContent.Everything, cancellationToken),
            Attempts = Attempts(history, atom),
        };
    }

    /// <summary>The code of the last attempt, or the plan's before the first; null for a command.</summary>
    internal static string? LastCode(RunHistory history, int atom) =>
        CodeOf(history, atom, history.AttemptsOf(atom) is [.., var last] ? last.Revision : 0);

    /// <param name="revision">0 is the plan's own.</param>
    internal static string? CodeOf(RunHistory history, int atom, int revision) =>
        history.RevisionsOf(atom).FirstOrDefault(revised => revised.Revision == revision)?.Code.Code ?? history.Plan.Atoms[atom].Code;

    internal static List<AttemptDocument> Attempts(RunHistory history, int atom)
    {
        var documents = new List<AttemptDocument>();
        var revisionBefore = 0;
        foreach (var attempt in history.AttemptsOf(atom))
        {
            var revised = attempt.Revision == revisionBefore
                ? null
                : history.RevisionsOf(atom).FirstOrDefault(revision => revision.Revision == attempt.Revision);
            documents.Add(Attempt(history.Mask, attempt, [.. history.DecisionsOf(atom).Where(decision => decision.Number == attempt.Number)], revised?.Code));
            revisionBefore = attempt.Revision;
        }

        return documents;
    }

    private static AttemptDocument Attempt(SecretMask mask, StoredAttempt attempt, IReadOnlyList<AtomDecision> decisions, CodeRevision? revised)
    {
        var ending = attempt.Ending;
        var (cause, causeText) = ending is null ? (null, null) : Named(Sentences.Of(ending.Cause));
        return new AttemptDocument
        {
            Number = attempt.Number,
            ExecutionId = attempt.Execution.Value,
            Revision = attempt.Revision,
            Outcome = attempt.Outcome?.ToWire(),
            Cause = cause,
            CauseText = causeText,
            ExitCode = ending?.Cause.ExitCode,
            StartedAt = attempt.StartedAt,
            EndedAt = ending?.EndedAt,
            DurationMs = (long?)ending?.Duration.TotalMilliseconds,
            CpuMs = (long?)ending?.CpuTime.TotalMilliseconds,
            PeakMemoryBytes = ending is { PeakMemoryBytes: > 0 } ? ending.PeakMemoryBytes : null,
            OutputBytes = ending?.OutputBytes,
            OutputTruncated = ending?.OutputTruncated ?? false,
            Pid = attempt.Process?.Pid,
            Confinement = attempt.Confinement?.ToWire(),
            StopStep = (ending?.StopStep ?? Core.Executions.StopStep.None).ToWire(),
            Proof = (ending?.Proof ?? Core.Executions.SurvivorProof.NotAudited).ToWire(),
            SurvivorsLeft = ending?.SurvivorsLeft ?? 0,
            Failure = attempt.Failure?.ToWire(mask, decisions.Count == 0 ? null : decisions[^1].Strategy),
            Exception = attempt.Exception?.ToWire(mask),
            Decisions = [.. decisions.Select(decision => Decision(decision, attempt.Failure!))],
            Diff = revised?.Diff,
            DiffOrigin = revised is null ? null : $"{revised.Origin}: {revised.Explanation}",
        };
    }

    private static (string?, string?) Named((string Word, string Sentence) cause) => cause;

    // A decision is only made about a failure.
    private static DecisionDocument Decision(AtomDecision decision, Failure failure) => new(
        failure.Category.ToWire(),
        failure.Rule,
        decision.Strategy.ToWire(),
        decision.Chosen.Confidence,
        decision.Chosen.Reason,
        [.. decision.Chosen.TriedBefore.Select(strategy => strategy.ToWire())],
        decision.Declined,
        decision.Revision);
}
