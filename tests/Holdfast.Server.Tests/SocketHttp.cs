using System.Net.Sockets;

namespace Holdfast.Tests;

/// <summary>HTTP over a unix socket, as any program may speak it.</summary>
internal static class SocketHttp
{
    /// <param name="watch">Stands between the caller and the socket; null for nobody.</param>
    public static HttpClient Of(string socket, Func<HttpMessageHandler, HttpMessageHandler>? watch = null)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = async (_, cancellationToken) => await ConnectAsync(socket, cancellationToken) };
        return new HttpClient(watch?.Invoke(handler) ?? handler) { BaseAddress = new Uri("http://localhost") };
    }

    private static async Task<NetworkStream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
