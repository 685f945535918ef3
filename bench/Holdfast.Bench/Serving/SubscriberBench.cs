using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Holdfast.Protocol.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Bench.Serving;

/// <summary>
/// Many subscribers to every event, and a steady rate of events: how late each has each, from when it was asked for, stored durably, to when it
/// was read. Beside a bare Kestrel that sends as many bytes from a channel in memory. All share this process and its cores.
/// </summary>
internal static class SubscriberBench
{
    /// <summary>As many connect at a time: a socket keeps only some hundred waiting.</summary>
    private const int ConnectTogether = 100;

    private const string EventsAddress = "/api/events?after=0";

    public static async Task RunAsync(int subscribers, int perSecond, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var (bare, faultsOfBare) = await BareAsync(Path.Combine(folder, "bare.sock"), subscribers, perSecond, seconds);
            Print("bare Kestrel, channels in memory", bare, faultsOfBare);
            var (served, faults) = await ServedAsync(Path.Combine(folder, "home"), subscribers, perSecond, seconds);
            Print("holdfast, each event durable before it is told", served, faults);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p99: {served.Quantile(0.99) / bare.Quantile(0.99):0.00} of bare Kestrel's"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(Latencies, long)> ServedAsync(string home, int subscribers, int perSecond, int seconds)
    {
        await using var daemon = await BenchDaemon.StartAsync(home);
        return await MeasureAsync(
            daemon.Http, EventsAddress, subscribers, perSecond, seconds,
            number => daemon.Client.CreateTaskAsync(new TaskRequest { Title = string.Create(CultureInfo.InvariantCulture, $"Task {number:000000}") }, CancellationToken.None));
    }

    private static async Task<(Latencies, long)> BareAsync(string socket, int subscribers, int perSecond, int seconds)
    {
        var channels = new List<Channel<ReadOnlyMemory<byte>>>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.ListenUnixSocket(socket));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var channel = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
            lock (channels)
                channels.Add(channel);
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await foreach (var frame in channel.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.BodyWriter.WriteAsync(frame, context.RequestAborted);
            }
        });
        await app.StartAsync();
        using var http = BenchDaemon.HttpOver(socket);
        var measured = await MeasureAsync(http, EventsAddress, subscribers, perSecond, seconds, number =>
        {
            // As long as an event of Holdfast's.
            const string data = ""","type":"task.created","v":1,"at":"2026-01-01T00:00:00.000Z","task":"01a1fcb8-66e8-7e79-a10f-88770a724583","data":{}}""";
            var frame = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: task.created\ndata: {{\"id\":{number}{data}\n\n"));
            lock (channels)
            {
                foreach (var channel in channels)
                    channel.Writer.TryWrite(frame);
            }

            return Task.CompletedTask;
        });
        await app.StopAsync(new CancellationToken(canceled: true));
        return measured;
    }

    /// <returns>How late each event was, and how many were missing, twice or out of order.</returns>
    private static async Task<(Latencies Late, long Faults)> MeasureAsync(
        HttpClient http, string address, int subscribers, int perSecond, int seconds, Func<int, Task> publish)
    {
        var latencies = new Latencies();
        var events = perSecond * seconds;
        var begun = new long[events + 1];
        long faults = 0;
        var readers = new List<Task>();
        while (readers.Count < subscribers)
        {
            var connected = Enumerable.Range(0, Math.Min(ConnectTogether, subscribers - readers.Count)).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
            foreach (var each in connected)
                readers.Add(ReadAsync(each));
            // Whoever cannot connect never says so; that it failed does.
            await Task.WhenAll(connected.Zip(readers.TakeLast(connected.Count), (each, reader) => Task.WhenAny(each.Task, reader).Unwrap()));
        }

        using var turns = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        // One after the other, so that the n-th that is asked for is the n-th event.
        for (var number = 1; number <= events; number++)
        {
            await turns.WaitForNextTickAsync();
            begun[number] = Stopwatch.GetTimestamp();
            await publish(number);
        }

        await Task.WhenAll(readers);
        return (latencies, Interlocked.Read(ref faults));

        async Task ReadAsync(TaskCompletionSource ready)
        {
            var last = 0L;
            await SseReader.ReadIdsAsync(
                http, address,
                id =>
                {
                    if (id != last + 1)
                        Interlocked.Increment(ref faults);
                    last = id;
                    latencies.Add(begun[id]);
                    return id < events;
                },
                ready, CancellationToken.None);
            if (last != events)
                Interlocked.Increment(ref faults);
        }
    }

    private static void Print(string what, Latencies latencies, long faults) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {latencies.Total:#,0} read, {faults} missing or twice, {latencies}"));
}
