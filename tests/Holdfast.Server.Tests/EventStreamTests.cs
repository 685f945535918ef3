using System.IO.Pipelines;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Queueing;
using Holdfast.Core.Runs;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Server.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Tests;

public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-stream-").FullName;
    private SqliteStore store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        store = SqliteStore.Open(Path.Combine(home, "store.db"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Theory]
    [InlineData(8, 1 << 20)]
    [InlineData(1_000, 20_000)]
    public async Task Reader_ThatFallsBehind_IsToldSoAndGetsEverythingOnceAllTheSame(int events, long bytes)
    {
        const int Last = 60;
        await using var hub = await EventHub.OpenAsync(store, new EventHubOptions(events, bytes), Ct);
        // What is not read stops the writer after so many bytes, as a connection would.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var sending = SendAsync(hub, pipe, leaving.Token);
        using var reader = new StreamReader(pipe.Reader.AsStream(), Encoding.UTF8);
        await CreateAsync("first");
        var seen = await ReadAsync(reader, through: 1);

        for (var number = 2; number <= Last; number++)
            await CreateAsync(new string('x', 1000));
        while (hub.Newest < Last)
            await hub.News.WaitAsync(Patience, Ct);
        seen.AddRange(await ReadAsync(reader, through: Last));
        await CreateAsync("live again");
        seen.AddRange(await ReadAsync(reader, through: Last + 1));

        Assert.Equal(Enumerable.Range(1, Last + 1).Select(id => $"{id}"), seen.Where(each => each != "lag"));
        Assert.Contains("lag", seen);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience, CancellationToken.None));
    }

    [Fact]
    public void Names_OfEveryEventThereIs_AreOnTheWireAndInTheReference()
    {
        var kinds = new[] { typeof(RunEvent), typeof(ExecutionEvent), typeof(QueueEvent), typeof(TaskEvent) }
            .Sum(family => family.GetNestedTypes().Count(type => family.IsAssignableFrom(type)));

        var reference = File.ReadAllText(Path.Combine(Repository, "docs", "reference", "events.md"));

        Assert.Equal(kinds, EventNames.All.Count);
        Assert.All(EventNames.All, name => Assert.Contains($"| `{name}` |", reference, StringComparison.Ordinal));
    }

    private static string Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Holdfast.slnx")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This is run outside of the repository.");
            return folder;
        }
    }

    private async Task SendAsync(EventHub hub, Pipe pipe, CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        await new EventStream(hub, store, TimeProvider.System).SendAsync(context.Response, new EventChoice(null, null), 0, whole: true, cancellationToken);
    }

    private async Task CreateAsync(string prompt)
    {
        var now = DateTimeOffset.UnixEpoch;
        await store.CreateTaskAsync(new NewTask(new TaskId(Guid.NewGuid()), new TaskOrder { Title = "One", Prompt = prompt }, now), Ct);
    }

    /// <summary>Ids, and lag where that is told.</summary>
    private static async Task<List<string>> ReadAsync(StreamReader reader, int through)
    {
        var seen = new List<string>();
        while (seen is not [.., var last] || last != $"{through}")
        {
            var line = await reader.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct) ?? throw new InvalidOperationException($"The stream ended before event {through}.");
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                seen.Add(line["id: ".Length..]);
            else if (line == "event: lag")
                seen.Add("lag");
        }

        return seen;
    }
}
