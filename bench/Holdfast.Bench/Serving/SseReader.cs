using System.Buffers.Text;

namespace Holdfast.Bench.Serving;

/// <summary>Reads the ids of a stream of events, and nothing else of it.</summary>
internal static class SseReader
{
    private const int BufferBytes = 64 * 1024;

    /// <param name="take">Told each id; false to read no more.</param>
    public static async Task ReadIdsAsync(HttpClient http, string address, Func<long, bool> take, TaskCompletionSource? connected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        connected?.TrySetResult();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BufferBytes];
        var kept = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(kept), cancellationToken);
            if (read == 0)
                return;
            var left = Take(buffer.AsSpan(0, kept + read), take, out var enough);
            if (enough)
                return;
            buffer.AsSpan(kept + read - left, left).CopyTo(buffer);
            kept = left;
        }
    }

    /// <returns>Bytes of a line that is not whole yet.</returns>
    private static int Take(ReadOnlySpan<byte> text, Func<long, bool> take, out bool enough)
    {
        enough = false;
        while (text.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = text[..end];
            text = text[(end + 1)..];
            if (line.StartsWith("id:"u8) && Utf8Parser.TryParse(line["id:"u8.Length..].TrimStart((byte)' '), out long id, out _) && !take(id))
            {
                enough = true;
                return 0;
            }
        }

        return text.Length;
    }
}
