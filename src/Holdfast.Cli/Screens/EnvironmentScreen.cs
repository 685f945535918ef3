using Holdfast.Protocol.Environments;

namespace Holdfast.Cli.Screens;

/// <summary>What was found of a machine.</summary>
internal static class EnvironmentScreen
{
    public static void Write(TextWriter writer, Paint paint, EnvironmentDocument found)
    {
        var columns = new Columns("WHAT", "STATE", "VERSION", "WHERE");
        foreach (var finding in found.Findings)
            columns.Add(finding.Name, State(finding, paint), finding.Version ?? "-", Text.OneLine(finding.Path ?? "-"));
        columns.Write(writer, paint);

        foreach (var finding in found.Findings.Where(finding => finding.State is not FindingState.Good))
        {
            writer.WriteLine();
            writer.WriteLine($"{paint.Bold(finding.Name)}: {Text.OneLine(finding.Message)}");
            if (finding.Mend is { } mend)
                writer.WriteLine($"  mend it: {Text.OneLine(mend)}");
        }

        writer.WriteLine();
        var missing = found.Findings.Where(IsInTheWay).Select(finding => finding.Name).ToList();
        writer.WriteLine(missing.Count == 0
            ? paint.Green("The main job can run.") + (found.Agent is null ? "" : $" So can {found.Agent}; whether it is logged in, only it knows.")
            : paint.Red($"The main job cannot run without: {string.Join(", ", missing)}."));
        if (found.SeenBy is SeenBy.Daemon)
            writer.WriteLine(paint.Dim("As the daemon sees it, with the PATH it was started with."));
    }

    private static bool IsInTheWay(EnvironmentFinding finding) => finding is { Required: true, State: FindingState.Missing or FindingState.Unusable };

    private static string State(EnvironmentFinding finding, Paint paint) => finding.State switch
    {
        FindingState.Good => paint.Green("good"),
        FindingState.Limited => paint.Yellow("limited"),
        FindingState.Missing => finding.Required ? paint.Red("missing") : paint.Yellow("missing"),
        FindingState.Unusable => finding.Required ? paint.Red("unusable") : paint.Yellow("unusable"),
    };
}
