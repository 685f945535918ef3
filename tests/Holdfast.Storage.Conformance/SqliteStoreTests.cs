using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
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
        using var database = await OpenOtherAsync();

        var plan = database.Prepare("EXPLAIN QUERY PLAN " + RunQueries.InheritorsOf);

        Assert.True(plan.Step());
        Assert.Contains("INDEX atoms_inherited (<expr>=?)", plan.GetString(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_InEachOrder_ReadTheirIndexFromWhereThePageBegins()
    {
        using var database = await OpenOtherAsync();
        foreach (var sort in Enum.GetValues<ListSort>())
        {
            foreach (var (ascending, after) in new[] { (true, false), (false, false), (true, true), (false, true) })
            {
                var order = new ListOrder(sort, ascending, after ? new ListPlace("1", 1) : null);
                foreach (var states in new ExecutionStatus[]?[] { null, [ExecutionStatus.Completed], [ExecutionStatus.Completed, ExecutionStatus.Failed] })
                    AssertIsInOrder(database, ExecutionQueries.SortedSql(new ExecutionFilter(10, states), ExecutionQueries.SortedBy(order)), "executions", "executions_by_", after);
                foreach (var statuses in new RunStatus[]?[] { null, [RunStatus.Failed], [RunStatus.Failed, RunStatus.Running] })
                {
                    if (sort != ListSort.Name)
                        AssertIsInOrder(database, RunQueries.ListSql(new RunFilter(10, Statuses: statuses, Order: order)), "runs", "runs_by_", after);
                }
            }
        }

        foreach (var sort in Enum.GetValues<TaskSort>())
        {
            foreach (var ascending in new[] { true, false })
                AssertIsInOrder(database, TaskQueries.ListSql(new TaskFilter(10, Sort: sort, Ascending: ascending, After: new ListPlace("1", 1))), "tasks", sort == TaskSort.Created ? "PRIMARY KEY" : "tasks_by_", isPlace: true);
        }
    }

    [Fact]
    public async Task Lists_OfWhatIsUnderWay_ReadNothingThatHasEnded()
    {
        using var database = await OpenOtherAsync();

        foreach (var sort in new[] { ListSort.Created, ListSort.Started, ListSort.Name })
            Assert.Contains("INDEX executions_open", PlanOf(database, ExecutionQueries.SortedSql(new ExecutionFilter(10, [ExecutionStatus.Queued, ExecutionStatus.Processing]), ExecutionQueries.SortedBy(new ListOrder(sort)))), StringComparison.Ordinal);
        foreach (var filter in new[] { new RunFilter(10, Statuses: [RunStatus.Running, RunStatus.Stopping], Order: new ListOrder(ListSort.Started)), new RunFilter(10, Unfinished: true, Order: new ListOrder()) })
            Assert.Contains("INDEX runs_unfinished", PlanOf(database, RunQueries.ListSql(filter)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OfARun_AreCountedByTheirIndexAloneAndReadInItsOrder()
    {
        using var database = await OpenOtherAsync();

        Assert.Contains("event_batches USING COVERING INDEX event_batches_by_run", PlanOf(database, RunQueries.CountOfEvents), StringComparison.Ordinal);
        var read = PlanOf(database, RunQueries.EventsBehind);
        Assert.Contains("event_batches USING INDEX event_batches_by_run (run=? AND last_sequence>?)", read, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", read, StringComparison.Ordinal);
    }

    private static void AssertIsInOrder(Database database, string sql, string table, string index, bool isPlace)
    {
        var plan = PlanOf(database, sql);
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        if (isPlace)
            Assert.Matches($@"SEARCH {table} USING .*\((\(.*\)|\w+|<expr>)[<>]\(?\?", plan);
    }

    private static string PlanOf(Database database, string sql)
    {
        var row = database.Prepare("EXPLAIN QUERY PLAN " + sql);
        var steps = new List<string>();
        while (row.Step())
            steps.Add(row.GetString(3));
        return string.Join('\n', steps);
    }

    private async Task<Database> OpenOtherAsync()
    {
        var path = Path.Combine(folder, "other.db");
        await SqliteStore.Open(path).DisposeAsync();
        return Database.Open(path, create: false, TimeSpan.FromSeconds(30));
    }

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
