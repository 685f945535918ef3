using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Holdfast.Server.Telemetry;

/// <summary>Adds up what a meter tells, and writes it as Prometheus reads it (text format 0.0.4).</summary>
internal sealed class PrometheusText : IDisposable
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Of one instrument. Labels are closed sets; more is a fault, and must not fill the memory.</summary>
    private const int MostSeries = 1_000;

    /// <summary>From the commit of a fast disk to a working day.</summary>
    public static readonly ImmutableArray<double> Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 28_800];

    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Family> families = new(StringComparer.Ordinal);

    public PrometheusText(Meter meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter != meter)
                return;
            lock (gate)
                families[instrument.Name] = new Family(instrument.Description ?? instrument.Name, instrument is Histogram<double>);
            listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Take(instrument.Name, value, labels));
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Take(instrument.Name, value, labels));
        listener.Start();
    }

    /// <param name="gauges">How things stand just now.</param>
    public string Write(IEnumerable<Gauge> gauges)
    {
        var text = new StringBuilder();
        lock (gate)
        {
            foreach (var (name, family) in families)
                Write(text, name, family);
        }

        foreach (var gauge in gauges.GroupBy(gauge => gauge.Name))
        {
            Head(text, gauge.Key, gauge.First().Help, "gauge");
            foreach (var each in gauge)
                Line(text, each.Name, each.Label is { } label ? Label(label.Name, label.Value) : "", each.Value);
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Take(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var written = LabelsOf(labels);
        lock (gate)
        {
            var family = families[name];
            if (!family.Series.TryGetValue(written, out var series))
            {
                if (family.Series.Count == MostSeries)
                    return;
                family.Series.Add(written, series = new Series(family.IsHistogram ? Bounds.Length : 0));
            }

            series.Add(value);
        }
    }

    private static void Write(StringBuilder text, string name, Family family)
    {
        Head(text, name, family.Help, family.IsHistogram ? "histogram" : "counter");
        foreach (var (labels, series) in family.Series)
        {
            if (!family.IsHistogram)
            {
                Line(text, name, labels, series.Sum);
                continue;
            }

            var below = 0L;
            for (var bound = 0; bound < Bounds.Length; bound++)
                Line(text, $"{name}_bucket", With(labels, $"le=\"{Number(Bounds[bound])}\""), below += series.Counts[bound]);
            Line(text, $"{name}_bucket", With(labels, "le=\"+Inf\""), series.Count);
            Line(text, $"{name}_sum", labels, series.Sum);
            Line(text, $"{name}_count", labels, series.Count);
        }
    }

    private static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ').Append(Number(value)).Append('\n');

    private static string With(string labels, string another) => labels.Length == 0 ? another : $"{labels},{another}";

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
            text.Append(text.Length > 0 ? "," : "").Append(Label(name, value?.ToString() ?? ""));
        return text.ToString();
    }

    private static string Label(string name, string value) =>
        $"{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed record Family(string Help, bool IsHistogram)
    {
        public SortedDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);
    }

    private static int IndexOf(double value)
    {
        for (var bound = 0; bound < Bounds.Length; bound++)
        {
            if (value <= Bounds[bound])
                return bound;
        }

        return -1;
    }

    private sealed class Series(int buckets)
    {
        public long[] Counts { get; } = new long[buckets];

        public long Count { get; private set; }

        public double Sum { get; private set; }

        public void Add(double value)
        {
            Count++;
            Sum += value;
            if (Counts.Length > 0 && IndexOf(value) is >= 0 and var bucket)
                Counts[bucket]++;
        }
    }
}
