using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>How one kind of code becomes a process, and what it left behind becomes a report. One implementation a language.</summary>
public interface IRuntime
{
    AtomKind Kind { get; }

    /// <summary>
    /// Does for the codes of a run at once what would cost each more when it is prepared. Preparing works without it too, and
    /// most languages have nothing to do.
    /// </summary>
    Task GetReadyAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what the process needs into the attempt's folder, which exists, and says how to start it.</summary>
    ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken);

    /// <summary>
    /// What the ended process left: result and exception. A file that is damaged or too large is told as an exception. It may have
    /// been started by another program, which died.
    /// </summary>
    ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending);

    /// <summary>Whether the code parses, without running it. In the order given; null for one that does.</summary>
    Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken);
}

/// <summary>What is to become a process.</summary>
/// <param name="PlanFolder">The full path of the folder the plan's file is in.</param>
/// <param name="Code">The revision to run; null for <see cref="AtomKind.Command"/>.</param>
/// <param name="InputJson">A JSON object.</param>
public sealed record RuntimeLaunch(
    RunId Run, ExecutionId Execution, int Attempt, string PlanFolder, AttemptFolder Folder, Atom Atom, string? Code, string InputJson)
{
    /// <summary>What the process is told of the trace it is a part of; null for nothing.</summary>
    public TraceContext? Trace { get; init; }
}

/// <summary>Either a command line or the reason there is none.</summary>
/// <param name="Environment">The whole environment of the process; nothing is added to it.</param>
/// <param name="Refusal">Set when there is no process to start; the rest is then empty.</param>
public sealed record RuntimeStart(
    ImmutableArray<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, EndCause.CouldNotStart? Refusal = null)
{
    public static RuntimeStart Refused(EndCause.CouldNotStart why) => new([], [], why);
}
