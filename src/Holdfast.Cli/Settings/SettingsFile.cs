using Holdfast.Core;
using Holdfast.Protocol;
using Holdfast.Protocol.Settings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Cli.Settings;

/// <summary>One value as it is written in a file.</summary>
internal readonly record struct WrittenSetting(string Value, int Line);

/// <summary>Reads a file of settings: one YAML mapping of names to plain values.</summary>
internal static class SettingsFile
{
    /// <returns>What is written there; empty for a file that does not exist or says nothing.</returns>
    /// <exception cref="RefusedException">It is not such a file, or names a setting that does not exist.</exception>
    public static IReadOnlyDictionary<string, WrittenSetting> Read(string path)
    {
        if (!File.Exists(path))
            return new Dictionary<string, WrittenSetting>();
        try
        {
            using var text = File.OpenText(path);
            return Read(path, new Parser(text));
        }
        catch (YamlException broken)
        {
            throw Refused(path, broken.Start, $"this is not YAML: {broken.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(ErrorCode.SettingInvalid, $"The settings in '{path}' cannot be read: {unreadable.Message}"));
        }
    }

    private static Dictionary<string, WrittenSetting> Read(string path, Parser parser)
    {
        var settings = new Dictionary<string, WrittenSetting>();
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return settings;
        parser.Consume<DocumentStart>();
        if (parser.Accept<Scalar>(out var only) && only.Value.Length == 0)
            return settings;
        if (!parser.TryConsume<MappingStart>(out _))
            throw Refused(path, parser.Current!.Start, "a file of settings is a list of 'name: value'");
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw Refused(path, parser.Current!.Start, "a setting's name is expected here");
            RefuseUnknown(path, key);
            if (!parser.TryConsume<Scalar>(out var value))
                throw Refused(path, parser.Current!.Start, $"'{key.Value}' takes one plain value");
            if (!settings.TryAdd(key.Value, new WrittenSetting(value.Value, (int)value.Start.Line)))
                throw Refused(path, key.Start, $"'{key.Value}' is set twice");
        }

        return settings;
    }

    private static void RefuseUnknown(string path, Scalar key)
    {
        var known = SettingDefinition.All.Select(setting => setting.Key).ToList();
        if (known.Contains(key.Value))
            return;
        var nearest = NearestName.Of(key.Value, known);
        throw Refused(path, key.Start, $"there is no setting '{key.Value}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}");
    }

    private static RefusedException Refused(string path, in Mark at, string what) =>
        new(new Error(ErrorCode.SettingInvalid, $"{path}:{Math.Max(1, at.Line)}: {what}", "holdfast config show lists the settings"));
}
