using System.Net.Sockets;
using System.Text;
using Holdfast.Protocol.Daemons;

namespace Holdfast.EndToEnd;

/// <summary>A desk whose daemon, and whatever that started, is gone when the test is over.</summary>
internal sealed class DaemonDesk : IAsyncDisposable
{
    public Desk Desk { get; } = new();

    public DaemonFile File => Desk.Daemon;

    /// <summary>Starts an execution and says which.</summary>
    public async Task<Protocol.Executions.StartedExecution> StartAsync(params string[] arguments)
    {
        var ended = await Desk.HoldfastAsync(["exec", "start", "--json", .. arguments]);
        Assert.True(ended.ExitCode == 0, ended.Error);
        return Desk.Read(ended.Out, json => json.StartedExecution);
    }

    /// <summary>Kills the daemon as the kernel would, and waits until it is gone.</summary>
    public Task KillDaemonAsync() => Desk.KillDaemonAsync();

    /// <summary>A daemon of another release, in so far as a client sees it: it answers everything the same.</summary>
    public IAsyncDisposable ServeAs(string version, string protocol)
    {
        Directory.CreateDirectory(Desk.Home);
        return new ForeignDaemon(DaemonFile.SocketIn(Desk.Home), version, protocol);
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Desk.Home))
        {
            // A daemon that was killed is started once more: only one can end what it left.
            await Desk.HoldfastAsync("exec", "killall", "--yes", "--now");
            // And runs have atoms that survive.
            await Desk.HoldfastAsync("daemon", "stop", "--kill");
        }

        Desk.Dispose();
    }

    private sealed class ForeignDaemon : IAsyncDisposable
    {
        private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly string socket;
        private readonly byte[] answer;
        private readonly Task serving;

        public ForeignDaemon(string socket, string version, string protocol)
        {
            this.socket = socket;
            answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nServer: holdfast/{version}\r\nHoldfast-Protocol: {protocol}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
            listener.Bind(new UnixDomainSocketEndPoint(socket));
            listener.Listen();
            serving = ServeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            await serving;
            System.IO.File.Delete(socket);
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptAsync();
                    // Whoever only looked whether somebody listens asks nothing.
                    if (await client.ReceiveAsync(new byte[4096]) > 0)
                        await client.SendAsync(answer);
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
