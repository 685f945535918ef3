using Holdfast.Core.Maintenance;

namespace Holdfast.Engine.Maintenance;

/// <summary>How things of one kind are looked at, and how what was decided is carried out.</summary>
/// <param name="LookAsync">Of one subject, or (null) of all. One that is gone, or is not Holdfast's, is not among them.</param>
/// <param name="DoAsync">Why it could not be done; null when it was.</param>
internal sealed record CleanupPart(
    CleanupKind Kind, Func<string?, CancellationToken, Task<IReadOnlyList<CleanupStep>>> LookAsync, Func<CleanupStep, CancellationToken, Task<string?>> DoAsync);
