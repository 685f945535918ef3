using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Screens;

/// <summary>How executions are doing, and how they ended.</summary>
internal static class HealthScreen
{
    private const int WidestTitle = 32;

    /// <param name="before">An earlier look, from which the share of a processor is told; null for none.</param>
    public static void Write(TextWriter writer, Paint paint, HealthDocument health, HealthDocument? before = null)
    {
        if (health.Executions.Count == 0)
        {
            writer.WriteLine("Nothing runs.");
            return;
        }

        var columns = new Columns("EXECUTION", "WHAT", "STATE", "HEALTH", "RUNS", "HEARTBEAT", "OUTPUT", before is null ? "CPU TIME" : "CPU", "MEMORY", "PROCESSES");
        foreach (var execution in health.Executions)
        {
            columns.Add(
                execution.Number.ToString(),
                Text.Cut(ExecutionScreen.TitleOf(execution.Name, execution.Command), WidestTitle),
                ExecutionScreen.Word(execution.State),
                Condition(execution, paint),
                Text.Duration(execution.RunningMs),
                Age(execution.HeartbeatAgeMs),
                $"{Text.Bytes(execution.OutputBytes)}{(execution.OutputAgeMs is null ? "" : $", {Age(execution.OutputAgeMs)}")}",
                before is null ? Text.Duration(execution.CpuMs) : Share(execution, health, before),
                Text.Bytes(execution.MemoryBytes),
                execution.Zombies == 0 ? execution.Processes.ToString() : $"{execution.Processes} and {Text.Count(execution.Zombies, "zombie")}");
        }

        columns.Write(writer, paint);
        foreach (var execution in health.Executions.Where(execution => execution.Unhealthy))
            writer.WriteLine(paint.Yellow($"execution {execution.Number}: {Text.OneLine(execution.Detail)}"));
    }

    public static void WriteStuck(TextWriter writer, Paint paint, IReadOnlyList<ExecutionHealthDocument> stuck)
    {
        if (stuck.Count == 0)
        {
            writer.WriteLine("Nothing is stuck.");
            return;
        }

        var columns = new Columns("EXECUTION", "WHAT", "STATE", "HEALTH", "WHY");
        foreach (var execution in stuck)
        {
            columns.Add(
                execution.Number.ToString(), Text.Cut(ExecutionScreen.TitleOf(execution.Name, execution.Command), WidestTitle), ExecutionScreen.Word(execution.State),
                Condition(execution, paint), Text.OneLine(execution.Detail));
        }

        columns.Write(writer, paint);
        writer.WriteLine();
        writer.WriteLine("next: holdfast recover reset ID, or holdfast maintain cleanup --executions --processes");
    }

    public static void Write(TextWriter writer, Paint paint, ExecutionStatsDocument stats)
    {
        if (stats.Rows.Count == 0)
        {
            writer.WriteLine($"Nothing ended in {(stats.Days == 1 ? "this day" : $"these {stats.Days} days")}.");
            return;
        }

        var columns = new Columns("DAY", "KIND", "STATE", "CAUSE", "COUNT", "TOOK, EACH", "CPU, EACH");
        foreach (var row in stats.Rows)
        {
            columns.Add(
                row.Day, row.Kind, ExecutionScreen.Word(row.State), row.Cause, row.Count.ToString("#,0"), Text.Duration(row.DurationMs / row.Count), Text.Duration(row.CpuMs / row.Count));
        }

        columns.Write(writer, paint);
        var all = stats.Rows.Sum(row => row.Count);
        var completed = stats.Rows.Where(row => row.State == ExecutionStatus.Completed).Sum(row => row.Count);
        writer.WriteLine();
        writer.WriteLine($"{all:#,0} ended, {completed:#,0} of them completed ({100.0 * completed / all:0.#} %). Days are UTC's.");
    }

    private static string Condition(ExecutionHealthDocument execution, Paint paint)
    {
        var word = Text.Word(execution.Condition);
        return execution.Condition switch
        {
            HealthCondition.Healthy => paint.Green(word),
            HealthCondition.Waiting or HealthCondition.Ending => word,
            HealthCondition.Suspected => paint.Yellow(word),
            HealthCondition.Silent or HealthCondition.Zombie or HealthCondition.Phantom or HealthCondition.Overdue => paint.Red(word),
        };
    }

    private static string Age(long? milliseconds) => milliseconds is { } known ? $"{Text.Duration(known)} ago" : "-";

    // Processes that ended between the looks took their time with them: it may seem to have shrunk.
    private static string Share(ExecutionHealthDocument now, HealthDocument health, HealthDocument before)
    {
        var elapsed = (health.At - before.At).TotalMilliseconds;
        if (elapsed <= 0 || before.Executions.FirstOrDefault(other => other.Id == now.Id) is not { } then)
            return "-";
        return $"{Math.Max(0, now.CpuMs - then.CpuMs) / elapsed * 100:0} %";
    }
}
