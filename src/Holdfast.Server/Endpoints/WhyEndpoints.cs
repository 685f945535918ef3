using Holdfast.Core;
using Holdfast.Core.Runs;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire.Reasons;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>The one reason why something is not moving, from what is stored and what is seen just now.</summary>
internal sealed class WhyEndpoints(ExecutionDesk desk, IStore store, RunStates runs)
{
    private const string NotHere = "holdfast exec list, holdfast runs list, or holdfast task list";

    public static void Map(IEndpointRouteBuilder routes, ExecutionDesk desk, IStore store, RunStates runs)
    {
        var endpoints = new WhyEndpoints(desk, store, runs);
        routes.MapGet("/api/v2/why/{id}", endpoints.WhyAsync);
    }

    private async Task WhyAsync(HttpContext context)
    {
        var reference = (string)context.Request.RouteValues["id"]!;
        var query = new Query(context.Request);
        var atom = query.Text("atom");
        var subject = query.Word("subject", ProtocolJson.Compact.WhySubject) ?? (atom is null ? null : WhySubject.Atom);
        var found = await FindAsync(reference, subject, context.RequestAborted);
        var document = found.Meant switch
        {
            [] => throw NotFound(reference, subject, found.Candidates),
            [StoredExecution execution] => OfExecution(execution),
            [StoredRun run] => await OfRunAsync(run, atom, context.RequestAborted),
            [StoredTask task] => await OfTaskAsync(task, context.RequestAborted),
            [StoredSession session] => await OfSessionAsync(session, context.RequestAborted),
            var several => throw new RefusedException(new Error(
                ErrorCode.ExecutionAmbiguous, $"'{reference}' is {string.Join(" and ", several.Select(each => NameOf(each).What))}.",
                $"{string.Join(", or ", several.Select(each => $"holdfast why --{NameOf(each).Option} {reference}"))}; over HTTP {string.Join(", or ", several.Select(each => $"?subject={NameOf(each).Option}"))}")),
        };
        await context.AnswerAsync(document, ProtocolJson.Compact.WhyDocument);
    }

    /// <summary>What a reference means, of each kind at most one; and what parts of an id may mean of a kind.</summary>
    private sealed record Found(IReadOnlyList<object> Meant, IReadOnlyList<string> Candidates);

    private async Task<Found> FindAsync(string reference, WhySubject? subject, CancellationToken cancellationToken)
    {
        var meant = new List<object?>();
        var candidates = new List<string>();
        if (subject is null or WhySubject.Execution)
        {
            var found = await desk.FindAsync(reference, cancellationToken);
            meant.Add(found.Execution);
            candidates.AddRange(found.Candidates.Select(candidate => $"execution {candidate.Number}"));
        }

        if (subject is null or WhySubject.Run or WhySubject.Atom)
        {
            var found = await store.FindRunAsync(reference, cancellationToken);
            meant.Add(found.Run);
            candidates.AddRange(found.Candidates.Select(candidate => $"run {candidate.Number}"));
        }

        if (subject is null or WhySubject.Task)
        {
            var found = await store.FindTaskAsync(reference, cancellationToken);
            meant.Add(found.Task);
            candidates.AddRange(found.Candidates.Select(candidate => $"task {candidate.Number}"));
        }

        if (subject is null or WhySubject.Session)
        {
            var found = await store.FindSessionAsync(reference, cancellationToken);
            meant.Add(found.Session);
            candidates.AddRange(found.Candidates.Select(candidate => $"session {candidate.Number}"));
        }

        return new Found([.. meant.OfType<object>()], candidates);
    }

    private static (string What, string Option) NameOf(object meant) => meant switch
    {
        StoredExecution => ("an execution", "execution"),
        StoredRun => ("a run", "run"),
        StoredTask => ("a task", "task"),
        _ => ("a session", "session"),
    };

    private WhyDocument OfExecution(StoredExecution execution)
    {
        var (why, now) = WhyOf(execution);
        return new WhyDocument(WhySubject.Execution, now.Id.Value, now.Number, null, why.Reason, why.Detail, why.Next);
    }

    private (Why Why, StoredExecution Now) WhyOf(StoredExecution execution)
    {
        var vitals = execution.IsOver ? null : desk.TakeVitals(execution.Id);
        // It may have moved on since it was found: then it is told as it is now, except that what ended is told as it was found.
        var now = vitals?.Execution ?? execution;
        return (WhyExecution.Of(now.Number, now.State, vitals?.Health, desk.WhyWaiting(now.Id)), now);
    }

    private async Task<WhyDocument> OfTaskAsync(StoredTask task, CancellationToken cancellationToken)
    {
        Why? underWay = null;
        if (task.State.SessionUnderWay is { } open && (await store.FindSessionAsync(open.Id.ToString(), cancellationToken)).Session is { } session)
            underWay = await WhyOfAsync(session, cancellationToken);
        var why = WhyTask.Of(task.Number, task.State, task.Order.Agent is not null, underWay);
        return new WhyDocument(WhySubject.Task, task.Id.Value, task.Number, null, why.Reason, why.Detail, why.Next);
    }

    private async Task<WhyDocument> OfSessionAsync(StoredSession session, CancellationToken cancellationToken)
    {
        var why = await WhyOfAsync(session, cancellationToken);
        return new WhyDocument(WhySubject.Session, session.Id.Value, session.Number, null, why.Reason, why.Detail, why.Next);
    }

    private async Task<Why> WhyOfAsync(StoredSession session, CancellationToken cancellationToken)
    {
        var execution = (await desk.FindAsync(session.Execution.ToString(), cancellationToken)).Execution;
        return WhyTask.OfSession(session, execution is null ? null : WhyOf(execution).Why);
    }

    private async Task<WhyDocument> OfRunAsync(StoredRun run, string? key, CancellationToken cancellationToken)
    {
        var ownerLives = ProcessIdentities.IsAlive(run.Owner.Process);
        if (key is null)
        {
            // A large run that has ended need not be read whole.
            var stop = run.Status is RunStatus.Stopped or RunStatus.Cancelled ? await store.FindStopAsync(run.Id, cancellationToken) : null;
            var why = WhyRun.OfEnded(run, stop) ?? await runs.LookAsync(run, state => WhyRun.Of(run.Number, state, ownerLives), cancellationToken);
            return new WhyDocument(WhySubject.Run, run.Id.Value, run.Number, null, why.Reason, why.Detail, why.Next);
        }

        var reason = await store.FindConclusionAsync(run.Id, key, cancellationToken) is { } concluded ? WhyRun.OfConcluded(run.Number, key, concluded) : await runs.LookAsync(
            run, state => state.Plan.TryFind(key, out var atom) ? WhyRun.OfAtom(run.Number, state, atom, ownerLives) : throw UnknownAtom(run, key, state.Plan), cancellationToken);
        return new WhyDocument(WhySubject.Atom, run.Id.Value, run.Number, key, reason.Reason, reason.Detail, reason.Next);
    }

    private static RefusedException UnknownAtom(StoredRun run, string key, Core.Plans.Plan plan)
    {
        var nearest = NearestName.Of(key, plan.Atoms.Select(each => each.Key));
        return new RefusedException(new Error(
            ErrorCode.UnknownAtom, $"Run {run.Number} has no atom '{key}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", $"holdfast runs show {run.Number}"));
    }

    private static RefusedException NotFound(string reference, WhySubject? subject, IReadOnlyList<string> candidates)
    {
        if (candidates.Count > 0)
        {
            var ambiguous = (subject ?? WhySubject.Execution) switch
            {
                WhySubject.Execution => ErrorCode.ExecutionAmbiguous,
                WhySubject.Run or WhySubject.Atom => ErrorCode.RunAmbiguous,
                WhySubject.Task => ErrorCode.TaskAmbiguous,
                WhySubject.Session => ErrorCode.SessionAmbiguous,
            };
            return new RefusedException(new Error(ambiguous, $"'{reference}' may mean {string.Join(" or ", candidates)}.", "name the number"));
        }

        if (subject is not { } kind)
            return new RefusedException(new Error(ErrorCode.ExecutionNotFound, $"There is no execution, no run, no task and no session '{reference}'.", NotHere));
        return new RefusedException(kind switch
        {
            WhySubject.Execution => new Error(ErrorCode.ExecutionNotFound, $"There is no execution '{reference}'.", "holdfast exec list"),
            WhySubject.Run or WhySubject.Atom => new Error(ErrorCode.RunNotFound, $"There is no run '{reference}'.", "holdfast runs list"),
            WhySubject.Task => new Error(ErrorCode.TaskNotFound, $"There is no task '{reference}'.", "holdfast task list"),
            WhySubject.Session => new Error(ErrorCode.SessionNotFound, $"There is no session '{reference}'.", "holdfast task list"),
        });
    }
}
