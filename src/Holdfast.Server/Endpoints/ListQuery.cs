using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Wire;
using Microsoft.AspNetCore.Http;
using StoredSort = Holdfast.Engine.Storage.ListSort;
using Told = Holdfast.Protocol;

namespace Holdfast.Server.Endpoints;

/// <summary>The order and the window in which a caller wants a list, and its cursors: they are good for the same list only.</summary>
internal sealed class ListQuery
{
    private const string ByNumber = "number";

    private readonly string list;

    private ListQuery(string list, ListOrder? order, long? before) => (this.list, Order, Before) = (list, order, before);

    /// <summary>Null where nothing of it is asked for: the newest come first.</summary>
    public ListOrder? Order { get; }

    /// <summary>Where the page before ended that has no order; null for the first.</summary>
    public long? Before { get; }

    /// <param name="sorts">What the list can be sorted by.</param>
    public static ListQuery Of(HttpRequest request, IReadOnlyList<Told.ListSort> sorts, DateTimeOffset now)
    {
        var query = new Query(request);
        if (!Array.Exists(["sort", "order", "since", "until", "search"], name => query.Text(name) is not null))
            return NewestFirst(request);
        var sort = query.Word("sort", ProtocolJson.Compact.ListSort, sorts) ?? Told.ListSort.Created;
        var order = new ListOrder(ToStored(sort), query.Ascending(), After: null, query.Time("since", now), query.Time("until", now), query.Text("search"));
        var list = ListCursor.NameOf(request, ListCursor.OrderOf(order.Sort, order.Ascending));
        if (query.Text("cursor") is { } cursor)
            order = order with { After = ListCursor.ToPlace(cursor, list, isText: order.Sort == StoredSort.Name) };
        return new ListQuery(list, order, before: null);
    }

    /// <summary>For a list that has no other order.</summary>
    public static ListQuery NewestFirst(HttpRequest request)
    {
        var list = ListCursor.NameOf(request, ByNumber);
        return new ListQuery(list, order: null, new Query(request).Text("cursor") is { } cursor ? ListCursor.ToNumber(cursor, list) : null);
    }

    public string CursorOf(StoredExecution last) => Order is { Sort: var sort } ? ListCursor.Of(ListPlace.Of(last, sort), list) : ListCursor.OfNumber(last.Number, list);

    public string CursorOf(StoredRun last) => Order is { Sort: var sort } ? ListCursor.Of(ListPlace.Of(last, sort), list) : ListCursor.OfNumber(last.Number, list);

    public string CursorOf(StoredSession last) => ListCursor.OfNumber(last.Number, list);

    private static StoredSort ToStored(Told.ListSort sort) => sort switch
    {
        Told.ListSort.Created => StoredSort.Created,
        Told.ListSort.Started => StoredSort.Started,
        Told.ListSort.Ended => StoredSort.Ended,
        Told.ListSort.Duration => StoredSort.Duration,
        Told.ListSort.Name => StoredSort.Name,
    };
}
