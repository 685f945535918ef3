using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Holdfast.Server.Telemetry;

/// <summary>Tells how things stood when they were read last, to whoever collects from meters.</summary>
internal sealed class MeteredGauges : IDisposable
{
    private readonly Meter meter = new(DaemonMeter.Name);
    private ImmutableDictionary<string, ImmutableArray<Gauge>> latest = ImmutableDictionary<string, ImmutableArray<Gauge>>.Empty;

    /// <summary>By one at a time.</summary>
    public void Take(IReadOnlyList<Gauge> gauges)
    {
        var before = latest;
        latest = gauges.GroupBy(gauge => gauge.Name, StringComparer.Ordinal).ToImmutableDictionary(same => same.Key, same => same.ToImmutableArray(), StringComparer.Ordinal);
        foreach (var (name, same) in latest)
        {
            if (!before.ContainsKey(name))
                meter.CreateObservableGauge(name, () => Read(name), description: same[0].Help);
        }
    }

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Read(string name) =>
        latest.GetValueOrDefault(name, []).Select(gauge => gauge.Label is { } label ? new Measurement<double>(gauge.Value, new KeyValuePair<string, object?>(label.Name, label.Value)) : new Measurement<double>(gauge.Value));
}
