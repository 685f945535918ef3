using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.Server.Tests;

/// <summary>A span as it was sent.</summary>
/// <param name="Parent">Empty at the beginning of a trace.</param>
/// <param name="Status">2 for an error.</param>
internal sealed record SentSpan(string Trace, string Id, string Parent, string Name, DateTimeOffset Start, DateTimeOffset End, int Status, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Events);

/// <summary>Takes what is sent over OTLP, by http/protobuf.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Headers, byte[] Body)> requests = [];
    private readonly WebApplication web;

    private OtlpReceiver(WebApplication web) => this.web = web;

    /// <summary>Known still when it takes no more.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything, as text: whatever is not in it was not sent.</summary>
    public string Text => string.Join('\n', requests.Select(request => Encoding.Latin1.GetString(request.Body)));

    public IReadOnlyList<string> Headers => [.. requests.Select(request => request.Headers)];

    public IReadOnlyList<SentSpan> Spans => [.. requests.Where(request => request.Path == "/v1/traces").SelectMany(request => SpansOf(request.Body))];

    public IReadOnlyList<string> Metrics => [.. requests.Where(request => request.Path == "/v1/metrics").SelectMany(request => MetricsOf(request.Body)).Distinct()];

    public IReadOnlyList<string> Services => [.. requests.SelectMany(request => ServicesOf(request.Body)).Distinct()];

    /// <param name="port">0 for any that is free.</param>
    public static async Task<OtlpReceiver> StartAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1));
        var receiver = new OtlpReceiver(builder.Build());
        receiver.web.Run(receiver.TakeAsync);
        await receiver.web.StartAsync(cancellationToken);
        receiver.Address = new Uri(receiver.web.Urls.Single());
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync(CancellationToken.None);
        await web.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        requests.Enqueue((context.Request.Path, string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}")), body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }

    // The numbers are those of opentelemetry-proto: trace/v1, metrics/v1, common/v1.
    private static IEnumerable<SentSpan> SpansOf(byte[] body) =>
        from resource in Parts(body, 1)
        from scope in Parts(resource, 2)
        from span in Parts(scope, 2)
        select new SentSpan(
            Hex(span, 1), Hex(span, 2), Hex(span, 4), Word(span, 5), Time(span, 7), Time(span, 8),
            Parts(span, 15).Select(status => (int)Numbers(status, 3).FirstOrDefault()).FirstOrDefault(),
            Parts(span, 9).ToDictionary(attribute => Word(attribute, 1), attribute => Value(Parts(attribute, 2).Single())),
            [.. Parts(span, 11).Select(happened => Word(happened, 2))]);

    private static IEnumerable<string> MetricsOf(byte[] body) =>
        from resource in Parts(body, 1)
        from scope in Parts(resource, 2)
        from metric in Parts(scope, 2)
        select Word(metric, 1);

    private static IEnumerable<string> ServicesOf(byte[] body) =>
        from resource in Parts(body, 1)
        from described in Parts(resource, 1)
        from attribute in Parts(described, 1)
        where Word(attribute, 1) == "service.name"
        select Value(Parts(attribute, 2).Single());

    private static string Value(ReadOnlyMemory<byte> value) => Parts(value, 1).Select(text => Encoding.UTF8.GetString(text.Span)).FirstOrDefault() ?? $"{Numbers(value, 3).FirstOrDefault()}";

    private static string Hex(ReadOnlyMemory<byte> message, int field) => Parts(message, field).Select(bytes => Convert.ToHexStringLower(bytes.Span)).FirstOrDefault("");

    private static string Word(ReadOnlyMemory<byte> message, int field) => Parts(message, field).Select(bytes => Encoding.UTF8.GetString(bytes.Span)).FirstOrDefault("");

    private static DateTimeOffset Time(ReadOnlyMemory<byte> message, int field) => DateTimeOffset.UnixEpoch.AddTicks((long)Numbers(message, field).Single() / 100);

    private static IEnumerable<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(each => each.Field == field && each.Bytes is not null).Select(each => each.Bytes!.Value);

    private static IEnumerable<ulong> Numbers(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(each => each.Field == field && each.Bytes is null).Select(each => each.Number);

    /// <summary>The fields of a message of protocol buffers, whatever they mean.</summary>
    private static List<(int Field, ulong Number, ReadOnlyMemory<byte>? Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int, ulong, ReadOnlyMemory<byte>?)>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint();
            switch (tag & 7)
            {
                case 0:
                    fields.Add(((int)(tag >> 3), Varint(), null));
                    break;
                case 1:
                    fields.Add(((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), null));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint();
                    fields.Add(((int)(tag >> 3), 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add(((int)(tag >> 3), BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), null));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"A field of wire type {tag & 7}.");
            }
        }

        return fields;

        ulong Varint()
        {
            var (value, shift) = (0UL, 0);
            while (true)
            {
                var next = message.Span[at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                    return value;
                shift += 7;
            }
        }
    }
}
