using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Holdfast.Protocol.Settings;

/// <summary>One setting: its name, what it may be, and what it is when nobody says.</summary>
/// <param name="Key">In files; snake_case.</param>
/// <param name="Allowed">What a value may be, to be put behind "takes".</param>
/// <param name="Parse">The value in its canonical form, or null for one that is not allowed; takes the folder that relative paths are in.</param>
public sealed record SettingDefinition(string Key, string Description, string Allowed, Func<string> Default, Func<string, string, string?> Parse)
{
    public const string Prefix = "HOLDFAST_";

    public const string Home = "home";
    public const string Jobs = "jobs";
    public const string MaxJobs = "max_jobs";
    public const string MaxExecutions = "max_executions";
    public const string MaxExecutionsPerKey = "max_executions_per_key";
    public const string KeyLimits = "key_limits";
    public const string CircuitFailures = "circuit_failures";
    public const string CircuitPause = "circuit_pause_sec";
    public const string MinFreeMemory = "min_free_memory_mb";
    public const string MaxOutput = "max_output_mb";
    public const string MaxProcessRuntime = "max_process_runtime_sec";
    public const string HeartbeatTimeout = "heartbeat_timeout_sec";
    public const string PhantomGracePeriod = "phantom_grace_period_sec";
    public const string ExtensionDuration = "extension_duration_sec";
    public const string MaxTimeoutExtensions = "max_timeout_extensions";
    public const string StateSyncInterval = "state_sync_interval_sec";
    public const string RetentionDays = "retention_days";
    public const string RetentionExecutions = "retention_executions";
    public const string HttpListen = "http_listen";
    public const string HttpRequests = "http_requests_per_sec";
    public const string HttpMaxConnections = "http_max_connections";
    public const string OtlpEndpoint = "otlp_endpoint";
    public const string ActivityMegabytes = "activity_mb";
    public const string ActivityPartial = "activity_partial";
    public const string LogLevel = "log_level";
    public const string LogFormat = "log_format";

    /// <summary>Of <see cref="HttpListen"/>: nowhere on the network. Of others, the opposite of <see cref="On"/>.</summary>
    public const string Off = "off";

    public const string On = "on";

    /// <summary>Of <see cref="LogFormat"/>: lines for people.</summary>
    public const string TextLines = "text";

    /// <summary>Of <see cref="LogFormat"/>: each line one object.</summary>
    public const string JsonLines = "json";

    private const int LongestSeconds = 30 * 24 * 3600;

    public static readonly IReadOnlyList<string> LogLevels = ["trace", "debug", "information", "warning", "error"];

    public static readonly IReadOnlyList<SettingDefinition> All =
    [
        new(Home, "The folder everything is kept in.", "a path", DefaultHome, (text, folder) => text.Length == 0 ? null : FullPath(text, folder)),
        Number(Jobs, "Atoms of a run at a time. Default: the number of cores.", 1, 4096, () => Environment.ProcessorCount),
        Number(MaxJobs, "Atoms of all runs of the daemon at a time; more wait. Default: sixteen a core.", 1, 4096, () => Environment.ProcessorCount * 16),
        Number(MaxExecutions, "Executions of the daemon at a time; more wait. Default: four a core.", 1, 4096, () => Environment.ProcessorCount * 4),
        Number(MaxExecutionsPerKey, "Executions that share a key at a time.", 1, 4096, () => 1),
        new(KeyLimits, "Keys with another limit, as KEY=NUMBER, separated by commas.", "KEY=NUMBER, separated by commas, with numbers from 1 to 4096", () => "", (text, _) => Limits(text)),
        Number(CircuitFailures, "Failures in a row under a key after which it is held back; 0 for never.", 0, 1000, () => 5),
        Number(CircuitPause, "Seconds after which one of a key that is held back is let through on trial; doubled each time that fails.", 1, LongestSeconds, () => 30),
        Number(MinFreeMemory, "MiB of memory to be left before an execution starts beside others; 0 for any.", 0, 1_000_000, () => 256),
        Number(MaxOutput, "MiB of output kept of an execution: its beginning and its end.", 1, 1_000_000, () => 64),
        Number(MaxProcessRuntime, "Seconds an execution may take before it has to show progress.", 1, LongestSeconds, () => 1800),
        Number(HeartbeatTimeout, "Seconds within which there was progress for a time-out to be extended, and after which a shim that is not heard is silent.", 1, LongestSeconds, () => 600),
        Number(PhantomGracePeriod, "Seconds after which an execution of which nothing was ever seen, though its record says that it runs, is taken for a phantom.", 1, LongestSeconds, () => 900),
        Number(ExtensionDuration, "Seconds that progress buys at a time-out.", 1, LongestSeconds, () => 900),
        Number(MaxTimeoutExtensions, "How often a time-out is extended.", 0, 1000, () => 3),
        Number(StateSyncInterval, "Seconds between two comparisons of records, processes and sessions.", 1, LongestSeconds, () => 300),
        Number(RetentionDays, "Days that executions and runs are kept after they ended.", 1, 36_500, () => 30),
        Number(RetentionExecutions, "Executions that are over and kept at the most.", 0, 10_000_000, () => 200_000),
        new(HttpListen, "Where the daemon listens on the network, for those who show its token; port 0 for any that is free.", "an address with a port, a port, or off", () => "127.0.0.1:0", (text, _) => Endpoint(text)),
        Number(HttpRequests, "Requests over the network that are let through, a second.", 1, 1_000_000, () => 1_000),
        Number(HttpMaxConnections, "Connections over the network at a time; more are closed at once.", 1, 100_000, () => 2_000),
        new(OtlpEndpoint, "Where the daemon sends traces and metrics over OTLP; off for nowhere but where variables of OpenTelemetry (OTEL_EXPORTER_OTLP_ENDPOINT …) say.", "an address with http or https and without a password, or off", () => Off, (text, _) => OtlpAddress(text)),
        Number(ActivityMegabytes, "MiB of a session's activity that are kept.", 1, 100_000, () => 64),
        new(ActivityPartial, "Whether the parts of a message are kept as activity, beside the message.", $"{On} or {Off}", () => On, (text, _) => Switch(text)),
        new(LogLevel, "What the daemon logs.", $"{string.Join(", ", LogLevels.SkipLast(1))} or {LogLevels[^1]}", () => "information", (text, _) => Level(text)),
        new(LogFormat, "What the lines of the daemon's log are: for people, or each a JSON object.", $"{TextLines} or {JsonLines}", () => TextLines, (text, _) => text is TextLines or JsonLines ? text : null),
    ];

    /// <summary>Null for a name that is no setting's.</summary>
    public static SettingDefinition? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    /// <summary>The variables that set it, the stronger first.</summary>
    public IReadOnlyList<string> Variables
    {
        get
        {
            var name = Key.ToUpperInvariant();
            // HOME is the system's, and means another folder; LOG_FORMAT many programs have, with other words.
            return Key is Home or LogFormat ? [Prefix + name] : [Prefix + name, name];
        }
    }

    /// <param name="folder">That relative paths are in.</param>
    /// <param name="variable">The value of a variable of the environment; null when it is not set.</param>
    /// <returns>Null when no variable sets it.</returns>
    /// <exception cref="RefusedException">The value is not allowed.</exception>
    public SettingDocument? FromEnvironment(string folder, Func<string, string?> variable)
    {
        foreach (var name in Variables)
        {
            if (variable(name) is { Length: > 0 } text)
                return Value(Parsed(text, folder, $"the variable {name}"), SettingOrigin.Environment, name, line: null);
        }

        return null;
    }

    /// <param name="path">The file that says so.</param>
    /// <exception cref="RefusedException">The value is not allowed.</exception>
    public SettingDocument FromFile(SettingOrigin origin, string path, string text, int line) =>
        Value(Parsed(text, Path.GetDirectoryName(path)!, $"{path}:{line}"), origin, path, line);

    public SettingDocument ByDefault() => Value(Default(), SettingOrigin.Default, source: null, line: null);

    /// <summary>As somebody gave it to a daemon that runs.</summary>
    /// <param name="source">The file, the variable or the person.</param>
    /// <param name="pointer">To the value in what was asked for; null for a member of the setting's name.</param>
    /// <exception cref="RefusedException">The value is not allowed.</exception>
    public SettingDocument Given(string text, SettingOrigin origin, string? source, int? line, string? pointer = null) =>
        Parse(text.Trim(), "/") is { } value
            ? Value(value, origin, source, line)
            : throw new RefusedException(new Error(ErrorCode.Usage, $"The setting {Key} takes {Allowed}, not '{text}'.", Pointer: pointer ?? $"/{Key}"));

    private string Parsed(string text, string folder, string place) =>
        Parse(text.Trim(), folder)
        ?? throw new RefusedException(new Error(ErrorCode.SettingInvalid, $"The setting {Key} takes {Allowed}, not '{text}', which {place} says.", "holdfast config show --help"));

    private SettingDocument Value(string value, SettingOrigin origin, string? source, int? line) =>
        new(Key, value, origin, source, line, Variables[0], $"{Description} Takes {Allowed}.");

    private static SettingDefinition Number(string key, string description, int least, int most, Func<int> fallback) => new(
        key,
        description,
        $"a number from {least} to {most}",
        () => fallback().ToString(CultureInfo.InvariantCulture),
        (text, _) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number.ToString(CultureInfo.InvariantCulture)
            : null);

    // Empty where there is no home folder; whoever needs one says so.
    private static string DefaultHome() =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } user ? Path.Combine(user, ".holdfast") : "";

    private static string FullPath(string text, string folder)
    {
        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal))
            text = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + text[1..];
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, folder));
    }

    /// <summary>Null for what is none.</summary>
    public static ImmutableDictionary<string, int>? ParseLimits(string text)
    {
        var limits = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.LastIndexOf('=');
            if (at <= 0 || !int.TryParse(part.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > 4096)
                return null;
            limits[part[..at].TrimEnd()] = limit;
        }

        return limits.ToImmutable();
    }

    private static string? Limits(string text) =>
        ParseLimits(text) is { } limits ? string.Join(", ", limits.OrderBy(limit => limit.Key, StringComparer.Ordinal).Select(limit => $"{limit.Key}={limit.Value}")) : null;

    // A number alone would be read as an address of four bytes.
    private static string? Endpoint(string text) => text switch
    {
        Off => Off,
        _ when ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) => new IPEndPoint(IPAddress.Loopback, port).ToString(),
        _ when text.Any(each => each is '.' or ':') && IPEndPoint.TryParse(text, out var endpoint) => endpoint.ToString(),
        _ => null,
    };

    // Passwords belong into a variable that is not shown: OTEL_EXPORTER_OTLP_HEADERS.
    private static string? OtlpAddress(string text) => text switch
    {
        Off => Off,
        _ when Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" } => address.AbsoluteUri,
        _ => null,
    };

    private static string? Switch(string text) => text.ToLowerInvariant() switch
    {
        On or "true" => On,
        Off or "false" => Off,
        _ => null,
    };

    private static string? Level(string text) => text.ToLowerInvariant() switch
    {
        "info" => "information",
        "warn" => "warning",
        var level => LogLevels.Contains(level) ? level : null,
    };
}
