using System.Globalization;
using System.Net;
using Holdfast.Protocol;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Security;

/// <summary>
/// Looks at every request that did not come over the home's own socket: that it means this address (a name that was bent to it does
/// not), that no page of another site sent it, that it shows a token, and that there are not too many of them.
/// </summary>
internal sealed class NetworkGuard(AccessTokens tokens, int requestsPerSecond, TimeProvider time)
{
    /// <summary>Of a request. A plan of 100,000 atoms has about 20 MiB.</summary>
    public const long LargestBody = 64 << 20;

    /// <summary>Guesses of a token a second: nobody makes so many by mistake, and 256 bits are not found by them.</summary>
    private const int RefusedPerSecond = 10;

    private const string Scheme = "Bearer ";

    private static readonly object Owner = new();

    private readonly RequestRate admitted = new(requestsPerSecond, time);
    private readonly RequestRate refused = new(RefusedPerSecond, time);

    /// <summary>Of those with a token; it may be changed while requests come.</summary>
    public RequestRate Admitted => admitted;

    /// <summary>Marks what comes over an endpoint as sent by the owner of the home. What nobody marked is not.</summary>
    public static void TrustOwner(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Items[Owner] = true;
        return next(connection);
    });

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Owner) == true)
        {
            await next(context);
            return;
        }

        var rotations = tokens.Rotations;
        var rotated = Admit(context) == Access.Full ? rotations.Full : rotations.Read;
        // Who follows would go on reading with a token that opens nothing any more. What changes something is let finish, and be answered.
        await using var end = HttpMethods.IsGet(context.Request.Method) ? rotated.Register(context.Abort) : default;
        await next(context);
    }

    private Access Admit(HttpContext context)
    {
        var request = context.Request;
        RefuseOtherHost(context);
        RefuseOtherOrigin(request);
        var access = Present(request.Headers.Authorization) is { } presented ? tokens.Check(presented) : Access.None;
        if (access == Access.None)
        {
            Take(refused, context);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new RefusedException(new Error(ErrorCode.TokenMissing, "The request shows no token of this home, or one that is not valid any more.", "send 'Authorization: Bearer TOKEN'; holdfast token prints it"));
        }

        Take(admitted, context);
        if (access == Access.Read && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            throw new RefusedException(new Error(ErrorCode.TokenReadOnly, $"The token is for reading only, and {request.Method} changes something.", "holdfast token"));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = LargestBody;
        return access;
    }

    // A page whose name was bent to this address sends that name.
    private static void RefuseOtherHost(HttpContext context)
    {
        var host = context.Request.Host;
        var (address, port) = (context.Connection.LocalIpAddress, context.Connection.LocalPort);
        var isOurs = address is not null && host.HasValue && (host.Port ?? 80) == port
            && (IPAddress.TryParse(host.Host, out var named) ? named.Equals(Plain(address)) : IPAddress.IsLoopback(address) && string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase));
        if (!isOurs)
            throw new RefusedException(new Error(ErrorCode.HostNotAllowed, $"The request is for '{host.Value}', and this is {new IPEndPoint(Plain(address ?? IPAddress.None), port)}.", "ask for it by its address"));
    }

    private static void RefuseOtherOrigin(HttpRequest request)
    {
        var own = $"http://{request.Host.Value}";
        var isOther = request.Headers.Origin is [{ } origin, ..] && !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase);
        if (isOther || request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site", ..])
            throw new RefusedException(new Error(ErrorCode.OriginNotAllowed, "The request was sent by a page of another site.", "send it from a program, or from a page of this address"));
    }

    private static string? Present(StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;

    private static void Take(RequestRate rate, HttpContext context)
    {
        if (rate.TryTake(out var retryAfter))
            return;
        var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
        context.Response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        throw new RefusedException(new Error(ErrorCode.TooManyRequests, "More requests came than are let through in a second.", $"ask again in {seconds} s"));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
