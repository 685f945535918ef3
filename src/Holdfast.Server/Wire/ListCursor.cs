using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Wire;

/// <summary>Where a page of a list ended, as one opaque word. It is good for the list and the order it was made in, and no other.</summary>
internal static class ListCursor
{
    private const char Between = '\u001f';

    /// <summary>The last is what is sorted by, whatever is in it.</summary>
    private const int MostParts = 3;

    private const int DigestBytes = 6;

    /// <summary>What says where in the list, and not which one it is. As everywhere in a query, in any case.</summary>
    private static readonly HashSet<string> Places = new(["limit", "cursor"], StringComparer.OrdinalIgnoreCase);

    /// <param name="list">Which list it is, in which order: whatever its cursors are no good for elsewhere.</param>
    public static string Of(ListPlace place, string list) => Write(list, Number(place.Number), place.Key);

    /// <param name="isText">Whether the key is text, and not a number.</param>
    /// <exception cref="RefusedException">It is not a cursor of this list.</exception>
    public static ListPlace ToPlace(string cursor, string list, bool isText) =>
        Read(cursor) is [var own, var number, var key] && own == list && TryNumber(number, out var at) && (isText || TryNumber(key, out _)) ? new ListPlace(key, at) : throw Unknown(cursor);

    /// <summary>Of a list that has no order but that of its numbers.</summary>
    public static string OfNumber(long number, string list) => Write(list, Number(number));

    /// <exception cref="RefusedException">It is not a cursor of this list.</exception>
    public static long ToNumber(string cursor, string list) => Read(cursor) is [var own, var number] && own == list && TryNumber(number, out var at) ? at : throw Unknown(cursor);

    /// <summary>Names a list: its order, and a digest of all that says what is in it, as it was written, so that "an hour ago" stays the same list.</summary>
    public static string NameOf(HttpRequest request, string order)
    {
        var filters = request.Query.Where(each => !Places.Contains(each.Key) && each.Value is [{ Length: > 0 }, ..])
            .Select(each => $"{each.Key.ToLowerInvariant()}={each.Value}").Order(StringComparer.Ordinal);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('&', filters.Prepend($"{request.Path}".ToLowerInvariant()))));
        return $"{order}{Convert.ToHexStringLower(digest.AsSpan(0, DigestBytes))}";
    }

    /// <summary>Says what a list is sorted by, and how.</summary>
    public static string OrderOf<T>(T sort, bool ascending) where T : struct, Enum => $"{sort}{(ascending ? '+' : '-')}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Write(params string[] parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Between, parts)));

    private static string[] Read(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Between, MostParts);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static RefusedException Unknown(string cursor) =>
        new(new Error(ErrorCode.Usage, $"'{cursor}' is not a cursor of this list with this filter and in this order.", "give the same parameters as for the page it came with, or ask for the first page without one"));
}
