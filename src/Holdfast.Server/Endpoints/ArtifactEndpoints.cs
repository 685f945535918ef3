using Holdfast.Core.Atoms;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Server.Endpoints;

/// <summary>The declared outputs of a run's atoms: which are kept, and each as a file.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class ArtifactEndpoints(IStore store, KnownSecrets secrets, string home)
{
    private const int PieceBytes = 64 << 10;

    public static void Map(IEndpointRouteBuilder routes, IStore store, KnownSecrets secrets, string home)
    {
        var endpoints = new ArtifactEndpoints(store, secrets, home);
        routes.MapGet($"{RunEndpoints.Root}/{{id}}/artifacts", endpoints.ListAsync);
        routes.MapGet($"{RunEndpoints.Root}/{{id}}/artifact", endpoints.DownloadAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var history = await LoadAsync(context);
        var artifacts = new List<ArtifactDocument>();
        for (var atom = 0; atom < history.Plan.Atoms.Length; atom++)
        {
            foreach (var output in history.State.StateOf(atom) is null ? [] : history.Plan.Atoms[atom].Outputs)
            {
                using var file = Open(history, atom, output);
                if (file is not null)
                    artifacts.Add(new ArtifactDocument(history.Plan.Atoms[atom].Key, output, RandomAccess.GetLength(file)));
            }
        }

        await context.AnswerAsync(new ArtifactList(history.Run.Id.Value, artifacts), ProtocolJson.Compact.ArtifactList);
    }

    private async Task DownloadAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var key = query.Required("atom", "the key of an atom");
        var path = query.Required("path", "one of the atom's outputs");
        var history = await LoadAsync(context);
        var atom = history.RequireAtom(key);
        using var file = history.Plan.Atoms[atom].Outputs.Contains(path) ? Open(history, atom, path) : null;
        if (file is null)
            throw new RefusedException(new Error(
                ErrorCode.ArtifactNotFound, $"Atom '{key}' of run {history.Run.Number} has no output '{path}' that is kept.", $"GET {RunEndpoints.Root}/{history.Run.Number}/artifacts"));
        var total = RandomAccess.GetLength(file);
        var range = ByteRange.Of(context, total);
        context.Response.ContentType = "application/octet-stream";
        // Whatever an atom wrote is a file to be saved, and never a page of this address.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentDisposition = Attachment(Path.GetFileName(path));
        ByteRange.Announce(context.Response, range, total);
        await SendAsync(context, file, range ?? new ByteRange(0, total));
    }

    private static async Task SendAsync(HttpContext context, SafeFileHandle file, ByteRange part)
    {
        var buffer = new byte[PieceBytes];
        for (var sent = 0L; sent < part.Length;)
        {
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, part.Length - sent)), part.From + sent, context.RequestAborted);
            // It was made shorter meanwhile: what was announced cannot be kept.
            if (read == 0)
            {
                context.Abort();
                return;
            }

            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            sent += read;
        }
    }

    private SafeFileHandle? Open(RunHistory history, int atom, string output)
    {
        var (run, attempt) = RunDocuments.Source(history, atom, history.State.StateOf(atom) as AtomState.Concluded);
        if (attempt == 0)
            return null;
        var folder = AttemptFolder.Of(home, new Core.Runs.AttemptId(run, history.Plan.Atoms[atom].Key, attempt).Execution).Artifacts;
        // From the home on: an atom may have put a link in the place of any folder of its own.
        return BeneathFolder.TryOpen(home, Path.Combine(Path.GetRelativePath(home, folder), output));
    }

    private async Task<RunHistory> LoadAsync(HttpContext context)
    {
        var run = await store.RequireRunAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        return await new RunHistories(store, secrets).LoadAsync(run, context.RequestAborted);
    }

    private static string Attachment(string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }
}
