using Holdfast.Core.Executions;

namespace Holdfast.Server.Telemetry;

/// <summary>One piece of work in a trace, once it is over.</summary>
/// <param name="Id">Of the run, session, attempt or execution that it is: its span's id follows from it.</param>
/// <param name="Place">The trace, and what it is a part of there.</param>
/// <param name="Error">Why it failed, as a word of a closed set; null when it did not.</param>
internal sealed record Span(string Name, Guid Id, TraceContext Place, DateTimeOffset Start, DateTimeOffset End, string? Error)
{
    /// <summary>Null is left out. Never what a person or a program wrote, which may hold a secret: only names, ids, numbers and words of closed sets.</summary>
    public IReadOnlyList<(string Name, object? Value)> Attributes { get; init; } = [];

    /// <summary>What happened meanwhile, and when.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset At)> Moments { get; init; } = [];
}
