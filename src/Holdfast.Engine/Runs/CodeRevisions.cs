using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Runs;

/// <summary>The code an attempt runs: the plan's own, or what it was revised to during the run.</summary>
internal static class CodeRevisions
{
    /// <returns>Null for an atom without code.</returns>
    public static async Task<string?> LoadCodeAsync(this IStore store, RunId run, Atom atom, int revision, CancellationToken cancellationToken)
    {
        if (revision == 0)
            return atom.Code;
        var revised = await store.LoadRevisionAsync(run, atom.Key, revision, cancellationToken)
            ?? throw new InvalidOperationException($"Revision {revision} of atom '{atom.Key}' of run {run} is not in the store.");
        return revised.Code.Code;
    }
}
