using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Telemetry;

/// <summary>The method of a request, as it came: HEAD is carried out as GET, but told as HEAD.</summary>
internal static class RequestMethod
{
    /// <summary>Instead of what a caller made up, as OpenTelemetry has it: names and labels are closed sets.</summary>
    public const string Other = "_OTHER";

    private static readonly object CameAsHead = new();

    public static string Of(HttpContext context) => IsHead(context) ? HttpMethods.Head : context.Request.Method;

    /// <summary>Whether nobody reads the body: what would only come later is not waited for.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(CameAsHead);

    /// <summary>One of those that are taken somewhere, or <see cref="Other"/>.</summary>
    public static string WordOf(HttpContext context) => HttpMethods.GetCanonicalizedValue(Of(context)) is var method
        && (HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method) || HttpMethods.IsHead(method)) ? method : Other;

    /// <summary>Lets it be carried out as GET, if it came as HEAD.</summary>
    public static void TakeHeadAsGet(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
            return;
        context.Items[CameAsHead] = true;
        context.Request.Method = HttpMethods.Get;
    }
}
