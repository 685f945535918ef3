using System.Net;
using System.Text;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>
/// Stands between a test and the daemon, and fails the test when an answer is not as the description says: its status, media type, headers,
/// code and shape. Streams are judged line by line as they are read.
/// </summary>
/// <param name="seen">Told every document that was right; null when nobody wants to know.</param>
internal sealed class DescribedAnswers(HttpMessageHandler inner, Action<DescribedAnswers.Seen>? seen = null) : DelegatingHandler(inner)
{
    /// <param name="Event">The name of an event of a stream; null of any other document.</param>
    internal sealed record Seen(DescribedApi.Operation Operation, int Status, string? MediaType, string? Asked, string? Answered, string? Event = null);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = DescribedApi.Current.Find(request.Method.Method, request.RequestUri!.AbsolutePath);
        var asked = operation is null || request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var answer = await base.SendAsync(request, cancellationToken);
        if (operation is null)
            return answer;
        var (status, mediaType) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
        Refuse(DescribedApi.Current.FaultsOfHead(operation, status, mediaType, request.Headers.Select(header => header.Key), [.. answer.Headers.Select(header => header.Key), .. answer.Content.Headers.Select(header => header.Key)]));
        if (answer.IsSuccessStatusCode)
            Refuse(Undescribed(operation, request.RequestUri.Query).Select(name => $"{operation.Name} takes the parameter {name}, which is not described"));
        switch (mediaType)
        {
            case "application/json" or "application/problem+json" or "application/schema+json":
                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                var json = await answer.Content.ReadAsStringAsync(cancellationToken);
                Judge(operation, status, mediaType, json);
                seen?.Invoke(new Seen(operation, status, mediaType, asked, json));
                break;
            case "application/x-ndjson":
                seen?.Invoke(new Seen(operation, status, mediaType, asked, null));
                Watch(answer, line =>
                {
                    if (line.Length == 0)
                        return;
                    Judge(operation, status, mediaType, line);
                    seen?.Invoke(new Seen(operation, status, mediaType, null, line));
                });
                break;
            case "text/event-stream":
                seen?.Invoke(new Seen(operation, status, mediaType, asked, null));
                Watch(answer, JudgeEvents(operation));
                break;
            default:
                seen?.Invoke(new Seen(operation, status, mediaType, asked, null));
                break;
        }

        return answer;
    }

    private static void Judge(DescribedApi.Operation operation, int status, string mediaType, string json)
    {
        if (DescribedApi.Current.FaultOfDocument(operation, status, mediaType, json) is { } fault)
            Assert.Fail(fault);
    }

    private Action<string> JudgeEvents(DescribedApi.Operation operation)
    {
        string? name = null;
        return line =>
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                return;
            var data = line["data: ".Length..];
            if (DescribedApi.Current.FaultOfEvent(operation, name!, data) is { } fault)
                Assert.Fail(fault);
            seen?.Invoke(new Seen(operation, 200, "text/event-stream", null, data, name));
        };
    }

    private static IEnumerable<string> Undescribed(DescribedApi.Operation operation, string query)
    {
        var described = DescribedApi.Current.Parameters(operation, "query").Select(parameter => parameter["name"]!.GetValue<string>()).ToHashSet();
        return query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Uri.UnescapeDataString(pair.Split('=')[0])).Where(name => !described.Contains(name));
    }

    private static void Watch(HttpResponseMessage answer, Action<string> judge)
    {
        var watched = new WatchedContent(answer.Content, judge);
        foreach (var header in answer.Content.Headers)
            watched.Headers.TryAddWithoutValidation(header.Key, header.Value);
        answer.Content = watched;
    }

    private static void Refuse(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    /// <summary>The content as it came, whose lines are looked at while it is read.</summary>
    private sealed class WatchedContent(HttpContent content, Action<string> judge) : HttpContent
    {
        protected override async Task<Stream> CreateContentReadStreamAsync() => new WatchedStream(await content.ReadAsStreamAsync(), judge);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var watched = await CreateContentReadStreamAsync();
            await watched.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                content.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class WatchedStream(Stream inner, Action<string> judge) : Stream
    {
        private readonly List<byte> line = [];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            Look(buffer.Span[..count]);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Look(buffer.AsSpan(offset, read));
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private void Look(ReadOnlySpan<byte> bytes)
        {
            while (bytes.IndexOf((byte)'\n') is var end and >= 0)
            {
                line.AddRange(bytes[..end]);
                judge(Encoding.UTF8.GetString([.. line]).TrimEnd('\r'));
                line.Clear();
                bytes = bytes[(end + 1)..];
            }

            line.AddRange(bytes);
        }
    }
}
