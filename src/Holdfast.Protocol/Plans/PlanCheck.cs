using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Plans;

public enum FaultSeverity
{
    [JsonStringEnumMemberName("error")] Error,
    [JsonStringEnumMemberName("warning")] Warning,
}

/// <summary>What <c>plan check --json</c> prints: everything that is wrong with a plan, at once.</summary>
/// <param name="Ok">Whether it may run.</param>
/// <param name="File">As it was named.</param>
/// <param name="Name">The plan's name; null when it could not be read.</param>
/// <param name="Atoms">How many it has; null when that could not be read.</param>
/// <param name="Faults">In the order of the file.</param>
public sealed record PlanCheck(bool Ok, string File, string? Name, int? Atoms, IReadOnlyList<PlanFault> Faults);

/// <param name="Code">Stable snake_case, for programs.</param>
/// <param name="Message">A sentence: what is wrong, where, and what to do.</param>
/// <param name="Line">From 1; null when the whole file is meant.</param>
/// <param name="Column">From 1.</param>
/// <param name="Pointer">Where in the plan (RFC 6901); empty for all of it.</param>
public sealed record PlanFault(FaultSeverity Severity, string Code, string Message, string File, int? Line, int? Column, string Pointer);
