namespace Holdfast.Core.Failures;

public enum FailureCategory
{
    Syntax, Import, Type, Runtime, Timeout, OutOfMemory, Killed, OutputLimit, Network, RateLimited, Permission, Environment,
}

/// <summary>What is done about a failure.</summary>
public enum Strategy { Fix, Regenerate, Retry, Skip, Manual }

/// <summary>A failed attempt, understood.</summary>
public sealed record Failure
{
    public required FailureCategory Category { get; init; }

    /// <summary>Stable snake_case, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence, for people: what happened and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>Line in the user's code, from 1; null when not known.</summary>
    public int? Line { get; init; }

    /// <summary>In (0, 1].</summary>
    public required double Confidence { get; init; }

    /// <summary>The rule that decided.</summary>
    public required string Rule { get; init; }

    /// <summary>The exception's type; null where there was none.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>How long the other side asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
