using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Holdfast.Protocol.Settings;

/// <summary>What the settings say, as the programs use it. Where each comes from, the document says.</summary>
public sealed class SettingValues(SettingsDocument document)
{
    public SettingsDocument Document { get; } = document;

    /// <exception cref="RefusedException">There is no folder of the user's own that could be the default.</exception>
    public string Home => Value(SettingDefinition.Home) is { Length: > 0 } home
        ? home
        : throw new RefusedException(new Error(ErrorCode.StoreUnavailable, "There is no home folder to keep runs in. Set HOLDFAST_HOME to a folder of your own."));

    public int Jobs => Number(SettingDefinition.Jobs);

    public int MaxJobs => Number(SettingDefinition.MaxJobs);

    public int MaxExecutions => Number(SettingDefinition.MaxExecutions);

    public int MaxExecutionsPerKey => Number(SettingDefinition.MaxExecutionsPerKey);

    public ImmutableDictionary<string, int> KeyLimits => SettingDefinition.ParseLimits(Value(SettingDefinition.KeyLimits))!;

    public int CircuitFailures => Number(SettingDefinition.CircuitFailures);

    public TimeSpan CircuitPause => TimeSpan.FromSeconds(Number(SettingDefinition.CircuitPause));

    public long MaxOutputBytes => (long)Number(SettingDefinition.MaxOutput) << 20;

    public long MinFreeMemoryBytes => (long)Number(SettingDefinition.MinFreeMemory) << 20;

    public TimeSpan MaxProcessRuntime => TimeSpan.FromSeconds(Number(SettingDefinition.MaxProcessRuntime));

    public TimeSpan HeartbeatTimeout => TimeSpan.FromSeconds(Number(SettingDefinition.HeartbeatTimeout));

    public TimeSpan PhantomGracePeriod => TimeSpan.FromSeconds(Number(SettingDefinition.PhantomGracePeriod));

    public TimeSpan ExtensionDuration => TimeSpan.FromSeconds(Number(SettingDefinition.ExtensionDuration));

    public int MaxTimeoutExtensions => Number(SettingDefinition.MaxTimeoutExtensions);

    public TimeSpan StateSyncInterval => TimeSpan.FromSeconds(Number(SettingDefinition.StateSyncInterval));

    public TimeSpan RetentionAge => TimeSpan.FromDays(Number(SettingDefinition.RetentionDays));

    public int RetentionExecutions => Number(SettingDefinition.RetentionExecutions);

    /// <summary>Null for nowhere.</summary>
    public IPEndPoint? HttpListen => Value(SettingDefinition.HttpListen) is var listen && listen != SettingDefinition.Off ? IPEndPoint.Parse(listen) : null;

    public int HttpRequestsPerSecond => Number(SettingDefinition.HttpRequests);

    public int HttpMaxConnections => Number(SettingDefinition.HttpMaxConnections);

    /// <summary>Null where only the variables of OpenTelemetry say.</summary>
    public Uri? OtlpEndpoint => Value(SettingDefinition.OtlpEndpoint) is var address && address != SettingDefinition.Off ? new Uri(address) : null;

    /// <summary>Of one session.</summary>
    public long ActivityBytes => (long)ActivityMegabytes << 20;

    public int ActivityMegabytes => Number(SettingDefinition.ActivityMegabytes);

    public bool ActivityPartial => Value(SettingDefinition.ActivityPartial) == SettingDefinition.On;

    /// <summary>One of <see cref="SettingDefinition.LogLevels"/>.</summary>
    public string LogLevel => Value(SettingDefinition.LogLevel);

    /// <summary>Whether each line of the log is a JSON object.</summary>
    public bool LogsJson => Value(SettingDefinition.LogFormat) == SettingDefinition.JsonLines;

    /// <summary>
    /// Those that a daemon goes by: variables only, which whoever started it has set. What files say was settled there; another variable
    /// (<see cref="SettingPlaces"/>) says where each is from.
    /// </summary>
    /// <exception cref="RefusedException">A value is not allowed; the message says which, where, and what is.</exception>
    public static SettingValues OfEnvironment()
    {
        var places = SettingPlaces.Read(Environment.GetEnvironmentVariable(SettingPlaces.Variable));
        return new SettingValues(new SettingsDocument(
            [.. SettingDefinition.All
                .Select(each => each.FromEnvironment(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable) ?? each.ByDefault())
                .Select(setting => places.TryGetValue(setting.Key, out var place) ? setting with { Origin = place.Origin, Source = place.Source, Line = place.Line } : setting)],
            UserFile: "",
            ProjectFile: null));
    }

    private string Value(string key) => Document.Settings.First(setting => setting.Key == key).Value;

    private int Number(string key) => int.Parse(Value(key), NumberStyles.None, CultureInfo.InvariantCulture);
}
