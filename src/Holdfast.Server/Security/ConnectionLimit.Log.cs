using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Security;

internal static partial class ConnectionLimitMessages
{
    [LoggerMessage(19, LogLevel.Warning, "{Most} connections are open over the network, and no more are taken until some are closed (http_max_connections)", EventName = "connections_full")]
    public static partial void ConnectionsFull(this ILogger logger, int most);
}
