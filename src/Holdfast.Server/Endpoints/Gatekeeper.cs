using System.Text.Json;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Daemons;
using Holdfast.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Endpoints;

/// <summary>The edge of every request: who speaks another protocol is told so, and whatever goes wrong becomes problem details.</summary>
/// <param name="storeFailed">Told when nothing that is stored can be trusted any more.</param>
internal sealed class Gatekeeper(string version, TimeProvider time, ILogger logger, Action<Exception> storeFailed)
{
    /// <summary>Of a request, by which it is found in the log: the caller's own, or one that is made here; answered in any case.</summary>
    public const string RequestId = "X-Request-Id";

    private const int LongestRequestId = 128;

    /// <summary>Answered whatever the caller speaks: by these it finds out what runs here, and ends it.</summary>
    private static readonly string[] OpenToAll = ["/api/v2/daemon", "/api/v2/daemon/stop"];

    private readonly string server = $"holdfast/{version}";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var began = time.GetTimestamp();
        if (context.Request.Headers[RequestId] is [{ Length: > 0 and <= LongestRequestId } given] && given.All(each => each is > ' ' and <= '~'))
            context.TraceIdentifier = given;
        context.Response.Headers[RequestId] = context.TraceIdentifier;
        context.Response.Headers[ProtocolVersion.Header] = ProtocolVersion.Current.ToString();
        context.Response.Headers.Server = server;
        await AnswerAsync(context, within =>
        {
            RefuseOtherProtocol(within.Request);
            return next(within);
        });
        if (logger.IsEnabled(LogLevel.Debug))
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            logger.RequestAnswered(RequestMethod.Of(context), context.Request.Path, context.Response.StatusCode, time.GetElapsedTime(began).TotalMilliseconds, context.TraceIdentifier, route);
        }
    }

    /// <summary>Whatever goes wrong behind it is answered.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            RefuseWhatIsNotThere(context);
        }
        catch (RefusedException refused)
        {
            logger.RequestRefused(RequestMethod.Of(context), context.Request.Path, context.TraceIdentifier, refused.Error.Code, refused.Message);
            await AnswerAsync(context, refused.Error);
        }
        catch (BadHttpRequestException broken)
        {
            var error = broken.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Error(ErrorCode.BodyTooLarge, "The body of the request is larger than what is taken.", "send less at a time")
                : new Error(ErrorCode.Usage, $"The request cannot be read: {broken.Message}");
            logger.RequestRefused(RequestMethod.Of(context), context.Request.Path, context.TraceIdentifier, error.Code, error.Message);
            await AnswerAsync(context, error);
        }
        catch (StoreFailedException failed)
        {
            await AnswerAsync(context, new Error(ErrorCode.StoreFailed, failed.Message, "mend the cause; the next command starts the daemon again"));
            storeFailed(failed);
        }
        catch (OperationCanceledException)
        {
            // The caller left, or the daemon stops. What has begun must not look complete.
            context.Abort();
        }
        catch (Exception fault)
        {
            logger.RequestFailed(RequestMethod.Of(context), context.Request.Path, context.TraceIdentifier, fault);
            await AnswerAsync(context, new Error(ErrorCode.Unexpected, $"The daemon hit an unexpected {fault.GetType().Name}. What it is about is in its log.", "holdfast daemon logs"));
        }
    }

    /// <summary>What is asked for with HEAD is what GET would answer, without its body, which the web server leaves out.</summary>
    /// <remarks>Goes before routing.</remarks>
    public static Task TakeHeadAsGetAsync(HttpContext context, RequestDelegate next)
    {
        RequestMethod.TakeHeadAsGet(context);
        return next(context);
    }

    // Routing sets a status and no more.
    private static void RefuseWhatIsNotThere(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (response.HasStarted)
            return;
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            var allowed = response.Headers.GetCommaSeparatedValues(HeaderNames.Allow).SelectMany(method => HttpMethods.IsGet(method) ? [method, HttpMethods.Head] : (string[])[method]);
            response.Headers.Allow = string.Join(", ", allowed);
            throw new RefusedException(new Error(ErrorCode.MethodNotAllowed, $"{request.Path} does not take {RequestMethod.Of(context)}.", $"it takes {response.Headers.Allow}"));
        }

        if (context.GetEndpoint() is null)
            throw new RefusedException(new Error(ErrorCode.NoSuchAddress, $"There is nothing at {request.Path}.", "GET /openapi/v1.json tells what there is"));
    }

    // Who names no protocol, as a person with curl, is taken to know what they do.
    private void RefuseOtherProtocol(HttpRequest request)
    {
        if (request.Headers[ProtocolVersion.Header] is not [{ } spoken] || OpenToAll.Contains(request.Path.Value, StringComparer.OrdinalIgnoreCase))
            return;
        if (ProtocolVersion.TryParse(spoken) is { } theirs && ProtocolVersion.Current.Understands(theirs))
            return;
        var client = request.Headers.UserAgent is [{ Length: > 0 } agent] ? $"The client {agent.Replace('/', ' ')}" : "The client";
        throw new RefusedException(new Error(
            ErrorCode.ProtocolMismatch,
            $"{client} speaks protocol {spoken}, and this daemon {version} speaks {ProtocolVersion.Current}: they do not understand each other.",
            "holdfast daemon restart"));
    }

    private static async Task AnswerAsync(HttpContext context, Error error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var problem = Problem.Of(error);
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = Problem.MediaType;
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ProtocolJson.Compact.Problem), context.RequestAborted);
    }
}
