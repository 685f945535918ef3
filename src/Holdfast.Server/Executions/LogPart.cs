using Holdfast.Engine.Runtimes;
using Holdfast.Server.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Executions;

/// <summary>The bytes of a log that <c>Range</c> names, of those there are now; without one, all of them.</summary>
internal static class LogPart
{
    public const string MediaType = "application/octet-stream";

    /// <summary>What is masked differs in length from what was written, so the bytes are counted first.</summary>
    public static async Task AnswerAsync(HttpContext context, string path, SecretMask mask)
    {
        var total = 0L;
        await CopyAsync(0, page =>
        {
            total += page.Length;
            return Task.CompletedTask;
        });
        var range = ByteRange.Of(context, total);
        context.Response.ContentType = MediaType;
        ByteRange.Announce(context.Response, range, total);
        var left = range?.Length ?? total;
        await CopyAsync(range?.From ?? 0, async page =>
        {
            var part = page[..(int)Math.Min(left, page.Length)];
            left -= part.Length;
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
        });

        async Task CopyAsync(long offset, Func<ReadOnlyMemory<byte>, Task> send) => await LogReader.CopyAsync(
            path, () => new RawRendering(mask), new LogStart(Tail: null, offset, After: null), changes: null, (page, _) => send(page), context.RequestAborted);
    }
}
