using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Screens;

/// <summary>Executions, one or many.</summary>
internal static class ExecutionScreen
{
    private const int WidestTitle = 50;

    public static void WriteList(TextWriter writer, Paint paint, ExecutionList list, bool runningOnly)
    {
        if (list.Executions.Count == 0)
        {
            writer.WriteLine(runningOnly ? "Nothing runs." : "There are no executions. Start one with: holdfast exec start -- COMMAND");
            return;
        }

        var columns = new Columns("EXECUTION", "WHAT", "STATE", "CODE", "STARTED", "TOOK");
        foreach (var execution in list.Executions)
        {
            columns.Add(
                execution.Number.ToString(),
                Text.Cut(TitleOf(execution), WidestTitle),
                State(execution.State, paint),
                execution.ExitCode?.ToString() ?? "-",
                Text.Time(execution.StartedAt ?? execution.CreatedAt),
                Text.Duration(execution.DurationMs));
        }

        columns.Write(writer, paint);
    }

    public static void Write(TextWriter writer, Paint paint, ExecutionDocument execution)
    {
        writer.WriteLine($"execution {execution.Number} {State(execution.State, paint)}: {TitleOf(execution)}");
        writer.WriteLine(paint.Dim(execution.Id.ToString()));
        writer.WriteLine();
        writer.WriteLine($"command   {CommandOf(execution)}");
        writer.WriteLine($"folder    {Text.OneLine(execution.WorkingDirectory)}");
        writer.WriteLine($"created   {Text.Time(execution.CreatedAt)}");
        if (execution.StartedAt is { } started)
            writer.WriteLine($"started   {Text.Time(started)}{(execution.Pid is { } pid ? $", pid {pid}" : "")}{(execution.Host == ExecutionHost.Tmux ? ", in tmux" : "")}");
        if (execution.End is { } end)
        {
            writer.WriteLine($"ended     {Text.Time(execution.EndedAt)}, took {Text.Duration(execution.DurationMs)}, cpu {Text.Duration(end.CpuMs)}, memory {Text.Bytes(end.PeakMemoryBytes)}, output {Text.Bytes(end.OutputBytes)}");
            writer.WriteLine();
            writer.WriteLine(Text.OneLine(end.Reason));
            if (end.SurvivorsEnded > 0)
                writer.WriteLine($"{Text.Count(end.SurvivorsEnded, "process")} of its tree outlived it and were ended.");
            if (end.SurvivorsLeft > 0)
                writer.WriteLine(paint.Red($"{end.SurvivorsLeft} of its tree could not be ended."));
        }

        writer.WriteLine();
        writer.WriteLine($"next: holdfast exec logs {execution.Number}");
    }

    /// <summary>How it ended, on one line.</summary>
    public static void WriteEnd(TextWriter writer, Paint paint, ExecutionDocument execution) =>
        writer.WriteLine($"execution {execution.Number} {State(execution.State, paint)}: {Text.OneLine(execution.End?.Reason ?? "It never started.")}");

    public static string TitleOf(ExecutionDocument execution) => execution.Name is { } name ? Text.OneLine(name) : CommandOf(execution);

    /// <summary>As on the wire.</summary>
    public static string Word(ExecutionStatus state) => JsonSerializer.SerializeToElement(state, ProtocolJson.Compact.ExecutionStatus).GetString()!;

    private static string CommandOf(ExecutionDocument execution) => string.Join(' ', execution.Command.Select(Quoted));

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:=@,+%".Contains(character))
            ? argument
            : $"'{Text.OneLine(argument).Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string State(ExecutionStatus state, Paint paint) => state switch
    {
        ExecutionStatus.Completed => paint.Green(Text.Word(state)),
        ExecutionStatus.Failed => paint.Red(Text.Word(state)),
        ExecutionStatus.Cancelled => paint.Yellow(Text.Word(state)),
        ExecutionStatus.Queued or ExecutionStatus.Processing => paint.Cyan(Text.Word(state)),
        ExecutionStatus.TimingOut or ExecutionStatus.Zombie or ExecutionStatus.Cancelling => paint.Yellow(Text.Word(state)),
    };
}
