using Holdfast.Protocol.Results;

namespace Holdfast.Server.Wire.Results;

/// <summary>The code made for an atom during a run, as the wire tells it.</summary>
public static class RevisionDocuments
{
    public static AtomRevisions Of(RunHistory history, int atom) => new()
    {
        RunId = history.Run.Id.Value,
        Number = history.Run.Number,
        Plan = history.Run.PlanName,
        Key = history.Plan.Atoms[atom].Key,
        Revisions = Revisions(history, atom),
    };

    internal static IReadOnlyList<RevisionDocument> Revisions(RunHistory history, int atom) =>
    [
        .. history.RevisionsOf(atom).Select(revised => new RevisionDocument(
            revised.Revision,
            revised.At,
            revised.Code.Origin,
            revised.Code.Explanation,
            revised.Code.Diff,
            [.. history.AttemptsOf(atom).Where(attempt => attempt.Revision == revised.Revision).Select(attempt => attempt.Number)])),
    ];
}
