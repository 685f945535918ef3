namespace Holdfast.Engine.Sessions;

/// <summary>How much of a session's activity is kept. What is not kept is counted, and the next record that is kept says so.</summary>
/// <param name="TextBytes">Of one record's text or input. Default 64 KiB.</param>
/// <param name="LineBytes">A longer line of JSON is output. Default 1 MiB.</param>
/// <param name="LightBytes">Of a session; beyond it output, reasoning and partial messages are left out. Default 32 MiB.</param>
/// <param name="AllBytes">Of a session; beyond it everything but its end is left out. Default 64 MiB.</param>
/// <param name="Events">Events of one session in the log, one a finished message or tool call; beyond it only activity has them. Default 10,000.</param>
/// <param name="Partial">Whether partial messages are kept. Default true.</param>
public sealed record ActivityPolicy(
    int TextBytes = 64 << 10, int LineBytes = 1 << 20, long LightBytes = 32L << 20, long AllBytes = 64L << 20, int Events = 10_000, bool Partial = true)
{
    /// <summary>Within so much of a session; the second half is for what weighs more than output.</summary>
    public static ActivityPolicy Within(long bytes, bool partial) => new(LightBytes: bytes / 2, AllBytes: bytes, Partial: partial);
}
