using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;
using Holdfast.Server.Daemons;
using Holdfast.Server.Tests.OpenApi;
using Holdfast.Tests;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

/// <summary>A home with a daemon of its own, and the ways to talk to it. What it still runs at the end is ended.</summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Daemon daemon = null!;

    private readonly Func<DaemonOptions, DaemonOptions> with;

    private ServedHome(Func<DaemonOptions, DaemonOptions> with, Action<DescribedAnswers.Seen>? seen)
    {
        this.with = with;
        Client = new HoldfastClient(DaemonFile.SocketIn(Folder), "9.9.9");
        Http = SocketHttp.Of(DaemonFile.SocketIn(Folder), socket => new DescribedAnswers(socket, seen));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("holdfast-served-").FullName;

    public HoldfastClient Client { get; }

    /// <summary>Whatever is answered here must be as it is described.</summary>
    public HttpClient Http { get; }

    /// <summary>Every address that is answered, with a method of it.</summary>
    public IReadOnlyList<(string Method, string Pattern)> Routes => daemon.Routes;

    /// <param name="with">What its daemons are started with besides.</param>
    /// <param name="seen">Told what <see cref="Http"/> is answered.</param>
    public static async Task<ServedHome> OpenAsync(Func<DaemonOptions, DaemonOptions>? with = null, Action<DescribedAnswers.Seen>? seen = null)
    {
        var served = new ServedHome(with ?? (options => options), seen);
        await served.StartAsync();
        return served;
    }

    public async Task StartAsync() => daemon = await Daemon.StartAsync(
        with(new DaemonOptions { Home = Folder, Version = "9.9.9", Jobs = 2, MaxJobs = 4, MaxExecutions = 4, LogLevel = LogLevel.Error }), Patience, TimeProvider.System, CancellationToken.None);

    /// <summary>What runs goes on.</summary>
    public ValueTask StopAsync() => daemon.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Client.CancelAllExecutionsAsync(new CancelRequest("the test", Immediate: true), CancellationToken.None);
        foreach (var execution in (await Client.ListExecutionsAsync(new ExecutionFilter(1000, Running: true), CancellationToken.None)).Executions)
            await Client.WaitExecutionAsync(execution.Id.ToString(), CancellationToken.None).WaitAsync(Patience);
        Client.Dispose();
        Http.Dispose();
        await daemon.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
