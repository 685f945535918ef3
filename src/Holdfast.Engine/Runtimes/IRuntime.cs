using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>How one kind of code becomes a process, and what it left behind becomes a report. One implementation a language.</summary>
public interface IRuntime
{
    AtomKind Kind { get; }

    /// <summary>Writes what the process needs into <paramref name="folder"/>, which exists and is empty, and says how to start it.</summary>
    /// <param name="code">The revision to run; null for <see cref="AtomKind.Command"/>.</param>
    /// <param name="inputJson">A JSON object.</param>
    RuntimeStart Prepare(AttemptFolder folder, Atom atom, string? code, string inputJson);

    /// <summary>What the ended process left: result and exception. A file that is damaged or too large is told as an exception.</summary>
    ExecutionReport Collect(AttemptFolder folder, Atom atom, ExecutionEnding ending);

    /// <summary>Whether the code parses, without running it. In the order given; null for one that does.</summary>
    Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken);
}

/// <summary>Either a command line or the reason there is none.</summary>
/// <param name="Environment">In addition to what every process gets.</param>
public sealed record RuntimeStart(
    ImmutableArray<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, EndCause.CouldNotStart? Refusal = null);
