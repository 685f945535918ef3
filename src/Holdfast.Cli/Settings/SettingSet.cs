using Holdfast.Protocol;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Settings;

/// <summary>
/// Every setting with its value and where that comes from: environment before the project's <c>holdfast.yaml</c>, before the
/// user's <c>config.yaml</c>, before the default. Options of a command go before all of them.
/// </summary>
internal static class SettingSet
{
    public const string ProjectFileName = "holdfast.yaml";

    private static SettingValues? loaded;

    /// <summary>Those of this process, in its working directory.</summary>
    /// <exception cref="RefusedException">A value is not allowed; the message says which, where, and what is.</exception>
    public static SettingValues Load() => loaded ??= Read(Directory.GetCurrentDirectory(), UserFile(), Environment.GetEnvironmentVariable);

    /// <param name="folder">Where the project's file is looked for, and above.</param>
    /// <param name="variable">The value of a variable of the environment; null when it is not set.</param>
    internal static SettingValues Read(string folder, string userFile, Func<string, string?> variable)
    {
        var projectFile = FindProjectFile(folder);
        var user = SettingsFile.Read(userFile);
        var project = projectFile is null ? new Dictionary<string, WrittenSetting>() : SettingsFile.Read(projectFile);
        return new SettingValues(new SettingsDocument(
            [.. SettingDefinition.All.Select(definition =>
                definition.FromEnvironment(folder, variable)
                ?? FromFile(definition, SettingOrigin.Project, projectFile, project)
                ?? FromFile(definition, SettingOrigin.User, userFile, user)
                ?? definition.ByDefault())],
            userFile,
            projectFile));
    }

    private static SettingDocument? FromFile(SettingDefinition definition, SettingOrigin origin, string? path, IReadOnlyDictionary<string, WrittenSetting> written) =>
        path is not null && written.TryGetValue(definition.Key, out var setting) ? definition.FromFile(origin, path, setting.Value, setting.Line) : null;

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
}
