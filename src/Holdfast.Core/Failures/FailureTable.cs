using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Failures;

/// <summary>From what happened to a category: the structured exception first, then the cause of death, then the exit status.</summary>
public static class FailureTable
{
    /// <returns>Null when the attempt succeeded.</returns>
    public static Failure? Classify(AtomKind kind, ExecutionReport report) => report.Ending.Cause switch
    {
        EndCause.Exited { Code: 0 } when report.Exception is null => null,
        EndCause.Exited exited => report.Exception is { } exception ? FromException(exception) : FromExit(kind, exited.Code),
        EndCause.Signalled signalled => new Failure
        {
            Category = FailureCategory.Killed, Code = "signalled", Confidence = 0.9, Rule = "signal",
            Message = $"The process was ended by signal {signalled.Signal}, which Holdfast did not send.",
        },
        EndCause.WallTime wall => new Failure
        {
            Category = FailureCategory.Timeout, Code = "wall_time", Confidence = 1, Rule = "cause",
            Message = $"It ran longer than its time-out of {wall.Limit.TotalSeconds:0.###} s.",
        },
        EndCause.Stalled stalled => new Failure
        {
            Category = FailureCategory.Timeout, Code = "stalled", Confidence = 0.9, Rule = "cause",
            Message = $"It showed no sign of progress for {stalled.Silence.TotalSeconds:0.###} s.",
        },
        EndCause.OutOfMemory => new Failure
        {
            Category = FailureCategory.OutOfMemory, Code = "out_of_memory", Confidence = 1, Rule = "cause",
            Message = "It used more memory than it may.",
        },
        EndCause.TooManyProcesses => new Failure
        {
            Category = FailureCategory.Permission, Code = "too_many_processes", Confidence = 1, Rule = "cause",
            Message = "It started more processes than it may.",
        },
        EndCause.OutputLimit limit => new Failure
        {
            Category = FailureCategory.OutputLimit, Code = "output_limit", Confidence = 1, Rule = "cause",
            Message = $"It wrote more than {limit.LimitBytes} bytes of output. Write to a file named in outputs, or raise output_limit.",
        },
        EndCause.DiskFull full => new Failure
        {
            Category = FailureCategory.Environment, Code = "disk_full", Confidence = 1, Rule = "cause",
            Message = $"No space is left at {full.Path}.",
        },
        EndCause.CouldNotStart could => new Failure
        {
            Category = could.Code == "permission_denied" ? FailureCategory.Permission : FailureCategory.Environment,
            Code = could.Code, Confidence = 1, Rule = "could_not_start", Message = could.Why,
        },
        EndCause.AgentReported agent => new Failure
        {
            Category = FailureCategory.Runtime, Code = "agent_reported", Confidence = 0.8, Rule = "cause", Message = agent.Error,
        },
        EndCause.CancelledBy or EndCause.Lost => throw new InvalidOperationException("A cancelled or lost attempt is not a failed one."),
        _ => throw new InvalidOperationException($"Unplaced cause {report.Ending.Cause.GetType().Name}."),
    };

    private static Failure FromException(ReportedException exception)
    {
        var category = exception switch
        {
            { WhileParsing: true } => FailureCategory.Syntax,
            { Module: not null } => FailureCategory.Import,
            { Type: "TypeError" } => FailureCategory.Type,
            _ => FailureCategory.Runtime,
        };
        return new Failure
        {
            Category = category, Code = category.ToString().ToLowerInvariant(), Confidence = 0.9, Rule = "exception", Line = exception.Line,
            ExceptionType = exception.Type, Message = $"{exception.Type}: {exception.Message}",
        };
    }

    private static Failure FromExit(AtomKind kind, int code) => new()
    {
        Category = FailureCategory.Runtime, Code = "exit_code", Confidence = 0.6, Rule = "exit_status",
        Message = $"The {(kind == AtomKind.Command ? "command" : "process")} exited with code {code}.",
    };
}
