using Holdfast.Protocol.Environments;
using Holdfast.Server.Wire.Environments;

namespace Holdfast.Cli;

/// <summary>What can be done in this process when no daemon can do it, as where none can start. Beside it only the daemon itself sees the engine.</summary>
internal static class WithoutDaemon
{
    public static Task<EnvironmentDocument> LookAtEnvironmentAsync(string home, string? agent, CancellationToken cancellationToken) =>
        EnvironmentDocuments.LookAsync(home, agent, SeenBy.Command, cancellationToken);
}
