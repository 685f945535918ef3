using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Runs;

/// <summary>Keeps recent results at hand for the atoms that need them; the store has them all.</summary>
internal sealed class ResultCache(IStore store)
{
    /// <summary>What is kept at most, in characters.</summary>
    private const int Capacity = 16 << 20;

    private readonly Dictionary<(RunId Run, int Atom, int Attempt), string?> kept = [];
    private readonly Queue<(RunId Run, int Atom, int Attempt)> oldest = new();
    private readonly Lock gate = new();
    private long size;

    public void Keep(RunId run, RunEvent.AttemptEnded ended)
    {
        if (ended.Outcome == AttemptOutcome.Succeeded)
            Keep((run, ended.Atom, ended.Number), ended.ResultJson);
    }

    /// <param name="run">The run whose attempt it was; an earlier one for an inherited success.</param>
    /// <param name="atomKey">The key of <paramref name="atom"/>.</param>
    public async ValueTask<string?> LoadAsync(RunId run, int atom, string atomKey, int attempt, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (kept.TryGetValue((run, atom, attempt), out var result))
                return result;
        }

        var loaded = await store.LoadResultAsync(run, atomKey, attempt, cancellationToken);
        Keep((run, atom, attempt), loaded);
        return loaded;
    }

    private void Keep((RunId Run, int Atom, int Attempt) attempt, string? result)
    {
        lock (gate)
        {
            if (!kept.TryAdd(attempt, result))
                return;
            oldest.Enqueue(attempt);
            size += SizeOf(result);
            while (size > Capacity && oldest.TryDequeue(out var first))
            {
                kept.Remove(first, out var dropped);
                size -= SizeOf(dropped);
            }
        }
    }

    // An entry costs about as much as a hundred characters, result or not.
    private static int SizeOf(string? result) => (result?.Length ?? 0) + 100;
}
