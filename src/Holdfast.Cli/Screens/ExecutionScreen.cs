using System.Globalization;
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
                execution.Suspected is null ? State(execution.State, paint) : paint.Yellow("suspected"),
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
            writer.WriteLine($"started   {Text.Time(started)}{(execution.Pid is { } pid ? $", pid {pid}" : "")}{HostOf(execution)}");
        if (execution.Completion is not ["exit"])
            writer.WriteLine($"shown by  {string.Join(", ", execution.Completion.Select(Text.OneLine))}");
        if (execution.End is { } end)
        {
            writer.WriteLine($"ended     {Text.Time(execution.EndedAt)}, took {Text.Duration(execution.DurationMs)}, cpu {Text.Duration(end.CpuMs)}{PartsOf(end)}, memory {Text.Bytes(end.PeakMemoryBytes)}, output {Text.Bytes(end.OutputBytes)}");
            writer.WriteLine();
            writer.WriteLine(Text.OneLine(end.Reason));
            if (end.SurvivorsEnded > 0)
                writer.WriteLine($"{Text.Count(end.SurvivorsEnded, "process")} of its tree outlived it and were ended.");
            if (end.SurvivorsLeft > 0)
                writer.WriteLine(paint.Red($"{end.SurvivorsLeft} of its tree could not be ended."));
        }

        if (execution.Suspected is { } suspected)
            writer.WriteLine(paint.Yellow($"suspected {Text.Time(suspected.Since)}: {Text.OneLine(suspected.Seen)}"));
        if (execution.Verdict is { } verdict && IsWorthTelling(execution))
            Write(writer, paint, verdict);
        writer.WriteLine();
        writer.WriteLine($"next: holdfast exec logs {execution.Number}");
    }

    private static string PartsOf(ExecutionEndDocument end) =>
        end is { UserMs: { } user, SystemMs: { } system } ? $" (user {Text.Duration(user)}, system {Text.Duration(system)})" : "";

    private static string HostOf(ExecutionDocument execution) => execution switch
    {
        { Host: not ExecutionHost.Tmux } => "",
        { EndedAt: null, Session: null } => ", in tmux, where its session was closed",
        _ => ", in tmux",
    };

    // The verdict on a plain command is its exit code, which is told already.
    private static bool IsWorthTelling(ExecutionDocument execution) => execution.Completion is not ["exit"];

    private static void Write(TextWriter writer, Paint paint, VerdictDocument verdict)
    {
        var word = Text.Word(verdict.Decision);
        var painted = verdict.Decision switch
        {
            VerdictDecision.Completed => paint.Green(word),
            VerdictDecision.NotCompleted => paint.Red(word),
            VerdictDecision.Undecided => paint.Yellow(word),
        };
        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verdict   {painted} ({verdict.Rule}, {verdict.Confidence:0.##}): {Text.OneLine(verdict.Reason)}"));
        foreach (var seen in verdict.Evidence)
        {
            var sign = seen.Leaning == EvidenceLeaning.For ? paint.Green("+") : paint.Red("-");
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sign} {Text.Word(seen.Kind),-8}{seen.Confidence:0.00}  {Text.Time(seen.At)}  {Text.OneLine(seen.Detail)}"));
        }
    }

    /// <summary>How it ended, on one line.</summary>
    public static void WriteEnd(TextWriter writer, Paint paint, ExecutionDocument execution) =>
        writer.WriteLine($"execution {execution.Number} {State(execution.State, paint)}: {Text.OneLine(ReasonOf(execution))}");

    private static string ReasonOf(ExecutionDocument execution) => execution switch
    {
        { Verdict: { } verdict } when IsWorthTelling(execution) => verdict.Reason,
        { End: { } end } => end.Reason,
        _ => "It never started.",
    };

    public static string TitleOf(ExecutionDocument execution) => TitleOf(execution.Name, execution.Command);

    public static string TitleOf(string? name, IReadOnlyList<string> command) => name is null ? string.Join(' ', command.Select(Quoted)) : Text.OneLine(name);

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
