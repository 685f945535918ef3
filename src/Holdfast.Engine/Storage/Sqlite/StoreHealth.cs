namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Whether the store can be trusted. Once it cannot, every call says so.</summary>
internal sealed class StoreHealth(string path)
{
    private volatile Exception? cause;

    public bool Failed => cause is not null;

    public void ThrowIfFailed()
    {
        if (cause is not null)
            throw Failure();
    }

    /// <summary>The first failure stays the one that is told.</summary>
    public StoreFailedException Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref cause, failure, null);
        return Failure();
    }

    private StoreFailedException Failure() =>
        new($"The store '{path}' failed, and nothing more is read from it or written to it: {cause!.Message}", cause);
}
