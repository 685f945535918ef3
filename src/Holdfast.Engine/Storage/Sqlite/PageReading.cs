namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Reads a list no further than its page goes.</summary>
internal static class PageReading
{
    /// <summary>What a statement has to be limited to, so that it is known whether there are more.</summary>
    public static long RowsFor(int limit) => limit + 1L;

    /// <param name="mostBytes">The page ends with the item that reaches it, and so has one at least.</param>
    /// <param name="bytesOf">Of what may be large in a row.</param>
    public static ListPage<T> Page<T>(Statement row, int limit, long mostBytes, Func<Statement, T> read, Func<Statement, long> bytesOf)
    {
        var items = new List<T>();
        var bytes = 0L;
        while (row.Step())
        {
            if (items.Count == limit || bytes >= mostBytes)
            {
                row.Reset();
                return new ListPage<T>(items, hasMore: true);
            }

            bytes += bytesOf(row);
            items.Add(read(row));
        }

        return new ListPage<T>(items, hasMore: false);
    }
}
