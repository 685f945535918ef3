using Holdfast.Core;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>What a caller named, or an error that says what is there instead.</summary>
internal static class RunFinder
{
    /// <param name="reference">A number, an id, or an unambiguous part of one.</param>
    public static async Task<StoredRun> RequireRunAsync(this IStore store, string reference, CancellationToken cancellationToken)
    {
        var found = await store.FindRunAsync(reference, cancellationToken);
        if (found.Run is { } run)
            return run;
        throw new RefusedException(found.Candidates.Count == 0
            ? new Error(ErrorCode.RunNotFound, $"There is no run '{reference}'.", "holdfast runs list")
            : new Error(
                ErrorCode.RunAmbiguous,
                $"'{reference}' may mean {string.Join(" or ", found.Candidates.Select(candidate => $"run {candidate.Number} ({candidate.Id})"))}.",
                "name the number"));
    }

    public static int RequireAtom(this RunHistory history, string key)
    {
        if (history.Plan.TryFind(key, out var atom) && history.State.StateOf(atom) is not null)
            return atom;
        var nearest = NearestName.Of(key, history.Plan.Atoms.Select(each => each.Key));
        throw new RefusedException(new Error(
            ErrorCode.UnknownAtom, $"Run {history.Run.Number} has no atom '{key}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", $"holdfast runs show {history.Run.Number}"));
    }
}
