using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Cli.Screens;

/// <summary>Tasks, their sessions, and what agents do.</summary>
internal static class TaskScreen
{
    private const int WidestTitle = 50;
    private const int WidestInput = 120;

    public static void WriteList(TextWriter writer, Paint paint, TaskList list)
    {
        if (list.Tasks.Count == 0)
        {
            writer.WriteLine("There are no such tasks. Make one with: holdfast task create TITLE");
            return;
        }

        var columns = new Columns("TASK", "TITLE", "STATUS", "PRIORITY", "SESSIONS", "UPDATED");
        foreach (var task in list.Tasks)
        {
            columns.Add(
                task.Number.ToString(), Text.Cut(Text.OneLine(task.Title), WidestTitle), Standing(task, paint), task.Priority.ToString(), task.Sessions.ToString(), Text.Time(task.UpdatedAt));
        }

        columns.Write(writer, paint);
        if (list.NextCursor is { } next)
            writer.WriteLine(paint.Dim($"more: --cursor {next}"));
    }

    public static void Write(TextWriter writer, Paint paint, TaskDocument task, SessionList sessions)
    {
        WriteStanding(writer, paint, task);
        writer.WriteLine(paint.Dim(task.Id.ToString()));
        writer.WriteLine();
        if (task.Agent is { } agent)
            writer.WriteLine($"agent      {Text.OneLine(string.Join(' ', agent.Command))} (prompt by {Text.Word(agent.PromptBy)})");
        writer.WriteLine($"workspace  {(task.Workspace.Branch is { } branch ? $"{Text.OneLine(task.Workspace.Repository!)}, branch {branch}" : "a folder of its own")}");
        writer.WriteLine($"created    {Text.Time(task.CreatedAt)}, changed {Text.Time(task.UpdatedAt)}");
        writer.WriteLine($"may become {(task.Allowed.Count == 0 ? "nothing else" : string.Join(", ", task.Allowed.Select(Word)))}");
        if (task.Prompt.Length > 0)
        {
            writer.WriteLine();
            foreach (var line in task.Prompt.Split('\n'))
                writer.WriteLine($"  {Text.Printable(line)}");
        }

        if (sessions.Sessions.Count == 0)
            return;
        writer.WriteLine();
        var columns = new Columns("SESSION", "PHASE", "STATUS", "CODE", "STARTED", "EXECUTION");
        foreach (var session in sessions.Sessions)
        {
            columns.Add(
                session.Ordinal.ToString(), Word(session.Phase), Text.Word(session.Status), session.ExitCode?.ToString() ?? "-", Text.Time(session.StartedAt), session.ExecutionId.ToString());
        }

        columns.Write(writer, paint);
        writer.WriteLine();
        writer.WriteLine($"work       {Text.OneLine(sessions.Sessions[0].Workspace)}");
        writer.WriteLine($"next: holdfast task watch {task.Number}");
    }

    /// <summary>Where it stands, on one line.</summary>
    public static void WriteStanding(TextWriter writer, Paint paint, TaskDocument task) =>
        writer.WriteLine($"task {task.Number} {Standing(task, paint)}: {Text.OneLine(task.Title)}{(task.Reason is { } reason ? $" ({Text.OneLine(reason)})" : "")}");

    public static void WriteActivity(TextWriter writer, Paint paint, ActivityDocument activity)
    {
        if (activity.OmittedRecords > 0)
            writer.WriteLine(paint.Dim($"… {activity.OmittedRecords} not kept"));
        var (mark, text) = activity.Type switch
        {
            ActivityType.ToolCall => ("call    ", $"{activity.Name}{(activity.Input is { } input ? $" {Text.Json(input, WidestInput)}" : "")}"),
            ActivityType.ToolResult => (activity.IsError == true ? "error   " : "result  ", activity.Text ?? ""),
            ActivityType.AgentMessage => ("says    ", activity.Text ?? ""),
            ActivityType.Reasoning => ("thinks  ", activity.Text ?? ""),
            ActivityType.StepStart => ("step    ", activity.Name ?? activity.Text ?? ""),
            ActivityType.Output => (activity.Stream == "stderr" ? "stderr  " : "output  ", activity.Text ?? ""),
            ActivityType.Finished => ("finished", activity.Text ?? ""),
        };
        foreach (var line in text.Split('\n'))
            writer.WriteLine($"{paint.Dim(activity.At.ToLocalTime().ToString("HH:mm:ss"))} {paint.Dim(mark)} {Text.Printable(line)}");
        if (activity.OmittedBytes > 0)
            writer.WriteLine(paint.Dim($"… {Text.Bytes(activity.OmittedBytes)} not kept"));
    }

    /// <summary>As on the wire.</summary>
    public static string Word(TaskPhase phase) => JsonSerializer.SerializeToElement(phase, ProtocolJson.Compact.TaskPhase).GetString()!;

    private static string Standing(TaskDocument task, Paint paint) => task.Status switch
    {
        TaskPhase.Done => paint.Green(Word(task.Status)),
        TaskPhase.Failed => paint.Red(Word(task.Status)),
        TaskPhase.Cancelled => paint.Yellow(Word(task.Status)),
        TaskPhase.PlanningReview or TaskPhase.Review => paint.Yellow(Word(task.Status)),
        TaskPhase.Todo or TaskPhase.Planning or TaskPhase.InProgress or TaskPhase.AiReview or TaskPhase.Fix => paint.Cyan(Word(task.Status)),
    };
}
