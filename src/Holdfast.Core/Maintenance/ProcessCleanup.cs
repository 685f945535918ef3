using Holdfast.Core.Executions;

namespace Holdfast.Core.Maintenance;

/// <summary>What the store knows about the execution whose mark a process bears.</summary>
public enum RecordStanding
{
    /// <summary>This home has none of it: the process is another home's.</summary>
    Unknown,

    /// <summary>An attempt of a run that is not over.</summary>
    OpenAttempt,

    /// <summary>A free-standing execution that is not over.</summary>
    OpenExecution,

    Over,
}

/// <summary>All living processes with the mark of one execution.</summary>
/// <param name="Names">Of the programs, a few.</param>
/// <param name="Zombies">Processes that have ended and that their parent among these does not reap.</param>
/// <param name="Open">The execution itself where it is free-standing and not over.</param>
public sealed record TreeFacts(
    ExecutionId Execution, int Processes, int Zombies, string Names, long MemoryBytes, TimeSpan Oldest, RecordStanding Standing, ExecutionFacts? Open);

/// <summary>Which processes are ended.</summary>
public static class ProcessCleanup
{
    public static TimeSpan DefaultMaxRuntime { get; } = TimeSpan.FromHours(2);

    public static CleanupStep Decide(TreeFacts tree, ExecutionRule rule) => tree.Standing switch
    {
        RecordStanding.Unknown => Step(tree, null, "It bears the mark of an execution that this home does not know."),
        RecordStanding.OpenAttempt => Step(tree, null, "It belongs to a run that is not over, and the run sees to it."),
        RecordStanding.OpenExecution when tree.Open is { } open && ExecutionCleanup.CauseOf(open, rule) is { } cause =>
            Step(tree, $"end it: SIGTERM, a grace period, SIGKILL (exit code {cause.ExitCode})", $"It is stuck. {ExecutionCleanup.Decide(open, rule).Why}"),
        RecordStanding.OpenExecution => Step(
            tree, null, tree.Zombies > 0 ? $"It runs as it should; {tree.Zombies} of it have ended and wait to be reaped by their parent." : "It runs as it should."),
        RecordStanding.Over => Step(tree, "end it: SIGTERM, a grace period, SIGKILL", "It is an orphan: its execution is over."),
    };

    private static CleanupStep Step(TreeFacts tree, string? does, string why) => new(
        CleanupKind.Process, tree.Execution.ToString(), $"{tree.Processes} of {(tree.Open is { } open ? $"execution {open.Number}" : tree.Execution.ToString())} ({tree.Names}, oldest {Ages.Say(tree.Oldest)})",
        does, why, tree.MemoryBytes);
}
