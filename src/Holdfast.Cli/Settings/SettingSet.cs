using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Holdfast.Protocol;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Settings;

/// <summary>
/// Every setting with its value and where that comes from: environment before the project's <c>holdfast.yaml</c>, before the
/// user's <c>config.yaml</c>, before the default. Options of a command go before all of them.
/// </summary>
internal sealed class SettingSet
{
    public const string ProjectFileName = "holdfast.yaml";

    private static SettingSet? loaded;

    private SettingSet(SettingsDocument document) => Document = document;

    public SettingsDocument Document { get; }

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

    /// <summary>One of <see cref="SettingDefinition.LogLevels"/>.</summary>
    public string LogLevel => Value(SettingDefinition.LogLevel);

    /// <summary>Those of this process, in its working directory.</summary>
    /// <exception cref="RefusedException">A value is not allowed; the message says which, where, and what is.</exception>
    public static SettingSet Load() => loaded ??= Read(Directory.GetCurrentDirectory(), UserFile(), Environment.GetEnvironmentVariable);

    /// <param name="folder">Where the project's file is looked for, and above.</param>
    /// <param name="variable">The value of a variable of the environment; null when it is not set.</param>
    internal static SettingSet Read(string folder, string userFile, Func<string, string?> variable)
    {
        var projectFile = FindProjectFile(folder);
        var user = SettingsFile.Read(userFile);
        var project = projectFile is null ? new Dictionary<string, WrittenSetting>() : SettingsFile.Read(projectFile);
        return new SettingSet(new SettingsDocument(
            [.. SettingDefinition.All.Select(definition =>
                FromEnvironment(definition, folder, variable)
                ?? FromFile(definition, SettingOrigin.Project, projectFile, project)
                ?? FromFile(definition, SettingOrigin.User, userFile, user)
                ?? Setting(definition, definition.Default(), SettingOrigin.Default, source: null, line: null))],
            userFile,
            projectFile));
    }

    private static SettingDocument? FromEnvironment(SettingDefinition definition, string folder, Func<string, string?> variable)
    {
        foreach (var name in definition.Variables)
        {
            if (variable(name) is { Length: > 0 } text)
                return Setting(definition, Parse(definition, text, folder, $"the variable {name}"), SettingOrigin.Environment, name, line: null);
        }

        return null;
    }

    private static SettingDocument? FromFile(SettingDefinition definition, SettingOrigin origin, string? path, IReadOnlyDictionary<string, WrittenSetting> written)
    {
        if (path is null || !written.TryGetValue(definition.Key, out var setting))
            return null;
        return Setting(definition, Parse(definition, setting.Value, Path.GetDirectoryName(path)!, $"{path}:{setting.Line}"), origin, path, setting.Line);
    }

    private static string Parse(SettingDefinition definition, string text, string folder, string place) =>
        definition.Parse(text.Trim(), folder)
        ?? throw new RefusedException(new Error(ErrorCode.SettingInvalid, $"The setting {definition.Key} takes {definition.Allowed}, not '{text}', which {place} says.", "holdfast config show --help"));

    private static SettingDocument Setting(SettingDefinition definition, string value, SettingOrigin origin, string? source, int? line) =>
        new(definition.Key, value, origin, source, line, definition.Variables[0], $"{definition.Description} Takes {definition.Allowed}.");

    private static string UserFile()
    {
        var chosen = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        var folder = chosen is { Length: > 0 } && Path.IsPathRooted(chosen)
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Combine(folder, "holdfast", "config.yaml");
    }

    // Up to the root of the repository; outside of one here only, because what lies above belongs to others.
    private static string? FindProjectFile(string folder)
    {
        var root = folder;
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (!Path.Exists(Path.Combine(at, ".git")))
                continue;
            root = at;
            break;
        }

        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var file = Path.Combine(at, ProjectFileName);
            if (File.Exists(file))
                return file;
            if (at == root)
                return null;
        }

        return null;
    }

    private string Value(string key) => Document.Settings.First(setting => setting.Key == key).Value;

    private int Number(string key) => int.Parse(Value(key), NumberStyles.None, CultureInfo.InvariantCulture);
}
