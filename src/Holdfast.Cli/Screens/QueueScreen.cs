using Holdfast.Protocol.Queueing;

namespace Holdfast.Cli.Screens;

/// <summary>What waits, and what holds it back.</summary>
internal static class QueueScreen
{
    private const int WidestKeys = 40;

    public static void Write(TextWriter writer, Paint paint, QueueDocument queue)
    {
        writer.WriteLine($"{Text.Count(queue.Waiting, "execution")} waiting, {queue.UnderWay:#,0} of {queue.Limit:#,0} under way");
        if (queue.PausedBy is { } who)
            writer.WriteLine(paint.Yellow($"paused by {Text.OneLine(who)} since {Text.Time(queue.PausedAt)}; next: holdfast queue resume"));
        if (queue.MemoryShort)
            writer.WriteLine(paint.Yellow("the machine is short of memory: nothing more starts beside what runs"));
        if (queue.Keys.Count > 0)
        {
            writer.WriteLine();
            WriteKeys(writer, paint, queue);
        }

        if (queue.Next.Count == 0)
            return;
        writer.WriteLine();
        var columns = new Columns("NEXT", "PRIORITY", "KEYS", "WHY IT WAITS");
        foreach (var entry in queue.Next)
            columns.Add(entry.Number.ToString(), entry.Priority.ToString(), Text.Cut(Text.OneLine(string.Join(", ", entry.Keys)), WidestKeys), Text.OneLine(entry.Detail));
        columns.Write(writer, paint);
        if (queue.Waiting > queue.Next.Count)
            writer.WriteLine(paint.Dim($"… and {queue.Waiting - queue.Next.Count:#,0} more"));
    }

    private static void WriteKeys(TextWriter writer, Paint paint, QueueDocument queue)
    {
        var columns = new Columns("KEY", "WAITING", "UNDER WAY", "STATE");
        foreach (var key in queue.Keys)
            columns.Add(Text.Cut(Text.OneLine(key.Key), WidestKeys), key.Waiting.ToString(), $"{key.UnderWay} of {key.Limit}", State(key, paint));
        columns.Write(writer, paint);
    }

    private static string State(QueueKeyDocument key, Paint paint) => key switch
    {
        { PausedBy: { } who } => paint.Yellow($"paused by {Text.OneLine(who)} since {Text.Time(key.PausedAt)}"),
        { Circuit: CircuitStatus.Open } => paint.Red($"held back until {Text.Time(key.Until)}: {Text.OneLine(key.Why!)}"),
        { Circuit: CircuitStatus.HalfOpen } => paint.Yellow($"one on trial, after: {Text.OneLine(key.Why!)}"),
        { Failures: > 0 } => $"open, {Text.Count(key.Failures, "failure")} in a row",
        _ => "open",
    };
}
