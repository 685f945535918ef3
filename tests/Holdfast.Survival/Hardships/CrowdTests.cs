using System.Globalization;
using Holdfast.Protocol.Executions;

namespace Holdfast.Survival.Hardships;

/// <summary>A home with a past, and many living executions in it: a daemon that is killed there is nobody's loss.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private const int AtATime = 8;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";

    private readonly ServedHome home = new();
    private readonly int living = IsFull ? 500 : 40;
    private readonly int ended = IsFull ? 10_000 : 200;

    public ValueTask InitializeAsync()
    {
        home.Desk.Environment["HOLDFAST_MAX_EXECUTIONS"] = (living + AtATime).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task Executions_ManyLivingAndManyMoreEnded_AreAllThereForTheNextDaemon()
    {
        Assert.Equal("", (await home.Desk.ShellAsync("mkfifo go")).Error);
        Assert.True(await home.ServeAsync());
        var over = await StartAsync(ended, ["/bin/sh", "-c", "echo said; exit 3"]);
        foreach (var one in over)
            await home.Client.WaitExecutionAsync(one.ToString(), CancellationToken.None);
        // Each waits at the pipe until somebody opens its other end.
        var waiting = await StartAsync(living, ["/bin/cat", "go"]);

        await home.KillAsync();
        Assert.True(await home.ServeAsync());
        var running = await home.Client.ListExecutionsAsync(new ExecutionFilter(Limit: living + 1, Running: true), CancellationToken.None);
        Assert.Equal(waiting.Order(), running.Executions.Select(one => one.Id).Order());

        Assert.All(running.Executions, one => Assert.Equal(ExecutionStatus.Processing, one.State));

        await home.KillAsync();
        // They end while nobody serves; the next daemon reads how from their records.
        await home.Desk.ShellAsync("echo > go");
        Assert.True(await home.ServeAsync());
        foreach (var one in waiting)
            Assert.Equal(0, (await home.Client.WaitExecutionAsync(one.ToString(), CancellationToken.None)).ExitCode);

        Assert.All(
            (await home.Client.ListExecutionsAsync(new ExecutionFilter(Limit: ended), CancellationToken.None)).Executions.Where(one => !waiting.Contains(one.Id)),
            one => Assert.Equal(3, one.ExitCode));
        Assert.Empty(Scan.LivingWith($"holdfast-shim {home.Desk.Home}"));
    }

    private async Task<List<Guid>> StartAsync(int count, string[] command)
    {
        var request = new ExecutionRequest { Command = command, WorkingDirectory = home.Desk.Folder, NoTimeout = true };
        var ids = new Guid[count];
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (index, cancellation) => ids[index] = (await home.Client.StartExecutionAsync(request, cancellation)).Id);
        return [.. ids];
    }
}
