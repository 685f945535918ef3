using System.Globalization;

namespace Holdfast.Server.Telemetry;

/// <summary>Where traces, or metrics, are sent. Headers are not in it: they hold secrets.</summary>
internal sealed record OtlpTarget(Uri Address, bool IsGrpc)
{
    /// <summary>For people: nothing that may be a secret.</summary>
    public override string ToString() => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}

/// <summary>What is sent where, by Holdfast's own setting and the variables that the field has for it (<c>OTEL_…</c>).</summary>
/// <param name="Traces">Null for nowhere.</param>
/// <param name="Metrics">Null for nowhere.</param>
/// <param name="MetricsEvery">Default 60 s.</param>
internal sealed record OtlpSettings(OtlpTarget? Traces, OtlpTarget? Metrics, TimeSpan MetricsEvery)
{
    private const int UsualIntervalMs = 60_000;

    /// <param name="endpoint">Holdfast's own setting, which counts more than the general variable; null for none.</param>
    /// <param name="variable">The value of a variable; null when it is not set.</param>
    /// <returns>Null when nothing is to be sent.</returns>
    /// <exception cref="FormatException">A variable holds what cannot be followed; the message says which.</exception>
    public static OtlpSettings? Of(Uri? endpoint, Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
            return null;
        var (traces, metrics) = (TargetOf("TRACES", "v1/traces"), TargetOf("METRICS", "v1/metrics"));
        return traces is null && metrics is null ? null : new OtlpSettings(traces, metrics, IntervalOf(variable("OTEL_METRIC_EXPORT_INTERVAL")));

        OtlpTarget? TargetOf(string signal, string path)
        {
            if (variable($"OTEL_{signal}_EXPORTER")?.Trim() is { Length: > 0 } exporter && exporter != "otlp")
                return exporter == "none" ? null : throw new FormatException($"OTEL_{signal}_EXPORTER is otlp or none.");
            var protocol = Given($"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL") ?? Given("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "http/protobuf";
            if (protocol is not ("grpc" or "http/protobuf"))
                throw new FormatException("OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf or grpc.");
            var isGrpc = protocol == "grpc";
            if (Given($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { } own)
                return new OtlpTarget(AddressOf(own, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"), isGrpc);
            var all = endpoint ?? (Given("OTEL_EXPORTER_OTLP_ENDPOINT") is { } general ? AddressOf(general, "OTEL_EXPORTER_OTLP_ENDPOINT") : null);
            if (all is null)
                return null;
            return new OtlpTarget(isGrpc ? all : new Uri($"{all.AbsoluteUri.TrimEnd('/')}/{path}"), isGrpc);
        }

        string? Given(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;
    }

    // What it says may hold a password, and is not repeated.
    private static Uri AddressOf(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw new FormatException($"{name} is not an address with http or https.");

    private static TimeSpan IntervalOf(string? text) => TimeSpan.FromMilliseconds(
        string.IsNullOrWhiteSpace(text) ? UsualIntervalMs
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var interval) && interval > 0 ? interval
        : throw new FormatException("OTEL_METRIC_EXPORT_INTERVAL is a number of milliseconds."));
}
