using Holdfast.Engine.Storage;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints;

/// <summary>What a caller named, or an error that says what is there instead.</summary>
internal static class Finding
{
    public static StoredTask Require(this TaskLookup found, string reference) => found.Task ?? throw Unclear(
        "task", reference, [.. found.Candidates.Select(candidate => (candidate.Number, candidate.Id.Value))], ErrorCode.TaskNotFound, ErrorCode.TaskAmbiguous, "holdfast task list");

    public static StoredSession Require(this SessionLookup found, string reference) => found.Session ?? throw Unclear(
        "session", reference, [.. found.Candidates.Select(candidate => (candidate.Number, candidate.Id.Value))], ErrorCode.SessionNotFound, ErrorCode.SessionAmbiguous, "holdfast task list");

    public static StoredExecution Require(this ExecutionLookup found, string reference) => found.Execution ?? throw Unclear(
        "execution", reference, [.. found.Candidates.Select(candidate => (candidate.Number, candidate.Id.Value))], ErrorCode.ExecutionNotFound, ErrorCode.ExecutionAmbiguous, "holdfast exec list");

    private static RefusedException Unclear(
        string what, string reference, IReadOnlyList<(long Number, Guid Id)> candidates, string notFound, string ambiguous, string list) => new(candidates.Count == 0
            ? new Error(notFound, $"There is no {what} '{reference}'.", list)
            : new Error(ambiguous, $"'{reference}' may mean {string.Join(" or ", candidates.Select(candidate => $"{what} {candidate.Number} ({candidate.Id})"))}.", "name the number"));
}
