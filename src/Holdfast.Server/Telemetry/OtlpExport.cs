using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Holdfast.Server.Events;
using Holdfast.Engine.Storage;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// Sends spans and metrics over OTLP. Nothing else knows of OpenTelemetry, and where nothing is to be sent nothing of it is loaded. Whoever receives
/// may be slow, wrong or absent: that is told in the log, and else nobody notices.
/// </summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    /// <summary>What is left to send when the daemon ends has so long: nobody waits longer for a receiver that does not answer.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(3);

    private const int LongestSendMs = 10_000;

    private readonly TimeProvider time;
    private readonly SpanWriter? spans;
    private readonly TracerProvider? traces;
    private readonly StoredSpans? stored;
    private readonly MeteredGauges? gauges;
    private readonly MeterProvider? metrics;
    private readonly CancellationTokenSource closing = new();
    private readonly Task measuring = Task.CompletedTask;

    /// <param name="variable">The value of a variable; null when it is not set.</param>
    public OtlpExport(
        OtlpSettings settings, Func<string, string?> variable, string version, SpanWriter? spans, EventHub hub, IStore store, DaemonGauges readings, TimeProvider time, ILogger logger)
    {
        this.time = time;
        try
        {
            var resource = ResourceBuilder.CreateEmpty().AddService("holdfast", serviceVersion: version, serviceInstanceId: Environment.ProcessId.ToString(CultureInfo.InvariantCulture)).AddTelemetrySdk().AddEnvironmentVariableDetector();
            if (settings.Traces is { } toTraces)
                traces = TracesTo(toTraces, resource, variable, logger);
            if (settings.Metrics is { } toMetrics)
            {
                gauges = new MeteredGauges();
                metrics = MetricsTo(toMetrics, resource, variable, logger);
            }
        }
        catch
        {
            // One of the two may be there already.
            traces?.Dispose();
            gauges?.Dispose();
            closing.Dispose();
            throw;
        }

        if (traces is not null && spans is not null)
        {
            this.spans = spans;
            stored = new StoredSpans(hub, store, spans, () => WaitAsync(() => traces.ForceFlush(LongestSendMs)), logger);
        }

        if (metrics is not null)
            measuring = Task.Run(() => MeasureAsync(settings.MetricsEvery, readings, logger));
    }

    /// <summary>Sends what there is, as far as that is done soon: who accepts and never answers holds nothing up.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        if (stored is not null)
            await stored.DisposeAsync();
        await measuring;
        var most = (int)LongestFarewell.TotalMilliseconds;
        Task farewell = Task.WhenAll(Task.Run(() => traces?.Shutdown(most)), Task.Run(() => metrics?.Shutdown(most)));
        // What is under way keeps a lock that the library waits for, whatever time it is given.
        await farewell.WaitAsync(LongestFarewell, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (farewell.IsCompleted)
        {
            // These wait as well.
            traces?.Dispose();
            metrics?.Dispose();
        }

        gauges?.Dispose();
        spans?.Dispose();
        closing.Dispose();
    }

    private static TracerProvider TracesTo(OtlpTarget target, ResourceBuilder resource, Func<string, string?> variable, ILogger logger)
    {
        var batch = new BatchExportActivityProcessorOptions();
        return Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(SpanWriter.SourceName)
            .AddProcessor(new BatchActivityExportProcessor(
                new TellingTraceExporter(OptionsOf(target, "TRACES", variable), new ExportStanding("traces", target, logger)),
                batch.MaxQueueSize, batch.ScheduledDelayMilliseconds, batch.ExporterTimeoutMilliseconds, batch.MaxExportBatchSize))
            .Build();
    }

    private static MeterProvider MetricsTo(OtlpTarget target, ResourceBuilder resource, Func<string, string?> variable, ILogger logger) =>
        Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(DaemonMeter.Name)
            .AddView(instrument => instrument is Histogram<double> ? new ExplicitBucketHistogramConfiguration { Boundaries = [.. PrometheusText.Bounds] } : null)
            .AddReader(new BaseExportingMetricReader(new TellingMetricExporter(OptionsOf(target, "METRICS", variable), new ExportStanding("metrics", target, logger))))
            .Build();

    /// <summary>How things stand is read at each turn, and sent with what was counted.</summary>
    private async Task MeasureAsync(TimeSpan every, DaemonGauges readings, ILogger logger)
    {
        try
        {
            while (!closing.IsCancellationRequested)
            {
                await Task.Delay(every, time, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                gauges!.Take(await readings.ReadAsync(CancellationToken.None));
                // The last are sent when it is shut down.
                await WaitAsync(() => metrics!.ForceFlush(LongestSendMs));
            }
        }
        // Whatever it is, nothing depends on it.
        catch (Exception failed)
        {
            logger.MetricsEnded(failed.Message, failed);
        }
    }

    // It waits for the receiver, but nobody does when the daemon ends.
    private async Task WaitAsync(Func<bool> send)
    {
        // What is begun then would only be in the way of the farewell.
        if (!closing.IsCancellationRequested)
            await ((Task)Task.Run(send)).WaitAsync(closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The general variables are read by the options themselves. Headers are secrets: they go from the variable to the receiver, and nowhere else.
    private static OtlpExporterOptions OptionsOf(OtlpTarget target, string signal, Func<string, string?> variable)
    {
        var options = new OtlpExporterOptions { Endpoint = target.Address, Protocol = target.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf };
        if ((variable($"OTEL_EXPORTER_OTLP_{signal}_HEADERS") ?? variable("OTEL_EXPORTER_OTLP_HEADERS")) is { Length: > 0 } headers)
            options.Headers = headers;
        if (int.TryParse(variable($"OTEL_EXPORTER_OTLP_{signal}_TIMEOUT") ?? variable("OTEL_EXPORTER_OTLP_TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0)
            options.TimeoutMilliseconds = most;
        return options;
    }

    private sealed class TellingTraceExporter(OtlpExporterOptions options, ExportStanding standing) : OtlpTraceExporter(options)
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            var result = base.Export(batch);
            standing.Take(result == ExportResult.Success);
            return result;
        }
    }

    private sealed class TellingMetricExporter(OtlpExporterOptions options, ExportStanding standing) : OtlpMetricExporter(options)
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            var result = base.Export(batch);
            standing.Take(result == ExportResult.Success);
            return result;
        }
    }
}
