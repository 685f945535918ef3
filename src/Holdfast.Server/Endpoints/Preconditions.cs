using System.Globalization;
using Holdfast.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Endpoints;

/// <summary>ETags: what a caller has seen, and may rely on when it changes something (RFC 9110, If-Match and If-None-Match).</summary>
internal static class Preconditions
{
    /// <param name="hash">Of the content.</param>
    public static string TagOf(string hash) => $"\"{hash}\"";

    public static string TagOf(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Refuses a change of what is not as the caller has seen it. A caller that names nothing does not care.</summary>
    /// <param name="tag">Of how it stands, in quotation marks.</param>
    /// <param name="what">As a sentence begins: <c>Run 3</c>.</param>
    public static void RequireMatch(this HttpRequest request, string tag, string what)
    {
        if (!Matches(request.Headers.IfMatch, HeaderNames.IfMatch, tag) ?? false)
            throw Changed($"{what} is at {tag}, which {HeaderNames.IfMatch} does not name");
    }

    /// <summary>As <see cref="RequireMatch"/>, for who makes the change: it has to look once more, when nobody else changes it.</summary>
    /// <returns>The version that has to be current still; null when the caller does not care.</returns>
    public static long? RequireVersion(this HttpRequest request, long version, string what)
    {
        request.RequireMatch(TagOf(version), what);
        return request.NamesTags() ? version : null;
    }

    /// <summary>Refuses a change of what has no version where the caller names one: it cannot be told that nothing else is changed.</summary>
    /// <param name="what">As a sentence begins.</param>
    public static void RequireNoTags(this HttpRequest request, string what)
    {
        request.RequireTags();
        if (request.NamesTags())
            throw new RefusedException(new Error(ErrorCode.Changed, $"{what} has no ETag, so that {HeaderNames.IfMatch} names none of its versions.", $"send it without {HeaderNames.IfMatch}"));
    }

    /// <summary>Whether the caller has seen a version and will have no other; <c>*</c> is any.</summary>
    public static bool NamesTags(this HttpRequest request) => request.Headers.IfMatch is { Count: > 0 } header && header.ToString().Trim() != "*";

    /// <param name="what">As a sentence begins.</param>
    public static RefusedException Changed(string what) => new(new Error(ErrorCode.Changed, $"{what}: somebody else changed it.", "read it again, and decide anew"));

    /// <summary>Of the versions that the caller names the current one, if it is among them: the change is made only if nobody is quicker.</summary>
    /// <returns>Null when the caller does not care; a version that never is when none of those named is current.</returns>
    public static long? ExpectedVersion(this HttpRequest request, long version) =>
        Matches(request.Headers.IfMatch, HeaderNames.IfMatch, TagOf(version)) switch
        {
            null => null,
            true => request.NamesTags() ? version : null,
            false => -1,
        };

    /// <summary>Tells the tag, and whether the caller has what it stands for already: then there is nothing to send but 304.</summary>
    public static bool IsKnown(this HttpContext context, string tag)
    {
        var isKnown = Matches(context.Request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch, tag, weakly: true) == true;
        // Behind what refuses the request: a problem has no version.
        context.Response.Headers.ETag = tag;
        if (!isKnown)
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Refuses to put something in the place of what is there, where the caller wants to change anything but that (<c>If-None-Match</c> of RFC 9110, 13.1.2; <c>*</c> is whatever is there).</summary>
    /// <param name="tag">Of how it stands, in quotation marks.</param>
    /// <param name="what">As a sentence begins.</param>
    public static void RequireNoMatch(this HttpRequest request, string tag, string what)
    {
        if (Matches(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch, tag, weakly: true) == true)
            throw Changed($"{what} is kept here at {tag}, and {HeaderNames.IfNoneMatch} says that it is not");
    }

    /// <summary>Refuses headers that name no tags, whether they are compared with anything or not.</summary>
    public static void RequireTags(this HttpRequest request)
    {
        Matches(request.Headers.IfMatch, HeaderNames.IfMatch, "\"\"");
        Matches(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch, "\"\"");
    }

    /// <returns>Null when the header is not there.</returns>
    /// <param name="weakly">A tag that was made weak on its way counts as well.</param>
    private static bool? Matches(StringValues header, string name, string tag, bool weakly = false)
    {
        if (header.Count == 0)
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var named) || named.Count == 0)
            throw new RefusedException(new Error(ErrorCode.Usage, $"The header {name} takes * or entity tags as they were told, with commas between: \"1\".", "send the ETag as it came"));
        return named.Any(each => each.Tag == "*" || ((weakly || !each.IsWeak) && each.Tag == tag));
    }
}
