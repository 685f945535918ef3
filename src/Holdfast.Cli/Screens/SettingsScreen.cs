using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Screens;

internal static class SettingsScreen
{
    public static void Write(TextWriter writer, Paint paint, SettingsDocument document)
    {
        var columns = new Columns("SETTING", "VALUE", "FROM");
        foreach (var setting in document.Settings)
            columns.Add(setting.Key, Text.OneLine(setting.Value), setting.Origin == SettingOrigin.Default ? paint.Dim("default") : Text.OneLine(PlaceOf(setting)));
        columns.Write(writer, paint);
        writer.WriteLine();
        writer.WriteLine($"user     {document.UserFile}");
        writer.WriteLine($"project  {document.ProjectFile ?? "no holdfast.yaml here or above"}");
    }

    private static string PlaceOf(SettingDocument setting) => setting switch
    {
        { Line: { } line } => $"{setting.Source}:{line}",
        _ => $"${setting.Source}",
    };
}
