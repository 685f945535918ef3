using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Server.Events;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// Writes the span of whatever is over, from what is stored of it: so a daemon that sees an end writes the whole span, whichever one saw the
/// beginning. It reads the log as a subscriber does, at its own pace, and nothing waits for it.
/// </summary>
internal sealed class StoredSpans : IAsyncDisposable
{
    /// <summary>Read at once, and handed on before more is read: what is sent is bounded by that, not by what happens.</summary>
    private const int Together = 500;

    /// <summary>Runs and attempts that are remembered until they end. Of others the store is asked.</summary>
    private const int MostRemembered = 10_000;

    /// <summary>Events that are worked off. What ends faster than spans can be sent is passed over, so that they are of what happens now.</summary>
    private const int FarthestBehind = 10_000;

    private readonly Dictionary<long, StoredRun> runs = [];
    private readonly Dictionary<(long Run, string Atom), DateTimeOffset> attempts = [];
    // By run, of those that began before it was looked at: read once, and not for each of its attempts.
    private readonly Dictionary<long, Dictionary<(string Atom, int Number), DateTimeOffset>> begunBefore = [];
    private readonly CancellationTokenSource closing = new();
    private readonly EventHub hub;
    private readonly IStore store;
    private readonly SpanWriter spans;
    private readonly Func<Task> handOn;
    private readonly ILogger logger;
    private readonly Task reading;
    private long after;
    private bool toldOfSkipping;

    /// <param name="handOn">Completes when what was written is sent, or given up.</param>
    public StoredSpans(EventHub hub, IStore store, SpanWriter spans, Func<Task> handOn, ILogger logger)
    {
        (this.hub, this.store, this.spans, this.handOn, this.logger) = (hub, store, spans, handOn, logger);
        // What ended while no daemon lived is stored as soon as the desks open, before anybody reads.
        after = hub.Opened;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Writes what has just ended, but works off no more than one page: nobody waits for spans. The store must be there still.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await reading;
        closing.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (!closing.IsCancellationRequested)
            {
                var news = hub.News;
                SkipAhead();
                await TakeNewAsync();
                await news.WaitAsync(closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await TakeNewAsync();
        }
        // Whatever it is, nothing depends on it.
        catch (Exception failed)
        {
            logger.SpansEnded(failed.Message, failed);
        }
    }

    private void SkipAhead()
    {
        var newest = hub.Newest;
        if (newest - after <= FarthestBehind)
            return;
        if (!toldOfSkipping)
            logger.SpansSkipped(newest - after);
        (toldOfSkipping, after) = (true, newest);
    }

    private async Task TakeNewAsync()
    {
        LogPage page;
        do
        {
            page = await store.ReadLogAsync(new LogFilter(after, Together), CancellationToken.None);
            var written = 0;
            foreach (var each in page.Events)
            {
                if (await SpanOfAsync(each) is not { } span)
                    continue;
                spans.Write(span);
                written++;
            }

            after = page.Through;
            // Many at once would be dropped before they are sent.
            if (page.HasMore && written > 0)
                await handOn();
            SkipAhead();
        }
        while (page.HasMore && !closing.IsCancellationRequested);
    }

    /// <returns>Null when nothing is over with it.</returns>
    private async Task<Span?> SpanOfAsync(LoggedEvent stored)
    {
        switch (stored.Type)
        {
            case "execution_completed" or "execution_failed" or "execution_cancelled" when stored.Id is { } id:
                return (await store.FindExecutionAsync(new ExecutionId(id).ToString(), CancellationToken.None)).Execution is { } execution ? SpanMaking.Of(execution) : null;
            case "session_ended":
                using (var fields = EventFields.Of(stored))
                {
                    var session = new SessionId(fields.RootElement.GetProperty("session").GetGuid());
                    return (await store.FindSessionAsync(session.ToString(), CancellationToken.None)).Session is { } ended ? SpanMaking.Of(ended) : null;
                }

            case "attempt_started":
                using (var fields = EventFields.Of(stored))
                {
                    if (attempts.Count < MostRemembered)
                        attempts[(stored.Owner.Number, EventFields.AtomOf(fields))] = stored.At;
                }

                return null;
            case "attempt_ended":
                using (var fields = EventFields.Of(stored))
                    return await AttemptAsync(stored, fields);
            case "ended" when stored.Id is { } id:
                runs.Remove(stored.Owner.Number);
                begunBefore.Remove(stored.Owner.Number);
                return (await store.FindRunAsync(new RunId(id).ToString(), CancellationToken.None)).Run is { } run ? SpanMaking.Of(run) : null;
            default:
                return null;
        }
    }

    private async Task<Span?> AttemptAsync(LoggedEvent stored, JsonDocument fields)
    {
        if (await RunOfAsync(stored) is not { } run)
            return null;
        var (atom, number) = (EventFields.AtomOf(fields), fields.RootElement.GetProperty("attempt").GetInt32());
        if (!attempts.Remove((run.Number, atom), out var startedAt))
            startedAt = await StartOfAsync(run, atom, number, stored.At) ?? stored.At;
        return SpanMaking.OfAttempt(run, atom, number, startedAt, stored.At, fields.RootElement);
    }

    private async Task<StoredRun?> RunOfAsync(LoggedEvent stored)
    {
        if (runs.TryGetValue(stored.Owner.Number, out var known) || stored.Id is not { } id)
            return known;
        if ((await store.FindRunAsync(new RunId(id).ToString(), CancellationToken.None)).Run is { } run)
        {
            if (runs.Count == MostRemembered)
                runs.Clear();
            runs[run.Number] = run;
            return run;
        }

        return null;
    }

    /// <summary>Of one that a daemon before this began, or whose start was passed over.</summary>
    private async Task<DateTimeOffset?> StartOfAsync(StoredRun run, string atom, int number, DateTimeOffset endedAt)
    {
        if (begunBefore.TryGetValue(run.Number, out var known) && known.Remove((atom, number), out var startedAt))
            return startedAt;
        known = [];
        await foreach (var attempt in store.ReadAttemptsAsync(run.Id, CancellationToken.None))
        {
            // The beginning of any other is still to be read.
            if (attempt.StartedAt <= endedAt)
                known[(attempt.AtomKey, attempt.Number)] = attempt.StartedAt;
        }

        if (begunBefore.Values.Sum(starts => starts.Count) > MostRemembered)
            begunBefore.Clear();
        begunBefore[run.Number] = known;
        return known.Remove((atom, number), out var read) ? read : null;
    }
}
