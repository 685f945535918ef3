using System.Net.Sockets;

namespace Holdfast.Tests;

/// <summary>HTTP over a unix socket, as any program may speak it.</summary>
internal static class SocketHttp
{
    public static HttpClient Of(string socket) =>
        new(new SocketsHttpHandler { ConnectCallback = async (_, cancellationToken) => await ConnectAsync(socket, cancellationToken) }) { BaseAddress = new Uri("http://localhost") };

    private static async Task<NetworkStream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
