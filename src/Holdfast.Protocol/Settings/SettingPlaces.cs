using System.Text.Json;

namespace Holdfast.Protocol.Settings;

/// <summary>Where a setting's value is from, as <see cref="SettingDocument"/> has it.</summary>
public sealed record SettingPlace(SettingOrigin Origin, string? Source, int? Line);

/// <summary>How a daemon, which is given all settings as variables, learns where they are from: in a variable of their own, as JSON.</summary>
public static class SettingPlaces
{
    public const string Variable = SettingDefinition.Prefix + "SETTINGS_FROM";

    public static string Write(SettingsDocument settings) => JsonSerializer.Serialize(
        settings.Settings.ToDictionary(setting => setting.Key, setting => new SettingPlace(setting.Origin, setting.Source, setting.Line)),
        ProtocolJson.Compact.DictionaryStringSettingPlace);

    /// <returns>Empty where nobody said it, or not so that it can be read: the values hold all the same.</returns>
    public static IReadOnlyDictionary<string, SettingPlace> Read(string? text)
    {
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize(text, ProtocolJson.Compact.DictionaryStringSettingPlace) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, SettingPlace>();
        }
    }
}
