using Holdfast.Protocol.Plans;

namespace Holdfast.Cli.Screens;

internal static class PlanCheckScreen
{
    public static void Write(TextWriter writer, Paint paint, PlanCheck check)
    {
        WriteFaults(writer, paint, check.Faults);
        var errors = check.Faults.Count(fault => fault.Severity == FaultSeverity.Error);
        var warnings = check.Faults.Count - errors;
        var what = check.Name is null ? check.File : $"{check.File} ({check.Name}{(check.Atoms is { } atoms ? $", {Text.Count(atoms, "atom")}" : "")})";
        writer.WriteLine(check.Faults.Count == 0
            ? $"{paint.Green("ok:")} {Text.OneLine(what)}"
            : $"{(check.Ok ? paint.Yellow("ok, with warnings:") : paint.Red("not ok:"))} {Text.OneLine(what)}: {Text.Count(errors, "error")}, {Text.Count(warnings, "warning")}");
    }

    /// <summary>One line each, in the form editors and CI systems jump to.</summary>
    public static void WriteFaults(TextWriter writer, Paint paint, IReadOnlyList<PlanFault> faults)
    {
        foreach (var fault in faults)
        {
            var severity = fault.Severity == FaultSeverity.Error ? paint.Red("error") : paint.Yellow("warning");
            writer.WriteLine($"{paint.Bold(Place(fault))}: {severity}: {Text.OneLine(fault.Message)} {paint.Dim($"[{fault.Code}]")}");
        }
    }

    private static string Place(PlanFault fault) => Text.OneLine(fault switch
    {
        { Line: { } line, Column: { } column } => $"{fault.File}:{line}:{column}",
        { Line: { } line } => $"{fault.File}:{line}",
        _ => fault.File,
    });
}
