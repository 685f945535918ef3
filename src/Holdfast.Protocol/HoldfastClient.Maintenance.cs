using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Maintenance;

namespace Holdfast.Protocol;

/// <summary>What keeps a machine and a home in order.</summary>
public sealed partial class HoldfastClient
{
    /// <summary>What the daemon finds of the machine it runs on.</summary>
    /// <param name="agent">The one that will be used; null for none.</param>
    public Task<EnvironmentDocument> GetEnvironmentAsync(string? agent, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get, "/api/v2/environment" + (agent is null ? "" : $"?agent={Uri.EscapeDataString(agent)}"), null, ProtocolJson.Compact.EnvironmentDocument, cancellationToken);

    /// <summary>All that whoever mends a fault asks for, secrets masked.</summary>
    public Task<DiagnosticsDocument> GetDiagnosticsAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "/api/v2/diagnostics", null, ProtocolJson.Compact.DiagnosticsDocument, cancellationToken);

    /// <summary>Removes what retention lets go. Takes as long as it takes.</summary>
    public Task<GarbageDocument> CollectGarbageAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/maintenance/gc", null, ProtocolJson.Compact.GarbageDocument, cancellationToken, Timeout.InfiniteTimeSpan);

    /// <summary>Writes the store anew without what nothing uses.</summary>
    public Task<VacuumDocument> VacuumAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/maintenance/vacuum", null, ProtocolJson.Compact.VacuumDocument, cancellationToken, Timeout.InfiniteTimeSpan);

    /// <summary>What clean-up would do, and why. Changes nothing.</summary>
    public Task<CleanupPlan> PlanCleanupAsync(CleanupRequest request, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Post, "/api/v2/maintenance/cleanup/plan", Content(request, ProtocolJson.Compact.CleanupRequest), ProtocolJson.Compact.CleanupPlan, cancellationToken);

    /// <summary>Carries out steps of a plan, and tells of each as soon as it is done.</summary>
    public async IAsyncEnumerable<CleanupResult> CleanUpAsync(CleanupOrder order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first answer comes with the first step, which may have to wait for processes to end.
        var answer = await SendAsync(HttpMethod.Post, "/api/v2/maintenance/cleanup", Content(order, ProtocolJson.Compact.CleanupOrder), Timeout.InfiniteTimeSpan, cancellationToken);
        await using var stream = new AnswerStream(this, answer, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return JsonSerializer.Deserialize(line, ProtocolJson.Compact.CleanupResult)!;
    }
}
