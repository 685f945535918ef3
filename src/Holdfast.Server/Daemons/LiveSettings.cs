using System.Globalization;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>
/// The settings as they hold just now: those the daemon was started with or had read again, and over them what somebody changed since. Those that can be
/// changed while it runs are put to work here.
/// </summary>
internal sealed class LiveSettings
{
    private readonly Lock gate = new();
    private readonly ILogger logger;
    private readonly IReadOnlyDictionary<string, Action<SettingValues>> live;
    private readonly Dictionary<string, SettingDocument> settled;
    private readonly Dictionary<string, SettingDocument> changed = [];

    /// <param name="live">By key, what puts a value to work; the values are given as they hold then. It must be quick, and not throw.</param>
    public LiveSettings(DaemonOptions began, IReadOnlyDictionary<string, Action<SettingValues>> live, ILogger logger)
    {
        (this.live, this.logger) = (live, logger);
        settled = (began.Settings ?? Of(began)).Settings.ToDictionary(setting => setting.Key);
    }

    /// <summary>As they hold just now.</summary>
    public SettingsDocument Document
    {
        get
        {
            lock (gate)
                return Now_NeedsLock();
        }
    }

    public DaemonLimits Limits
    {
        get
        {
            lock (gate)
                return Limits_NeedsLock();
        }
    }

    /// <param name="values">By key; each can be changed while the daemon runs.</param>
    /// <param name="reset">Whether what was changed before is taken back with it.</param>
    /// <exception cref="RefusedException">One is not allowed, and none was changed.</exception>
    public DaemonLimits Change(IReadOnlyDictionary<string, string> values, string who, bool reset = false)
    {
        var given = values.Select(value => SettingDefinition.Find(value.Key)!.Given(value.Value, SettingOrigin.RunTime, who, line: null)).ToList();
        lock (gate)
        {
            Put_NeedsLock(who, () =>
            {
                if (reset)
                    changed.Clear();
                foreach (var setting in given)
                    changed[setting.Key] = setting;
            });
            return Limits_NeedsLock();
        }
    }

    /// <summary>Takes back what was changed: the settings hold again.</summary>
    public DaemonLimits Reset(string who)
    {
        lock (gate)
        {
            Put_NeedsLock(who, changed.Clear);
            return Limits_NeedsLock();
        }
    }

    /// <summary>Goes by settings that were read anew.</summary>
    /// <exception cref="RefusedException">One is not allowed, or there is no such setting, and none was changed.</exception>
    public ReloadedSettings Reload(IReadOnlyList<ReadSetting> read, string who)
    {
        var given = read.Select((setting, at) => Given(setting, at)).ToList();
        lock (gate)
        {
            var fixedOnes = given.Where(setting => !live.ContainsKey(setting.Key) && settled[setting.Key].Value != setting.Value).Select(setting => ChangeOf(settled[setting.Key], setting)).ToList();
            var covered = given.Where(setting => changed.ContainsKey(setting.Key) && settled[setting.Key].Value != setting.Value).Select(setting => setting.Key).ToList();
            var taken = Put_NeedsLock(who, () =>
            {
                foreach (var setting in given.Where(setting => live.ContainsKey(setting.Key)))
                    settled[setting.Key] = setting;
            });
            return new ReloadedSettings(taken, covered, fixedOnes);
        }
    }

    private static SettingDocument Given(ReadSetting? setting, int at)
    {
        if (setting is null)
            throw new RefusedException(new Error(ErrorCode.Usage, "The field settings takes settings, and null is none.", Pointer: $"/settings/{at}"));
        var definition = SettingDefinition.Find(setting.Key)
            ?? throw new RefusedException(new Error(ErrorCode.SettingInvalid, $"There is no setting '{setting.Key}'.", "holdfast config show lists the settings", Pointer: $"/settings/{at}/key"));
        if (setting.Origin == SettingOrigin.RunTime)
            throw new RefusedException(new Error(ErrorCode.Usage, "What is read anew is from a file, a variable or a default, and not from run_time.", Pointer: $"/settings/{at}/origin"));
        return definition.Given(setting.Value, setting.Origin, setting.Source, setting.Line, pointer: $"/settings/{at}/value");
    }

    private List<SettingChange> Put_NeedsLock(string who, Action change)
    {
        var before = Now_NeedsLock();
        change();
        var now = new SettingValues(Now_NeedsLock());
        var taken = before.Settings.Zip(now.Document.Settings).Where(pair => pair.First.Value != pair.Second.Value).Select(pair => ChangeOf(pair.First, pair.Second)).ToList();
        foreach (var setting in taken)
        {
            live[setting.Key](now);
            logger.SettingChanged(setting.Key, Shown(setting.Value), Shown(setting.Before), PlaceOf(setting), who);
        }

        return taken;
    }

    private SettingsDocument Now_NeedsLock() =>
        new([.. SettingDefinition.All.Select(definition => changed.GetValueOrDefault(definition.Key) ?? settled[definition.Key])], UserFile: "", ProjectFile: null);

    private DaemonLimits Limits_NeedsLock()
    {
        var document = Now_NeedsLock();
        var now = new SettingValues(document);
        return new DaemonLimits
        {
            MaxExecutions = now.MaxExecutions,
            MaxExecutionsPerKey = now.MaxExecutionsPerKey,
            KeyLimits = now.KeyLimits,
            MaxJobs = now.MaxJobs,
            Jobs = now.Jobs,
            HttpRequestsPerSec = now.HttpRequestsPerSecond,
            ActivityMb = now.ActivityMegabytes,
            ActivityPartial = now.ActivityPartial,
            From = document.Settings.Where(setting => IsLimit(setting.Key)).ToDictionary(
                setting => setting.Key,
                setting => new LimitOrigin(setting.Origin, setting.Source, setting.Line, changed.ContainsKey(setting.Key) ? settled[setting.Key].Value : null)),
        };
    }

    private bool IsLimit(string key) => live.ContainsKey(key) && key is not (SettingDefinition.LogLevel or SettingDefinition.LogFormat);

    private static SettingChange ChangeOf(SettingDocument before, SettingDocument now) => new(now.Key, before.Value, now.Value, now.Origin, now.Source, now.Line);

    private static string Shown(string value) => value.Length == 0 ? "none" : value;

    private static string PlaceOf(SettingChange setting) => setting switch
    {
        { Origin: SettingOrigin.RunTime } => "at run time",
        { Line: { } line } => $"{setting.Source}:{line}",
        { Source: { } variable } => $"${variable}",
        _ => "default",
    };

    /// <summary>Where nobody said where they are from: what was asked for, and the defaults.</summary>
    private static SettingsDocument Of(DaemonOptions began)
    {
        var values = new Dictionary<string, string>
        {
            [SettingDefinition.MaxExecutions] = Text(began.MaxExecutions),
            [SettingDefinition.MaxExecutionsPerKey] = Text(began.MaxExecutionsPerKey),
            [SettingDefinition.KeyLimits] = string.Join(", ", began.KeyLimits.Select(limit => $"{limit.Key}={Text(limit.Value)}")),
            [SettingDefinition.MaxJobs] = Text(began.MaxJobs),
            [SettingDefinition.Jobs] = Text(began.Jobs),
            [SettingDefinition.HttpRequests] = Text(began.RequestsPerSecond),
            [SettingDefinition.LogLevel] = began.LogLevel.ToString(),
            [SettingDefinition.LogFormat] = began.LogsJson ? SettingDefinition.JsonLines : SettingDefinition.TextLines,
        };
        return new SettingsDocument(
            [.. SettingDefinition.All.Select(definition => values.TryGetValue(definition.Key, out var value)
                ? definition.Given(value, SettingOrigin.Environment, source: null, line: null)
                : definition.ByDefault())],
            UserFile: "",
            ProjectFile: null);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
