using System.Text.Json;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Results;

namespace Holdfast.Server.Wire.Results;

/// <summary>Everything about one run in one document.</summary>
/// <param name="home">The folder everything is kept in.</param>
public sealed class RunExports(IStore store, string home)
{
    private readonly RunDocuments documents = new(store, home);

    public async Task<RunExport> OfAsync(RunHistory history, CancellationToken cancellationToken)
    {
        var revision = await RunHistories.RevisionOfAsync(store, history.Run, cancellationToken);
        using var plan = JsonDocument.Parse(revision.Document, new JsonDocumentOptions { MaxDepth = 512 });
        return new RunExport
        {
            Format = RunExport.CurrentFormat,
            Run = await documents.OfAsync(history, RunContent.Everything, cancellationToken),
            Stats = RunStatsDocuments.Of(history.Run, history.Record),
            Details = [.. Enumerable.Range(0, history.Plan.Atoms.Length).Where(atom => history.State.StateOf(atom) is not null).Select(atom => Detail(history, atom))],
            Errors = Numbers.Errors(history.Record.System(), history.Mask),
            Plan = plan.RootElement.Clone(),
        };
    }

    private static AtomDetail Detail(RunHistory history, int atom)
    {
        var described = history.Plan.Atoms[atom];
        return new AtomDetail
        {
            Key = described.Key,
            Kind = described.Kind.ToWire(),
            Needs = [.. described.Needs.Select(need => history.Plan.Atoms[need].Key)],
            Code = AtomHistories.LastCode(history, atom),
            Command = described.Command,
            Attempts = AtomHistories.Attempts(history, atom),
            Revisions = RevisionDocuments.Revisions(history, atom),
        };
    }
}
