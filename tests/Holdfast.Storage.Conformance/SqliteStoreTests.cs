using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Storage.Conformance;

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-store-").FullName;

    private protected override IStore Open() => SqliteStore.Open(Path.Combine(folder, "store.db"));

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
