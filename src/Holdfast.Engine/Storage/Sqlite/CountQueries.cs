using Holdfast.Core.Executions;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>How many there are of what. Works on any connection.</summary>
internal static class CountQueries
{
    private const string OfRuns = "SELECT status, count(*), sum(total), sum(succeeded), sum(failed), sum(skipped), sum(cancelled) FROM runs GROUP BY status";

    private const string OfExecutions = "SELECT state, count(*) FROM executions WHERE kind IS NOT NULL GROUP BY state";

    public static StoreCounts All(Database database)
    {
        var runs = new Dictionary<RunStatus, long>();
        var atoms = default(AtomTally);
        var row = database.Prepare(OfRuns);
        while (row.Step())
        {
            runs.Add(StoredNames.Statuses.Parse(row.GetString(0)), row.GetInt64(1));
            atoms = new AtomTally(
                atoms.Total + row.GetInt64(2), atoms.Succeeded + row.GetInt64(3), atoms.Failed + row.GetInt64(4), atoms.Skipped + row.GetInt64(5), atoms.Cancelled + row.GetInt64(6));
        }

        return new StoreCounts(runs, atoms, Executions(database));
    }

    private static Dictionary<ExecutionStatus, long> Executions(Database database)
    {
        var executions = new Dictionary<ExecutionStatus, long>();
        var row = database.Prepare(OfExecutions);
        while (row.Step())
            executions.Add(StoredNames.ExecutionStates.Parse(row.GetString(0)), row.GetInt64(1));
        return executions;
    }
}
