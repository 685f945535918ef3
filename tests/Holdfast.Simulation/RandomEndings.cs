using Holdfast.Core.Executions;

namespace Holdfast.Simulation;

/// <summary>How processes end: every cause there is, with and without a structured exception.</summary>
internal static class RandomEndings
{
    public static ExecutionReport Succeeded(DateTimeOffset now) => Because(new EndCause.Exited(0), now) with { ResultJson = "{}" };

    public static ExecutionReport Because(EndCause cause, DateTimeOffset now) => new(new ExecutionEnding
    {
        Cause = cause, StartedAt = now, EndedAt = now, Duration = TimeSpan.Zero,
    });

    public static ExecutionReport Failed(Random random, DateTimeOffset now) => random.Next(14) switch
    {
        // What is tried again unchanged comes more often, for it is the way to many attempts.
        0 or 11 or 12 => Because(new EndCause.Signalled(9), now),
        13 => Because(new EndCause.Signalled(11), now),
        1 => Because(new EndCause.WallTime(TimeSpan.FromSeconds(1)), now),
        2 => Because(new EndCause.Stalled(TimeSpan.FromSeconds(1)), now),
        3 => Because(new EndCause.OutOfMemory(1 << 20), now),
        4 => Because(new EndCause.TooManyProcesses(), now),
        5 => Because(new EndCause.OutputLimit(16), now),
        6 => Because(new EndCause.DiskFull("/"), now),
        7 => Because(new EndCause.AgentReported("It gave up."), now),
        8 => Because(new EndCause.CancelledBy("somebody outside"), now),
        9 => Because(new EndCause.Exited(random.Next(1, 256)), now),
        _ => Because(new EndCause.Exited(random.Next(2)), now) with { Exception = Exception(random) },
    };

    public static ExecutionReport NotStarted(Random random, DateTimeOffset now) =>
        Because(new EndCause.CouldNotStart(random.Next(2) == 0 ? "permission_denied" : "interpreter_missing", "It could not start."), now);

    private static ReportedException Exception(Random random) => random.Next(5) switch
    {
        0 => new ReportedException { Type = "SyntaxError", WhileParsing = true, Line = random.Next(1, 3) },
        1 => new ReportedException { Type = "ModuleNotFoundError", Module = "nowhere" },
        2 => new ReportedException { Type = "TypeError", Line = random.Next(1, 3) },
        3 => new ReportedException { Type = "HTTPError", HttpStatus = 429, RetryAfterSeconds = random.Next(7200) },
        _ => new ReportedException { Type = "KeyError", Line = random.Next(1, 3) },
    };
}
