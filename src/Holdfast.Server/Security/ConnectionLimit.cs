using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Security;

/// <summary>
/// So many connections at a time over one endpoint; any more are closed at once, unread. The web server's own limit is over all endpoints:
/// whoever fills that from the network would shut out the owner.
/// </summary>
internal sealed class ConnectionLimit(int most, ILogger logger)
{
    private int open;
    // It is told once, until there is room again for a good part of them.
    private int isTold;

    public void Guard(ListenOptions listen) => listen.Use(next => connection => AdmitAsync(connection, next));

    private async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref open) <= most)
                await next(connection);
            else
                await RefuseAsync(connection);
        }
        finally
        {
            if (Interlocked.Decrement(ref open) <= most / 2)
                Volatile.Write(ref isTold, 0);
        }
    }

    private async Task RefuseAsync(ConnectionContext connection)
    {
        if (Interlocked.Exchange(ref isTold, 1) == 0)
            logger.ConnectionsFull(most);
        await connection.Transport.Input.CompleteAsync();
        await connection.Transport.Output.CompleteAsync();
    }
}
