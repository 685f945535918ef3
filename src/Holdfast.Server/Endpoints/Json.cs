using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Endpoints;

/// <summary>Documents in requests and answers.</summary>
internal static class Json
{
    private const string MediaType = "application/json";

    /// <summary>What is kept of a request is read again by readers that take no more: it is refused before it is stored.</summary>
    private const int DeepestRequest = 64;

    private static readonly JsonSerializerOptions Requests = new(ProtocolJson.Compact.Options) { MaxDepth = DeepestRequest };

    public static async Task AnswerAsync<T>(this HttpContext context, T document, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, type);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Answers with what may be large: it is sent as it is written, never held as a whole. What fails on the way breaks the answer off.</summary>
    public static async Task AnswerInPassingAsync<T>(this HttpContext context, T document, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = MediaType;
        await JsonSerializer.SerializeAsync(context.Response.Body, document, type, context.RequestAborted);
    }

    /// <param name="json">A document that is written already.</param>
    public static async Task AnswerAsync(this HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    public static bool HasBody(this HttpContext context) => context.Request.ContentLength > 0 || context.Request.Headers.ContainsKey("Transfer-Encoding");

    /// <exception cref="RefusedException">The body is not such a document.</exception>
    public static async Task<T> ReadAsync<T>(this HttpContext context, JsonTypeInfo<T> type)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, (JsonTypeInfo<T>)Requests.GetTypeInfo(type.Type), context.RequestAborted)
                ?? throw new JsonException("it is null.");
        }
        catch (JsonException broken)
        {
            var what = $"The body of {context.Request.Method} {context.Request.Path}";
            throw new RefusedException(context.HasBody() ? JsonFault.Of(what, broken) : JsonFault.OfNothing(what, type));
        }
    }
}
