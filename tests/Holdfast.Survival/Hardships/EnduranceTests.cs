using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Executions;

namespace Holdfast.Survival.Hardships;

/// <summary>Many executions at once, one after another for a while: the last is treated as the first was.</summary>
public sealed class EnduranceTests : IAsyncLifetime
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";
    private static readonly TimeSpan For = IsFull ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(15);

    /// <summary>Until then the daemon still grows to its usual size.</summary>
    private static readonly TimeSpan Warm = For / 3;

    private readonly ServedHome home = new();
    private readonly int atOnce = IsFull ? 100 : 20;

    public ValueTask InitializeAsync()
    {
        home.Desk.Environment["HOLDFAST_MAX_EXECUTIONS"] = atOnce.ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task Executions_ManyAtOnceForMinutes_LoseNoStatusAndLeaveTheDaemonAsItWas()
    {
        Assert.True(await home.ServeAsync());
        var ends = new ConcurrentDictionary<Guid, int>();
        var warm = default((long Bytes, int Descriptors));

        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async worker =>
        {
            for (var turn = 0; Stopwatch.GetElapsedTime(began) < For; turn++)
            {
                var code = (worker + turn) % 5;
                var started = await home.Client.StartExecutionAsync(
                    new ExecutionRequest { Command = ["/bin/sh", "-c", $"echo {worker} {turn}; exit {code}"], WorkingDirectory = "/" }, CancellationToken.None);
                var ended = await home.Client.WaitExecutionAsync(started.Id.ToString(), CancellationToken.None);
                Assert.Equal((code, code == 0 ? ExecutionStatus.Completed : ExecutionStatus.Failed), (ended.ExitCode, ended.State));
                ends[started.Id] = code;
                if (worker == 0 && warm == default && Stopwatch.GetElapsedTime(began) > Warm)
                    warm = Use();
            }
        }));
        var last = Use();

        Assert.Equal(ends.Keys.Order(), (await EndsToldAsync()).Order());
        Assert.Empty((await home.Client.ListExecutionsAsync(new ExecutionFilter(Running: true), CancellationToken.None)).Executions);
        Assert.NotEqual(default, warm);
        // Nothing runs any more; what moves beside is of the web server.
        Assert.True(last.Descriptors <= warm.Descriptors + (atOnce / 10), $"{last.Descriptors} descriptors were open at the end of {ends.Count} executions, and {warm.Descriptors} at a third of them.");
        // In so short a time it may still grow to its usual size.
        if (IsFull)
            Assert.True(last.Bytes <= warm.Bytes * 5 / 4, $"The daemon had {last.Bytes >> 20} MiB at the end of {ends.Count} executions, and {warm.Bytes >> 20} at a third of them.");
    }

    /// <returns>The execution of each ending that the log has.</returns>
    private async Task<List<Guid>> EndsToldAsync()
    {
        var told = new List<Guid>();
        EventPage page;
        long after = 0;
        do
        {
            page = await home.Client.ReadEventsAsync(new EventFilter(Types: ["execution.completed", "execution.failed"], After: after), 10_000, CancellationToken.None);
            told.AddRange(page.Events.Select(one => one.Execution!.Value));
            after = page.Next;
        }
        while (page.More);
        return told;
    }

    private (long Bytes, int Descriptors) Use()
    {
        var resident = File.ReadLines($"/proc/{home.Pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = long.Parse(resident.AsSpan("VmRSS:".Length, resident.Length - "VmRSS:".Length - "kB".Length).Trim(), CultureInfo.InvariantCulture);
        return (kilobytes * 1024, Directory.EnumerateFiles($"/proc/{home.Pid}/fd").Count());
    }
}
