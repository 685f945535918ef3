using Holdfast.Protocol.Environments;

namespace Holdfast.Protocol;

/// <summary>What keeps a machine and a home in order.</summary>
public sealed partial class HoldfastClient
{
    /// <summary>What the daemon finds of the machine it runs on.</summary>
    /// <param name="agent">The one that will be used; null for none.</param>
    public Task<EnvironmentDocument> GetEnvironmentAsync(string? agent, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get, "/api/v2/environment" + (agent is null ? "" : $"?agent={Uri.EscapeDataString(agent)}"), null, ProtocolJson.Compact.EnvironmentDocument, cancellationToken);
}
