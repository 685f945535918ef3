using System.Collections.Immutable;
using System.Net;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Sessions;
using Holdfast.Protocol.Settings;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>What a daemon is started with.</summary>
public sealed record DaemonOptions
{
    /// <summary>The folder it serves; absolute.</summary>
    public required string Home { get; init; }

    /// <summary>Of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Where it listens on the network beside its socket; port 0 for any that is free. Null for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Requests over the network, a second; twice as many may come at once.</summary>
    public int RequestsPerSecond { get; init; } = 1_000;

    /// <summary>Connections over the network at a time; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 2_000;

    /// <summary>Executions at a time, 1 to 4096.</summary>
    public required int MaxExecutions { get; init; }

    /// <summary>Of executions that share a key, so many at a time.</summary>
    public int MaxExecutionsPerKey { get; init; } = 1;

    /// <summary>Of keys that <see cref="MaxExecutionsPerKey"/> does not hold for.</summary>
    public ImmutableDictionary<string, int> KeyLimits { get; init; } = ImmutableDictionary<string, int>.Empty;

    public CircuitPolicy Circuit { get; init; } = CircuitPolicy.Default;

    /// <summary>Of the machine's memory, to be left before another starts beside what runs.</summary>
    public long LeastFreeMemoryBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Atoms at a time of a run whose request does not say, 1 to 4096.</summary>
    public required int Jobs { get; init; }

    /// <summary>Atoms at a time over all runs, 1 to 4096.</summary>
    public required int MaxJobs { get; init; }

    /// <summary>Of output kept of an execution: its beginning and its end.</summary>
    public long OutputLimitBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The time of an execution whose request says nothing about it.</summary>
    public TimeAllowance Allowance { get; init; } = TimeAllowance.Extended.Default;

    /// <summary>How long what cannot be proven dead is believed.</summary>
    public LivenessPolicy Liveness { get; init; } = LivenessPolicy.Default;

    /// <summary>How much is kept of what agents do.</summary>
    public ActivityPolicy Activity { get; init; } = new();

    /// <summary>What it is started with, and where each is from; null where nobody said, and only the values are known.</summary>
    public SettingsDocument? Settings { get; init; }

    /// <summary>How often records, processes and sessions are compared.</summary>
    public TimeSpan StateSyncInterval { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How much of what is over is kept.</summary>
    public RetentionRule Retention { get; init; } = RetentionRule.Default;

    /// <summary>Where traces and metrics are sent over OTLP; null where only <see cref="Variable"/> says.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>What the variables of OpenTelemetry (<c>OTEL_…</c>) say.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Whether each line of its log is a JSON object.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Where its log goes; null for standard error.</summary>
    public ILoggerProvider? Diary { get; init; }

    /// <summary>The log file that standard error goes to; null where it goes elsewhere, and whoever reads it sees to its size.</summary>
    public string? LogFile { get; init; }
}
