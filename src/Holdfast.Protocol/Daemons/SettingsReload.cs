using Holdfast.Protocol.Settings;

namespace Holdfast.Protocol.Daemons;

/// <summary>Settings as they were read anew, for a daemon that runs. What is left out stays.</summary>
/// <param name="Who">Told in the log.</param>
public sealed record SettingsReload(IReadOnlyList<ReadSetting> Settings, string Who = SettingsReload.Somebody)
{
    /// <summary>Who asks where nobody says who.</summary>
    public const string Somebody = "a request";
}

/// <param name="Key">Of the setting.</param>
/// <param name="Source">The file or the variable; null for a default.</param>
/// <param name="Line">In the file, from 1.</param>
public sealed record ReadSetting(string Key, string Value, SettingOrigin Origin = SettingOrigin.Default, string? Source = null, int? Line = null);

/// <summary>What <c>daemon reload --json</c> prints.</summary>
/// <param name="Changed">What holds from now on.</param>
/// <param name="Covered">Keys of settings that read otherwise now, while what somebody changed at run time goes on to hold.</param>
/// <param name="NeedRestart">What reads otherwise now, and holds with the next daemon.</param>
public sealed record ReloadedSettings(IReadOnlyList<SettingChange> Changed, IReadOnlyList<string> Covered, IReadOnlyList<SettingChange> NeedRestart);

/// <param name="Source">Of the new value, as <see cref="ReadSetting"/> has it.</param>
public sealed record SettingChange(string Key, string Before, string Value, SettingOrigin Origin, string? Source, int? Line);
