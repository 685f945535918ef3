using System.Net.Sockets;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Server.Daemons;
using Microsoft.Extensions.Logging;

namespace Holdfast.Bench.Serving;

/// <summary>A daemon in this process on a home of its own, and HTTP over its socket.</summary>
internal sealed class BenchDaemon : IAsyncDisposable
{
    private readonly Daemon daemon;

    private BenchDaemon(string home, Daemon daemon)
    {
        this.daemon = daemon;
        Client = new HoldfastClient(DaemonFile.SocketIn(home), "bench");
        Http = HttpOver(DaemonFile.SocketIn(home));
    }

    public HoldfastClient Client { get; }

    public HttpClient Http { get; }

    public static async Task<BenchDaemon> StartAsync(string home) => new(home, await Daemon.StartAsync(
        new DaemonOptions { Home = home, Version = "bench", Jobs = 2, MaxJobs = 2, MaxExecutions = 4, LogLevel = LogLevel.Error }, TimeSpan.Zero, TimeProvider.System, CancellationToken.None));

    public static HttpClient HttpOver(string socket) =>
        new(new SocketsHttpHandler { ConnectCallback = async (_, cancellationToken) => await ConnectAsync(socket, cancellationToken) }) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await daemon.DisposeAsync();
    }

    private static async Task<NetworkStream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
