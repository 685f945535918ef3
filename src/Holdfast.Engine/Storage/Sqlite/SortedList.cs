using System.Globalization;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>
/// One page of a list in an order that an index has: in its words, or it is not used. A page costs what it holds, wherever it is, as long as the
/// filters let most through. Its parameters are numbered from 11 on.
/// </summary>
/// <param name="Index">The one that has the order. Named, since without statistics SQLite may prefer one that serves a filter, and sort what that finds.</param>
/// <param name="Column">What is sorted by, as the index has it.</param>
/// <param name="Has">What holds of all that are in the index, beyond what holds of all that are listed; empty for nothing.</param>
/// <param name="Table">What is listed.</param>
/// <param name="Name">The column that is searched.</param>
internal sealed record SortedList(ListOrder Order, string Index, string Column, string Has, string Table, string Name)
{
    private const string NoCase = " COLLATE NOCASE";

    private bool IsExpression => Column.StartsWith('(');

    /// <summary>To be put behind others.</summary>
    public string Conditions
    {
        get
        {
            List<string> conditions = [Has];
            if (Order.Since is not null)
                conditions.Add($"{Table}.created_at_us >= ?11");
            if (Order.Until is not null)
                conditions.Add($"{Table}.created_at_us < ?12");
            if (Order.Search is not null)
                conditions.Add($"instr(lower({Name}), lower(?13)) > 0");
            if (Order.After is not null)
            {
                // Of an expression SQLite does not look for the whole place in the index, but for the first part of it.
                if (IsExpression)
                    conditions.Add($"{Column} {(Order.Ascending ? ">=" : "<=")} ?14");
                conditions.Add(After(Column, $"{Table}.number", Order.Ascending, isText: Order.Sort == ListSort.Name, (14, 15)));
            }

            return string.Concat(conditions.Where(condition => condition.Length > 0).Select(condition => $" AND {condition}"));
        }
    }

    public string OrderBy => $" ORDER BY {By(Column, $"{Table}.number", Order.Ascending, isText: Order.Sort == ListSort.Name)}";

    /// <summary>What comes behind a place. The collation stands with the parameter: a column with one is no column to SQLite, which then reads all that comes before.</summary>
    /// <param name="places">The parameters: of what is sorted by, and of the number.</param>
    public static string After(string column, string number, bool ascending, bool isText, (int Key, int Number) places) =>
        $"({column}, {number}) {(ascending ? ">" : "<")} (?{places.Key}{(isText ? NoCase : "")}, ?{places.Number})";

    public static string By(string column, string number, bool ascending, bool isText)
    {
        var direction = ascending ? "ASC" : "DESC";
        return $"{column}{(isText ? NoCase : "")} {direction}, {number} {direction}";
    }

    public Statement Bind(Statement row)
    {
        if (Order.Since is { } since)
            row.Bind(11, StoredTime.Of(since));
        if (Order.Until is { } until)
            row.Bind(12, StoredTime.Of(until));
        if (Order.Search is { } search)
            row.Bind(13, search);
        if (Order.After is not { } after)
            return row;
        _ = Order.Sort == ListSort.Name ? row.Bind(14, after.Key) : row.Bind(14, long.Parse(after.Key, CultureInfo.InvariantCulture));
        return row.Bind(15, after.Number);
    }
}
