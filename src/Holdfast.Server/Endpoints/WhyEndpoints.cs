using Holdfast.Core;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Reasons;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>The one reason why something is not moving, from what is stored and what is seen just now.</summary>
internal sealed class WhyEndpoints(ExecutionDesk desk, IStore store)
{
    private const string NotHere = "holdfast exec list, or holdfast runs list";

    public static void Map(IEndpointRouteBuilder routes, ExecutionDesk desk, IStore store)
    {
        var endpoints = new WhyEndpoints(desk, store);
        routes.MapGet("/api/v2/why/{id}", endpoints.WhyAsync);
    }

    private async Task WhyAsync(HttpContext context)
    {
        var reference = (string)context.Request.RouteValues["id"]!;
        var query = new Query(context.Request);
        var subject = query.Word("subject", ProtocolJson.Compact.WhySubject);
        var atom = query.Text("atom");
        var mayBeExecution = atom is null && subject is null or WhySubject.Execution;
        var execution = mayBeExecution ? await desk.FindAsync(reference, context.RequestAborted) : new ExecutionLookup(null, []);
        var run = subject is null or WhySubject.Run or WhySubject.Atom ? await store.FindRunAsync(reference, context.RequestAborted) : new RunLookup(null, []);
        var document = (execution.Execution, run.Run) switch
        {
            (null, null) => throw NotFound(reference, execution, run, mayBeExecution),
            (not null, not null) => throw new RefusedException(new Error(
                ErrorCode.ExecutionAmbiguous, $"'{reference}' is an execution and a run.", $"holdfast why --execution {reference}, or holdfast why --run {reference}")),
            ({ } one, null) => OfExecution(one),
            (null, { } one) => await OfRunAsync(one, atom, context.RequestAborted),
        };
        await context.AnswerAsync(document, ProtocolJson.Compact.WhyDocument);
    }

    private WhyDocument OfExecution(StoredExecution execution)
    {
        var vitals = execution.IsOver ? null : desk.TakeVitals(execution.Id);
        // It may have moved on since it was found: then it is told as it is now, except that what ended is told as it was found.
        var now = vitals?.Execution ?? execution;
        var why = WhyExecution.Of(now.Number, now.State, vitals?.Health, desk.WhyWaiting(now.Id));
        return new WhyDocument(WhySubject.Execution, now.Id.Value, now.Number, null, why.Reason, why.Detail, why.Next);
    }

    private async Task<WhyDocument> OfRunAsync(StoredRun run, string? key, CancellationToken cancellationToken)
    {
        var plan = PlanDocument.Read((await RunHistories.RevisionOfAsync(store, run, cancellationToken)).Document);
        var state = await RunReplay.LoadAsync(store, run, plan, cancellationToken);
        var ownerLives = ProcessIdentities.IsAlive(run.Owner.Process);
        if (key is null)
        {
            var why = WhyRun.Of(run.Number, state, ownerLives);
            return new WhyDocument(WhySubject.Run, run.Id.Value, run.Number, null, why.Reason, why.Detail, why.Next);
        }

        if (!plan.TryFind(key, out var atom))
        {
            var nearest = NearestName.Of(key, plan.Atoms.Select(each => each.Key));
            throw new RefusedException(new Error(
                ErrorCode.UnknownAtom, $"Run {run.Number} has no atom '{key}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", $"holdfast runs show {run.Number}"));
        }

        var reason = WhyRun.OfAtom(run.Number, state, atom, ownerLives);
        return new WhyDocument(WhySubject.Atom, run.Id.Value, run.Number, key, reason.Reason, reason.Detail, reason.Next);
    }

    private static RefusedException NotFound(string reference, ExecutionLookup executions, RunLookup runs, bool mayBeExecution)
    {
        if (executions.Candidates.Count > 0)
        {
            return new RefusedException(new Error(
                ErrorCode.ExecutionAmbiguous, $"'{reference}' may mean {string.Join(" or ", executions.Candidates.Select(candidate => $"execution {candidate.Number}"))}.", "name the number"));
        }

        return new RefusedException(runs.Candidates.Count > 0
            ? new Error(ErrorCode.RunAmbiguous, $"'{reference}' may mean {string.Join(" or ", runs.Candidates.Select(candidate => $"run {candidate.Number}"))}.", "name the number")
            : mayBeExecution
                ? new Error(ErrorCode.ExecutionNotFound, $"There is no execution and no run '{reference}'.", NotHere)
                : new Error(ErrorCode.RunNotFound, $"There is no run '{reference}'.", "holdfast runs list"));
    }
}
