using System.Security.Cryptography;
using System.Text;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Wire;
using Microsoft.AspNetCore.Http;
using StoredSort = Holdfast.Engine.Storage.ListSort;
using Told = Holdfast.Protocol;

namespace Holdfast.Server.Endpoints;

/// <summary>The order and the window in which a caller wants a list, and its cursors: they are good for the same list only.</summary>
internal sealed class SortedQuery
{
    private const int DigestBytes = 6;

    /// <summary>What says where in the list, and not which one it is. As everywhere in a query, in any case.</summary>
    private static readonly HashSet<string> Places = new(["limit", "cursor"], StringComparer.OrdinalIgnoreCase);

    private readonly string list;

    private SortedQuery(ListOrder order, string list) => (Order, this.list) = (order, list);

    public ListOrder Order { get; }

    /// <param name="sorts">What the list can be sorted by.</param>
    /// <returns>Null where nothing of it is asked for: the newest come first.</returns>
    public static SortedQuery? Of(HttpRequest request, IReadOnlyList<Told.ListSort> sorts, DateTimeOffset now)
    {
        var query = new Query(request);
        if (!Array.Exists(["sort", "order", "since", "until", "search"], name => query.Text(name) is not null))
            return null;
        var sort = query.Word("sort", ProtocolJson.Compact.ListSort) ?? Told.ListSort.Created;
        if (!sorts.Contains(sort))
            throw Query.Refused("sort", $"one of {string.Join(", ", sorts).ToLowerInvariant()}", query.Text("sort")!);
        var order = new ListOrder(ToStored(sort), query.Ascending(), After: null, query.Time("since", now), query.Time("until", now), query.Text("search"));
        var list = NameOf(request, order);
        return new SortedQuery(
            query.Text("cursor") is { } cursor ? order with { After = ListCursor.ToPlace(cursor, list, isText: order.Sort == StoredSort.Name) } : order, list);
    }

    public string CursorOf(ListPlace last) => ListCursor.Of(last, list);

    /// <summary>The order, and a digest of all that says what is in the list: as it was written, so that "an hour ago" stays the same list.</summary>
    private static string NameOf(HttpRequest request, ListOrder order)
    {
        var filters = request.Query.Where(each => !Places.Contains(each.Key)).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key}={each.Value}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('&', filters)));
        return $"{ListCursor.OrderOf(order.Sort, order.Ascending)}{Convert.ToHexStringLower(digest.AsSpan(0, DigestBytes))}";
    }

    private static StoredSort ToStored(Told.ListSort sort) => sort switch
    {
        Told.ListSort.Created => StoredSort.Created,
        Told.ListSort.Started => StoredSort.Started,
        Told.ListSort.Ended => StoredSort.Ended,
        Told.ListSort.Duration => StoredSort.Duration,
        Told.ListSort.Name => StoredSort.Name,
    };
}
