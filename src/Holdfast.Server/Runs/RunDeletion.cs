using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Runs;

/// <summary>Deletes runs that have ended, with all their files.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class RunDeletion(IStore store, string home)
{
    public async Task<DeletedRun> DeleteAsync(string reference, RunAsking asking, CancellationToken cancellationToken)
    {
        var run = await store.RequireRunAsync(reference, cancellationToken);
        // Once it has ended it never changes again, and before that it is not deleted.
        await asking.SeenVersionAsync(run);
        if (run.EndedAt is null)
            throw new RefusedException(new Error(ErrorCode.RunNotEnded, $"Run {run.Number} has not ended and is not deleted.", $"holdfast runs cancel {run.Number}"));
        await RefuseIfInheritedAsync(run, cancellationToken);
        // Somebody may have started a run on its results, or deleted it, meanwhile.
        if (!await RunRemoval.RemoveAsync(home, store, run.Id, cancellationToken))
            await RefuseIfInheritedAsync(run, cancellationToken);
        return new DeletedRun(run.Id.Value, run.Number);
    }

    private async Task RefuseIfInheritedAsync(StoredRun run, CancellationToken cancellationToken)
    {
        const int MostNamed = 10;
        var inheritors = await store.ListInheritorsAsync(run.Id, cancellationToken);
        if (inheritors.Count == 0)
            return;
        var named = string.Join(", ", inheritors.Take(MostNamed)) + (inheritors.Count > MostNamed ? $" and {inheritors.Count - MostNamed} more" : "");
        throw new RefusedException(new Error(
            ErrorCode.RunInheritedFrom,
            $"Run {run.Number} is not deleted: {(inheritors.Count == 1 ? "run" : "runs")} {named} took over results of it.",
            $"first: holdfast runs delete {inheritors[^1]}"));
    }
}
