using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Failures;

/// <summary>One row of the table: what it looks at, and what it concludes.</summary>
/// <param name="Name">Stable snake_case; the failure's code and the rule that is named with it.</param>
/// <param name="Message">What happened, and what to do where somebody can do something; a sentence or two.</param>
internal sealed record FailureRule(string Name, FailureCategory Category, double Confidence, Func<Evidence, bool> Matches, Func<Evidence, string> Message);

/// <summary>All a row may look at.</summary>
internal sealed class Evidence(AtomKind kind, EndCause cause, ReportedException? exception, string? errorTail)
{
    public AtomKind Kind { get; } = kind;

    public EndCause Cause { get; } = cause;

    public ReportedException? Exception { get; } = exception;

    /// <summary>What is left when there is neither an exception nor a telling cause.</summary>
    public ErrorText Text { get; } = exception is null && cause is EndCause.Exited or EndCause.Signalled ? ErrorText.Read(errorTail) : ErrorText.None;

    /// <summary>As a shell would report it, where the process ended by itself; else null.</summary>
    public int? ExitCode => Exception is null && Cause is EndCause.Exited { Code: not 0 } exited ? exited.Code : null;

    /// <summary>Null when the process was not ended by a signal, or told its exception before.</summary>
    public int? Signal => Exception is null && Cause is EndCause.Signalled signalled ? signalled.Signal : null;

    public bool IsScript => Kind is AtomKind.JavaScript or AtomKind.TypeScript;

    /// <summary>Its exit codes follow the shell.</summary>
    public bool RunsTools => Kind is AtomKind.Shell or AtomKind.Command;

    /// <summary>Whether the exception is of one of these types, or of one derived from them.</summary>
    public bool IsA(params ReadOnlySpan<string> types)
    {
        if (Exception is null)
            return false;
        foreach (var type in types)
        {
            if (Exception.Type == type || Exception.Bases.Contains(type))
                return true;
        }

        return false;
    }

    /// <summary>Whether the exception itself is of one of these types.</summary>
    public bool IsExactly(IReadOnlySet<string> types) => Exception is not null && types.Contains(Exception.Type);

    public bool HasCode(IReadOnlySet<string> codes) => Exception?.Code is { } code && codes.Contains(code);

    /// <summary>Whether something that led to the exception is of one of these types or carries one of these codes.</summary>
    public bool WasCausedBy(IReadOnlySet<string> types, IReadOnlySet<string> codes) =>
        Exception?.Causes.Any(cause => types.Contains(cause.Type) || (cause.Code is { } code && codes.Contains(code))) ?? false;
}
