using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Endpoints;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is carried out once, and answered the same however often it is sent. The key is stored before
/// anything is done, with the id that what is made will have: where the daemon dies before the answer is kept, the request is carried out
/// again under the same id, and finds what was made.
/// </summary>
internal sealed class RepeatedRequests(IStore store, TimeProvider time)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Says that an answer is one that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Where a test lets the daemon die: something was made, and nobody was answered.</summary>
    private const string CarriedOut = "request_carried_out";

    private const int LongestKey = 255;

    /// <summary>An answer that is larger is made anew, under the same id.</summary>
    private const int LargestKeptAnswer = 256 << 10;

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag", "Retry-After", "Allow"];

    private static readonly object IntentItem = new();

    private static readonly object MadeItem = new();

    private static readonly object FirstAskedItem = new();

    private readonly KeyedTurns<string> turns = new();

    /// <summary>The id that what the request makes is to have; null when it came without a key, and any will do.</summary>
    public static Guid? IntentOf(HttpContext context) => context.Items.TryGetValue(IntentItem, out var intent) ? (Guid)intent! : null;

    /// <summary>Whoever asks wants a change of what is as they have seen it, under the intent of the request.</summary>
    public static Asking AskingOf(HttpContext context, long? version) => new(version, IntentOf(context));

    /// <summary>Whether the change was made before, and only the answer got lost: it is answered as things stand, whatever they would allow now.</summary>
    public static bool IsMade(HttpContext context) => context.Items.ContainsKey(MadeItem);

    /// <summary>When the request came before, if it did and was not answered, or with more than is kept; null the first time.</summary>
    public static DateTimeOffset? FirstAskedAt(HttpContext context) => context.Items.TryGetValue(FirstAskedItem, out var at) ? (DateTimeOffset)at! : null;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || KeyOf(context.Request) is not { } key)
        {
            await next(context);
            return;
        }

        var digest = await TakeBodyAsync(context.Request, context.RequestAborted);
        // Of two at the same moment the second waits for the answer of the first.
        using var turn = await turns.TakeAsync(key, context.RequestAborted);
        await AnswerOnceAsync(context, next, key, digest);
    }

    private async Task AnswerOnceAsync(HttpContext context, RequestDelegate next, string key, byte[] digest)
    {
        var now = time.GetUtcNow();
        var own = Guid.CreateVersion7(now);
        var known = await store.ReserveKeyAsync(new NewRequestKey(key, digest, own, now), now - KeptFor, context.RequestAborted);
        if (!known.Digest.Span.SequenceEqual(digest))
            throw new RefusedException(new Error(ErrorCode.KeyReused, $"The {Header} '{key}' came with another request before.", "take a new key for each request"));
        if (known.Answer is { } before)
        {
            await ReplayAsync(context.Response, before, context.RequestAborted);
            return;
        }

        context.Items[IntentItem] = known.Intent;
        if (known.Intent != own)
            context.Items[FirstAskedItem] = known.At;
        if (known.IsMade)
            context.Items[MadeItem] = true;
        var answer = await CarryOutAsync(context, next);
        ArmedCrash.Pass(CarriedOut);
        // What failed for a reason of our own may do better; what was cut off was not answered.
        if (!context.RequestAborted.IsCancellationRequested && answer is { Status: < StatusCodes.Status500InternalServerError, Body.Length: <= LargestKeptAnswer })
            await store.KeepAnswerAsync(key, answer, CancellationToken.None);
        await SendAsync(context.Response, answer, context.RequestAborted);
    }

    /// <summary>Holds the answer back, so that it is kept before anybody sees it.</summary>
    private static async Task<StoredAnswer> CarryOutAsync(HttpContext context, RequestDelegate next)
    {
        var toClient = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(held));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(toClient);
        }

        var headers = KeptHeaders.Where(context.Response.Headers.ContainsKey).ToDictionary(name => name, name => context.Response.Headers[name].ToString());
        return new StoredAnswer(context.Response.StatusCode, JsonSerializer.Serialize(headers, ProtocolJson.Compact.DictionaryStringString), held.ToArray());
    }

    private static async Task ReplayAsync(HttpResponse response, StoredAnswer answer, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in JsonSerializer.Deserialize(answer.Headers, ProtocolJson.Compact.DictionaryStringString)!)
            response.Headers[name] = value;
        response.Headers[ReplayedHeader] = "true";
        if (answer.Body.Length > 0)
            response.ContentLength = answer.Body.Length;
        await SendAsync(response, answer, cancellationToken);
    }

    // An answer that has no body, as 204, must not be given an empty one.
    private static async Task SendAsync(HttpResponse response, StoredAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Body.Length > 0)
            await response.Body.WriteAsync(answer.Body, cancellationToken);
    }

    /// <summary>A string as the draft has it, in quotation marks, or the bare text.</summary>
    private static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return null;
        var key = values is [{ } only] ? only.Trim() : "";
        if (key is ['"', .. var quoted, '"'])
            key = quoted;
        return key.Length is > 0 and <= LongestKey && key.All(character => character is > ' ' and <= '~' and not '"' and not '\\')
            ? key
            : throw new RefusedException(new Error(ErrorCode.Usage, $"The header {Header} takes one text of 1 to {LongestKey} visible ASCII characters.", "a UUID will do"));
    }

    /// <summary>Reads the body, and puts it where whoever carries the request out reads it.</summary>
    /// <returns>The digest of all that is asked for.</returns>
    private static async Task<byte[]> TakeBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        request.Body = body;
        body.Position = 0;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n{string.Join(',', (IEnumerable<string?>)request.Headers.IfMatch)}\n"));
        // A release before did not know it: without it a request is the one it was then.
        if (request.Headers.IfNoneMatch is { Count: > 0 } noneMatch)
            digest.AppendData(Encoding.UTF8.GetBytes($"{string.Join(',', (IEnumerable<string?>)noneMatch)}\n"));
        digest.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        return digest.GetHashAndReset();
    }
}
