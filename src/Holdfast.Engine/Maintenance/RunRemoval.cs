using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Maintenance;

/// <summary>Removes a run that is over, and the folders of its attempts.</summary>
public static class RunRemoval
{
    /// <param name="home">The folder everything is kept in.</param>
    /// <returns>False when the store keeps it, and then all of it is kept: it has not ended, another run took over results of it, or it is not there.</returns>
    public static async Task<bool> RemoveAsync(string home, IStore store, RunId run, CancellationToken cancellationToken)
    {
        var executions = new List<ExecutionId>();
        await foreach (var attempt in store.ReadAttemptsAsync(run, cancellationToken))
            executions.Add(attempt.Execution);
        // Rows first: only the store can tell that nobody began a run on its results just now. A folder that is left, as by a crash in
        // between, or because something in it cannot be removed, is found as one that nobody knows.
        if (!await store.DeleteRunAsync(run, cancellationToken))
            return false;
        foreach (var execution in executions)
            WorkFolders.RemoveIfPossible(AttemptFolder.Of(home, execution).Path);
        return true;
    }
}
