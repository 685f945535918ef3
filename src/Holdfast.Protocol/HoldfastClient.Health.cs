using System.Globalization;
using System.Text.Json;
using Holdfast.Protocol.Executions;

namespace Holdfast.Protocol;

/// <summary>How executions are doing, and what is done about those that are stuck.</summary>
public sealed partial class HoldfastClient
{
    /// <summary>Of all that are not over.</summary>
    public Task<HealthDocument> GetHealthAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "/api/v2/executions/health", null, ProtocolJson.Compact.HealthDocument, cancellationToken);

    /// <param name="reference">Of an execution, a run, a task or a session.</param>
    /// <param name="subject">Which of these; null where only one of them can be meant.</param>
    /// <param name="atom">Of the run; null for the whole of it.</param>
    public Task<WhyDocument> WhyAsync(string reference, WhySubject? subject, string? atom, CancellationToken cancellationToken)
    {
        var parameters = new List<string>();
        if (subject is { } word)
            parameters.Add($"subject={JsonSerializer.SerializeToElement(word, ProtocolJson.Compact.WhySubject).GetString()}");
        if (atom is not null)
            parameters.Add($"atom={Uri.EscapeDataString(atom)}");
        return AskAsync(HttpMethod.Get, $"/api/v2/why/{Segment(reference)}?{string.Join('&', parameters)}", null, ProtocolJson.Compact.WhyDocument, cancellationToken);
    }

    /// <param name="days">Today included; from 1.</param>
    public Task<ExecutionStatsDocument> GetExecutionStatsAsync(int days, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get, $"/api/v2/executions/stats?days={days.ToString(CultureInfo.InvariantCulture)}", null, ProtocolJson.Compact.ExecutionStatsDocument, cancellationToken);

    /// <summary>Closes one that is stuck. Takes as long as ending its processes takes.</summary>
    public Task<ExecutionDocument> ResetExecutionAsync(string reference, ResetRequest request, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Post, $"{AddressOf(reference)}/reset", Content(request, ProtocolJson.Compact.ResetRequest), ProtocolJson.Compact.ExecutionDocument, cancellationToken);

    /// <summary>Ends processes of one that nobody owns.</summary>
    public Task<KilledZombieDocument> KillZombieAsync(string reference, ResetRequest request, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Post, $"{AddressOf(reference)}/kill-zombie", Content(request, ProtocolJson.Compact.ResetRequest), ProtocolJson.Compact.KilledZombieDocument, cancellationToken);
}
