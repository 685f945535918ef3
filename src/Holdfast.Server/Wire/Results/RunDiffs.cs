using Holdfast.Core.Atoms;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Results;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Results;
using Conclusion = Holdfast.Core.Atoms.Conclusion;

namespace Holdfast.Server.Wire.Results;

/// <summary>Compares two runs of a plan.</summary>
public sealed class RunDiffs(IStore store, RunHistories histories)
{
    public async Task<RunDiff> OfAsync(RunHistory before, RunHistory after, CancellationToken cancellationToken)
    {
        var comparison = RunComparison.Of(await AtomsAsync(before, cancellationToken), await AtomsAsync(after, cancellationToken));
        return new RunDiff
        {
            Plan = after.Run.PlanName,
            Before = Run(before),
            After = Run(after),
            Same = comparison.Same,
            Atoms = [.. comparison.Changes.Select(change => Atom(change, before, after))],
        };
    }

    private async Task<List<ComparedAtom>> AtomsAsync(RunHistory history, CancellationToken cancellationToken)
    {
        var atoms = new List<ComparedAtom>(history.State.Total);
        for (var atom = 0; atom < history.Plan.Atoms.Length; atom++)
        {
            if (history.State.StateOf(atom) is { } state)
                atoms.Add(await AtomAsync(history, atom, state as AtomState.Concluded, cancellationToken));
        }

        return atoms;
    }

    private async Task<ComparedAtom> AtomAsync(RunHistory history, int atom, AtomState.Concluded? concluded, CancellationToken cancellationToken)
    {
        var key = history.Plan.Atoms[atom].Key;
        var (run, number) = RunDocuments.Source(history, atom, concluded);
        // What was taken over is compared as it was where it ran.
        var source = run == history.Run.Id ? history : await histories.LoadAsync(run, cancellationToken);
        if (source is null || !source.Plan.TryFind(key, out var there))
            return new ComparedAtom(key, concluded?.Conclusion, await ResultAsync(), history.Plan.Atoms[atom].Code, null);
        var attempts = source.AttemptsOf(there);
        var ran = attempts.FirstOrDefault(attempt => attempt.Number == number);
        var finished = attempts.LastOrDefault(attempt => attempt.Ending is not null && attempt.Outcome != Core.Runs.AttemptOutcome.Interrupted);
        return new ComparedAtom(
            key, concluded?.Conclusion, await ResultAsync(), AtomHistories.CodeOf(source, there, ran?.Revision ?? 0), finished?.Ending!.Duration);

        async Task<string?> ResultAsync() =>
            concluded?.Conclusion == Conclusion.Succeeded ? await store.LoadResultAsync(run, key, number, cancellationToken) : null;
    }

    private static ComparedRun Run(RunHistory history) => new(
        history.Run.Id.Value, history.Run.Number, history.State.Status.ToWire(), history.Run.StartedAt, RunRows.DurationMs(history.Run));

    private static AtomDiff Atom(AtomChange change, RunHistory before, RunHistory after) => new()
    {
        Key = change.Key,
        Changed = Changed(change),
        Before = Side(change.Before, before.Mask),
        After = Side(change.After, after.Mask),
        CodeDiff = change is { CodeChanged: true, Before.Code: { } was, After.Code: { } now }
            ? UnifiedDiff.Of(was, now, $"{change.Key} in run {before.Run.Number}", $"{change.Key} in run {after.Run.Number}")
            : null,
    };

    private static List<string> Changed(AtomChange change)
    {
        if (change.Before is null || change.After is null)
            return [change.Before is null ? "added" : "removed"];
        var changed = new List<string>();
        if (change.ConclusionChanged)
            changed.Add("conclusion");
        if (change.ResultChanged)
            changed.Add("result");
        if (change.CodeChanged)
            changed.Add("code");
        if (change.DurationChanged)
            changed.Add("duration");
        return changed;
    }

    private static AtomSide? Side(ComparedAtom? atom, SecretMask mask) => atom is null
        ? null
        : new AtomSide(atom.Conclusion?.ToWire(), atom.ResultJson is { } json ? RunDocuments.ParseResult(json, mask) : null, (long?)atom.Duration?.TotalMilliseconds);
}
