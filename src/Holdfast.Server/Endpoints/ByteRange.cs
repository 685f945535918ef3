using System.Globalization;
using Holdfast.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Endpoints;

/// <summary>A part of something, as a request names it (RFC 9110, Range). One part at a time; who names several gets all of it.</summary>
/// <param name="From">The first byte, from 0.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <returns>Null when the request wants all of it.</returns>
    /// <exception cref="RefusedException">There is nothing there; told with 416.</exception>
    public static ByteRange? Of(HttpContext context, long total)
    {
        context.Response.Headers.AcceptRanges = "bytes";
        // Nothing that is sent here has a validator: whatever it is that the caller has a part of, this may be another (RFC 9110, 13.1.5).
        if (context.Request.Headers.IfRange.Count > 0)
            return null;
        // What is not a range of bytes is passed over, as the standard has it.
        if (!RangeHeaderValue.TryParse(context.Request.Headers.Range.ToString(), out var header) || header is not { Unit.Value: "bytes", Ranges.Count: 1 })
            return null;
        var (from, to) = header.Ranges.Single() switch
        {
            { From: { } first, To: var last } => (first, Math.Min(last ?? total - 1, total - 1)),
            { To: { } length } => (Math.Max(0, total - length), total - 1),
            _ => (total, total),
        };
        if (from >= total || from > to)
        {
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{total}");
            throw new RefusedException(new Error(ErrorCode.RangeNotSatisfiable, $"There are {total} bytes, and none where the request's Range says.", "ask for a part of them"));
        }

        return new ByteRange(from, to - from + 1);
    }

    /// <summary>Says which part follows: this one of so many bytes, or all.</summary>
    public static void Announce(HttpResponse response, ByteRange? range, long total)
    {
        response.ContentLength = range?.Length ?? total;
        if (range is not { } part)
            return;
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.From}-{part.From + part.Length - 1}/{total}");
    }
}
