using Holdfast.Protocol.Executions;

namespace Holdfast.Server.Tests;

public sealed class FollowersTests : IAsyncLifetime
{
    /// <summary>More than the kernel usually grants a user inotify instances (128).</summary>
    private const int Many = 150;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Follow_ByManyAtOnce_GivesEachAllThereIs()
    {
        var mayGoOn = Path.Combine(served.Folder, "go-on");
        var request = new ExecutionRequest { Command = ["/bin/sh", "-c", $"echo one; until [ -e '{mayGoOn}' ]; do sleep 0.05; done; echo two"], WorkingDirectory = "/" };
        var execution = await served.Client.StartExecutionAsync(request, Ct);
        var followers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => FollowAsync(execution.Id.ToString())));

        await File.WriteAllTextAsync(mayGoOn, "", Ct);
        var outputs = await Task.WhenAll(followers.Select(follower => follower.ReadToEndAsync(Ct))).WaitAsync(Patience, Ct);

        Assert.Equal(Enumerable.Repeat("two\n", Many), outputs);
        foreach (var follower in followers)
            follower.Dispose();
    }

    /// <summary>One who has read the first line.</summary>
    private async Task<StreamReader> FollowAsync(string execution)
    {
        var reader = new StreamReader(await served.Http.GetStreamAsync($"/api/v2/executions/{execution}/log?follow=true", Ct));
        Assert.Equal("one", await reader.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct));
        return reader;
    }
}
