using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Protocol.Events;

namespace Holdfast.Protocol;

/// <summary>What happens, over everything.</summary>
public sealed partial class HoldfastClient
{
    /// <param name="limit">Events at the most.</param>
    public Task<EventPage> ReadEventsAsync(EventFilter filter, int limit, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get, $"{AddressOf(filter)}&limit={limit.ToString(CultureInfo.InvariantCulture)}", null, ProtocolJson.Compact.EventPage, cancellationToken);

    /// <summary>Events as they come; of one thing, until that is over.</summary>
    public async IAsyncEnumerable<EventDocument> FollowEventsAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Get, AddressOf(filter), null, LongestAnswer, cancellationToken, headers => headers.Accept.Add(new MediaTypeWithQualityHeaderValue(EventStream)));
        await foreach (var (name, data) in ReadStreamAsync(answer, cancellationToken))
        {
            if (name == EventEnd.EventName)
                yield break;
            if (name != EventLag.EventName)
                yield return JsonSerializer.Deserialize(data, ProtocolJson.Compact.EventDocument)!;
        }

        // Of one thing the end is told, and everything has none: the stream was cut off.
        throw new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon at '{socket}' ended while events were followed.", "holdfast daemon status"));
    }

    private static string AddressOf(EventFilter filter)
    {
        var query = "/api/events?";
        foreach (var (name, value) in new[] { ("run", filter.Run), ("execution", filter.Execution), ("task", filter.Task) })
            query += value is null ? "" : $"{name}={Uri.EscapeDataString(value)}&";
        if (filter.Types is { Count: > 0 } types)
            query += $"type={Uri.EscapeDataString(string.Join(',', types))}&";
        return filter.After is { } after ? $"{query}after={after.ToString(CultureInfo.InvariantCulture)}&" : query;
    }
}
