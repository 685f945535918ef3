using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Settings;

/// <summary>Where a setting's value comes from, the strongest last.</summary>
[JsonConverter(typeof(WordConverter<SettingOrigin>))]
public enum SettingOrigin
{
    [JsonStringEnumMemberName("default")] Default,
    [JsonStringEnumMemberName("user")] User,
    [JsonStringEnumMemberName("project")] Project,
    [JsonStringEnumMemberName("environment")] Environment,

    /// <summary>Somebody changed it while the daemon runs; that ends with the daemon.</summary>
    [JsonStringEnumMemberName("run_time")] RunTime,
}

/// <param name="Value">As it is used: paths in full.</param>
/// <param name="Source">The file, the variable, or who changed it; null for a default.</param>
/// <param name="Line">In the file, from 1; null where there is none.</param>
/// <param name="Variable">The variable that sets it.</param>
/// <param name="Description">What it means, with its unit and what is allowed.</param>
public sealed record SettingDocument(string Key, string Value, SettingOrigin Origin, string? Source, int? Line, string Variable, string Description);

/// <summary>What <c>config show --json</c> prints.</summary>
/// <param name="UserFile">Where the user's file is looked for; empty of a daemon, which reads no files: what they say it was handed on.</param>
/// <param name="ProjectFile">The project's; null when there is none here or above.</param>
public sealed record SettingsDocument(IReadOnlyList<SettingDocument> Settings, string UserFile, string? ProjectFile)
{
    /// <summary>With the values hidden that look like secrets, to be handed on to others.</summary>
    /// <param name="secrets">Known values, the longer before what may be part of it.</param>
    public SettingsDocument Masked(IReadOnlyList<string> secrets) =>
        this with { Settings = [.. Settings.Select(setting => setting with { Value = Diagnostics.SecretText.Value(setting.Key, setting.Value, secrets) })] };
}
