using System.Globalization;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Screens;

/// <summary>How much the daemon lets through, and what became of settings that were read anew.</summary>
internal static class LimitsScreen
{
    public static void Write(TextWriter writer, Paint paint, DaemonLimits limits)
    {
        var columns = new Columns("LIMIT", "NOW", "FROM");
        foreach (var (key, value) in ValuesOf(limits))
        {
            var from = limits.From[key];
            columns.Add(key, Text.OneLine(value), from.Setting is { } setting
                ? paint.Yellow(Text.OneLine($"changed by {from.Source}; the settings say {(setting.Length == 0 ? "none" : setting)}"))
                : PlaceOf(paint, from.Origin, from.Source, from.Line));
        }

        columns.Write(writer, paint);
        if (limits.From.Values.Any(from => from.Setting is not null))
        {
            writer.WriteLine();
            writer.WriteLine("What was changed holds until the daemon ends, or: holdfast daemon limits --reset");
        }
    }

    public static void Write(TextWriter writer, Paint paint, ReloadedSettings reloaded)
    {
        if (reloaded is { Changed: [], Covered: [], NeedRestart: [] })
        {
            writer.WriteLine("The daemon goes by these settings already.");
            return;
        }

        var columns = new Columns("SETTING", "BEFORE", "NOW", "FROM");
        foreach (var change in reloaded.Changed)
            columns.Add(change.Key, Shown(change.Before), Shown(change.Value), PlaceOf(paint, change.Origin, change.Source, change.Line));
        if (reloaded.Changed.Count > 0)
            columns.Write(writer, paint);
        foreach (var key in reloaded.Covered)
            writer.WriteLine($"{key} was changed at run time, which goes on to hold (holdfast daemon limits --reset)");
        foreach (var change in reloaded.NeedRestart)
            writer.WriteLine($"{change.Key} holds with the next daemon: {Shown(change.Value)}, not {Shown(change.Before)} (holdfast daemon restart)");
    }

    private static IEnumerable<(string Key, string Value)> ValuesOf(DaemonLimits limits)
    {
        yield return (SettingDefinition.MaxExecutions, Number(limits.MaxExecutions));
        yield return (SettingDefinition.MaxExecutionsPerKey, Number(limits.MaxExecutionsPerKey));
        yield return (SettingDefinition.KeyLimits, string.Join(", ", limits.KeyLimits.OrderBy(limit => limit.Key, StringComparer.Ordinal).Select(limit => $"{limit.Key}={Number(limit.Value)}")));
        yield return (SettingDefinition.MaxJobs, Number(limits.MaxJobs));
        yield return (SettingDefinition.Jobs, Number(limits.Jobs));
        yield return (SettingDefinition.HttpRequests, Number(limits.HttpRequestsPerSec));
        yield return (SettingDefinition.ActivityMegabytes, Number(limits.ActivityMb));
        yield return (SettingDefinition.ActivityPartial, limits.ActivityPartial ? SettingDefinition.On : SettingDefinition.Off);
    }

    private static string PlaceOf(Paint paint, SettingOrigin origin, string? source, int? line) => origin switch
    {
        SettingOrigin.Default => paint.Dim("default"),
        SettingOrigin.User or SettingOrigin.Project => Text.OneLine($"{source}:{line}"),
        SettingOrigin.Environment => Text.OneLine($"${source}"),
        SettingOrigin.RunTime => Text.OneLine($"changed by {source}"),
    };

    private static string Shown(string value) => value.Length == 0 ? "none" : Text.OneLine(value);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
