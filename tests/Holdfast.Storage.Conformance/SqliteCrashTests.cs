using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Storage.Conformance;

/// <summary>Real processes that write to one store and are killed, and logs that are torn as by a power cut.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-crash-").FullName;
    private readonly Processes processes;

    public SqliteCrashTests() => processes = new Processes(folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string StorePath => Path.Combine(folder, "store.db");

    public void Dispose()
    {
        processes.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(700)]
    [InlineData(3_000)]
    public async Task Kill_WhileAppending_LosesNothingThatWasAcknowledged(int killAfter)
    {
        var (ending, output) = await AppendAsync("log", tasks: 16, appends: 1_000_000, killAfter);

        Assert.True(ending.Cause is EndCause.Signalled { Signal: 9 }, $"It should have been killed, and ended as {ending.Cause}: {output}");
        var acknowledged = WriterProgram.ReadLog(LogPath("log"));
        Assert.True(acknowledged.Values.Sum() >= killAfter, "Too little was acknowledged to be killed for.");
        AssertIntact(StorePath);
        var stored = await CountStoredAsync(StorePath);
        Assert.All(acknowledged, each => Assert.True(stored[each.Key] >= each.Value, $"Run {each.Key}: {each.Value} acknowledged, {stored[each.Key]} stored."));
    }

    [Fact]
    public async Task Kill_AgainAndAgain_LeavesOneStoreWithEverythingInIt()
    {
        var acknowledged = new Dictionary<RunId, int>();
        for (var round = 0; round < 5; round++)
        {
            // Two at once, so that one dies while the other holds the turn or waits for it.
            var killed = AppendAsync($"killed-{round}", tasks: 4, appends: 1_000_000, killAfter: 50 + (round * 170));
            var finished = AppendAsync($"finished-{round}", tasks: 4, appends: 100, killAfter: 0);
            Assert.IsType<EndCause.Signalled>((await killed).Ending.Cause);
            Assert.Equal(new EndCause.Exited(0), (await finished).Ending.Cause);
            foreach (var (run, number) in WriterProgram.ReadLog(LogPath($"killed-{round}")).Concat(WriterProgram.ReadLog(LogPath($"finished-{round}"))))
                acknowledged.Add(run, number);
        }

        AssertIntact(StorePath);
        var stored = await CountStoredAsync(StorePath);
        Assert.All(acknowledged, each => Assert.True(stored[each.Key] >= each.Value, $"Run {each.Key}: {each.Value} acknowledged, {stored[each.Key]} stored."));
    }

    [Fact]
    public async Task Log_TornAnywhere_GivesAStoreThatEndsEarlier()
    {
        await AppendAsync("log", tasks: 8, appends: 1_000_000, killAfter: 2_000);
        var log = await File.ReadAllBytesAsync(StorePath + "-wal", Ct);
        Assert.True(log.Length > 100_000, $"The log holds only {log.Length} bytes; tearing it would show nothing.");
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);

        for (var tear = 0; tear < 25; tear++)
        {
            var copy = Directory.CreateDirectory(Path.Combine(folder, $"torn-{tear}")).FullName;
            var path = Path.Combine(copy, "store.db");
            File.Copy(StorePath, path);
            var length = random.Next(log.Length);
            var torn = log[..length];
            if (tear % 2 == 1)
            {
                // As when the disk had room for the file, and wrote something else there.
                torn = [.. torn, .. new byte[log.Length - length]];
                random.NextBytes(torn.AsSpan(length, Math.Min(5_000, torn.Length - length)));
            }

            await File.WriteAllBytesAsync(path + "-wal", torn, Ct);
            try
            {
                AssertIntact(path);
                await CountStoredAsync(path);
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"Seed {seed}: torn at {length} of {log.Length}{(tear % 2 == 1 ? " with garbage behind" : "")}.", failed);
            }
        }
    }

    [Fact]
    public async Task Append_FromSeveralProcesses_KeepsOneOrderAndLetsEverybodyWrite()
    {
        const int Writers = 3;
        const int Tasks = 4;
        const int Appends = 250;

        var ended = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => AppendAsync($"log-{writer}", Tasks, Appends, killAfter: 0)));

        Assert.All(ended, each => Assert.True(each.Ending.Cause is EndCause.Exited { Code: 0 }, $"{each.Ending.Cause}: {each.Output}"));
        var stored = await CountStoredAsync(StorePath);
        Assert.Equal(Enumerable.Repeat(Appends, Writers * Tasks), stored.Values);
        await using var store = SqliteStore.Open(StorePath);
        Assert.Equal(
            Enumerable.Range(1, Writers * Tasks).Select(number => (long)number),
            (await store.ListRunsAsync(new RunFilter(100), Ct)).Select(run => run.Number).Order());
        var longest = Enumerable.Range(0, Writers).Select(
            writer => int.Parse(File.ReadLines(LogPath($"log-{writer}")).Last().Split(' ')[1], CultureInfo.InvariantCulture)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"longest append {longest} ms");
        Assert.True(longest < 10_000, $"One append waited {longest} ms while others wrote.");
    }

    private Task<(ExecutionEnding Ending, string Output)> AppendAsync(string log, int tasks, int appends, int killAfter) =>
        processes.RunMyselfAsync([WriterProgram.Append, StorePath, LogPath(log), $"{tasks}", $"{appends}", $"{killAfter}"]);

    private string LogPath(string name) => Path.Combine(folder, name);

    private static void AssertIntact(string path)
    {
        using var database = Database.Open(path, create: false, TimeSpan.FromSeconds(30));
        var check = database.Prepare("PRAGMA integrity_check");
        Assert.True(check.Step());
        Assert.Equal("ok", check.GetString(0));
    }

    /// <summary>How many events of its own each run has. They must be 1, 2, 3 …, and all sequence numbers together as well.</summary>
    private static async Task<Dictionary<RunId, int>> CountStoredAsync(string path)
    {
        await using var store = SqliteStore.Open(path);
        var stored = new Dictionary<RunId, int>();
        var sequences = new List<long>();
        foreach (var run in await store.ListRunsAsync(new RunFilter(1_000), Ct))
        {
            var events = new List<StoredEvent>();
            await foreach (var each in store.ReadEventsAsync(run.Id, WriterProgram.Plan, 0, Ct))
                events.Add(each);
            Assert.Equal(Enumerable.Range(1, events.Count - 1).Select(WriterProgram.EventNumber), events.Skip(1).Select(each => each.Event));
            stored.Add(run.Id, events.Count - 1);
            sequences.AddRange(events.Select(each => each.Sequence));
        }

        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(sequence => (long)sequence), sequences.Order());
        return stored;
    }
}
