using Holdfast.Protocol.Maintenance;

namespace Holdfast.Cli.Screens;

/// <summary>What clean-up will do and why, and what came of it.</summary>
internal static class CleanupScreen
{
    /// <summary>Of each kind so many that are left alone are shown; the rest are counted.</summary>
    private const int MostLeftAlone = 10;

    public static void WritePlan(TextWriter writer, Paint paint, IReadOnlyList<CleanupStep> steps)
    {
        foreach (var kind in steps.GroupBy(step => step.Kind))
        {
            writer.WriteLine(paint.Bold(Heading(kind.Key)));
            foreach (var step in kind.Where(step => step.Does is not null))
                writer.WriteLine($"  {Text.OneLine(step.Title)}{Size(step)}: {paint.Yellow(step.Does!)}. {Text.OneLine(step.Why)}");
            var alone = kind.Where(step => step.Does is null).ToList();
            foreach (var step in alone.Take(MostLeftAlone))
                writer.WriteLine(paint.Dim($"  {Text.OneLine(step.Title)}{Size(step)}: left alone. {Text.OneLine(step.Why)}"));
            if (alone.Count > MostLeftAlone)
                writer.WriteLine(paint.Dim($"  and {alone.Count - MostLeftAlone:#,0} more that are left alone"));
            writer.WriteLine();
        }

        var todo = steps.Where(step => step.Does is not null).ToList();
        writer.WriteLine(todo.Count == 0
            ? "There is nothing to clean up."
            : $"{Text.Count(todo.Count, "thing")} to do; {Text.Bytes(todo.Sum(step => step.Bytes ?? 0))} of disk and memory.");
    }

    public static void WriteEnd(TextWriter writer, IReadOnlyList<CleanupResult> results) => writer.WriteLine(
        $"{Number(results, CleanupOutcome.Done)} done, {Number(results, CleanupOutcome.NotNeeded)} not needed any more, {Number(results, CleanupOutcome.Failed)} failed.");

    /// <summary>One result, on one line.</summary>
    public static string Line(CleanupResult result, Paint paint) => result.Outcome switch
    {
        CleanupOutcome.Done => $"{paint.Green("done")} {Text.OneLine(result.Step.Title)}",
        CleanupOutcome.NotNeeded => $"{paint.Dim("not needed")} {Text.OneLine(result.Step.Title)}: {Text.OneLine(result.Detail ?? "")}",
        CleanupOutcome.Failed => $"{paint.Red("failed")} {Text.OneLine(result.Step.Title)}: {Text.OneLine(result.Detail ?? "")}",
    };

    private static int Number(IReadOnlyList<CleanupResult> results, CleanupOutcome outcome) => results.Count(result => result.Outcome == outcome);

    private static string Size(CleanupStep step) => step.Bytes is { } bytes ? $" ({Text.Bytes(bytes)})" : "";

    private static string Heading(CleanupKind kind) => kind switch
    {
        CleanupKind.Branch => "branches",
        CleanupKind.Process => "processes",
        CleanupKind.Execution => "executions",
        CleanupKind.Folder => "folders",
        CleanupKind.Log => "logs",
        CleanupKind.Session => "sessions",
    };
}
