using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Storage.Conformance;

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-store-").FullName;

    private protected override IStore Open() => SqliteStore.Open(Path.Combine(folder, "store.db"));

    [Fact]
    public async Task Inheritors_OfARun_AreFoundByTheirIndex()
    {
        var path = Path.Combine(folder, "other.db");
        await SqliteStore.Open(path).DisposeAsync();
        using var database = Database.Open(path, create: false, TimeSpan.FromSeconds(30));

        var plan = database.Prepare("EXPLAIN QUERY PLAN " + RunQueries.InheritorsOf);

        Assert.True(plan.Step());
        Assert.Contains("INDEX atoms_inherited (<expr>=?)", plan.GetString(3), StringComparison.Ordinal);
    }

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
