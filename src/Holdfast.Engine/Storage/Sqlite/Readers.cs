using System.Collections.Concurrent;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Connections that only read. They see what was committed when their query began, and keep nobody from writing.</summary>
internal sealed class Readers(string path, StoreHealth health, TimeSpan patience) : IAsyncDisposable
{
    /// <summary>Queries at the same time; more wait.</summary>
    private const int MaxConnections = 4;

    private readonly SemaphoreSlim free = new(MaxConnections);
    private readonly ConcurrentBag<Database> idle = [];

    /// <param name="query">Runs on a thread of the pool, with a connection of its own.</param>
    public async Task<T> ReadAsync<T>(Func<Database, T> query, CancellationToken cancellationToken)
    {
        health.ThrowIfFailed();
        await free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(query), cancellationToken);
        }
        catch (SqliteException failed)
        {
            throw health.Fail(failed);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for the queries that are under way; none may follow.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var connection = 0; connection < MaxConnections; connection++)
            await free.WaitAsync();
        while (idle.TryTake(out var database))
            database.Dispose();
        free.Dispose();
    }

    private T Read<T>(Func<Database, T> query)
    {
        if (!idle.TryTake(out var database))
        {
            database = Database.Open(path, create: false, patience);
            database.Execute("PRAGMA query_only = ON");
        }

        try
        {
            return query(database);
        }
        finally
        {
            database.ResetAll();
            idle.Add(database);
        }
    }
}
