using System.Collections.Concurrent;

namespace Holdfast.Server.Endpoints;

/// <summary>Of those who come with the same key one at a time is let in; the others wait.</summary>
internal sealed class KeyedTurns<TKey> where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task> underWay = new();

    /// <returns>Whoever is let in disposes it to let in the next.</returns>
    public async Task<IDisposable> TakeAsync(TKey key, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (underWay.GetOrAdd(key, over.Task) is { } first && first != over.Task)
            await first.WaitAsync(cancellationToken);
        return new Turn(this, key, over);
    }

    private sealed class Turn(KeyedTurns<TKey> turns, TKey key, TaskCompletionSource over) : IDisposable
    {
        public void Dispose()
        {
            turns.underWay.TryRemove(key, out _);
            over.SetResult();
        }
    }
}
