using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Server.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Server.Tests;

public sealed class AtomIndexTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-atoms-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Find_InAPlanThatIsDamaged_FindsItOnceItIsStoredAgain()
    {
        await using var store = SqliteStore.Open(Path.Combine(folder, "store.db"));
        var plan = PlanReader.Read("name: orders\natoms: [{key: a, kind: shell, code: 'true'}]"u8.ToArray(), PlanFormat.Yaml, "<plan>", source: "", folder, PlanReadOptions.Default).Plan!;
        var sound = PlanDocument.From(plan, "");
        var atoms = new AtomIndex(store, NullLogger.Instance);
        var atom = AtomId.Derive(plan.Id, plan.Atoms[0].Key);

        await store.SavePlanAsync(sound with { Document = "{"u8.ToArray() }, Ct);
        Assert.Null(await atoms.FindAsync(atom, Ct));
        Assert.Equal(1, atoms.Unreadable);
        await store.SavePlanAsync(sound, Ct);

        Assert.Equal("a", (await atoms.FindAsync(atom, Ct))?.Key);
        Assert.Equal(0, atoms.Unreadable);
    }
}
