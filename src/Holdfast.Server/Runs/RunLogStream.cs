using System.Runtime.CompilerServices;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Events;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>What the attempts of a run write, as they write it: first what there is, then what comes, until the run has ended.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class RunLogStream(IStore store, EventHub hub, string home, KnownSecrets secrets, TimeProvider time)
{
    /// <summary>Events read at once.</summary>
    private const int Together = 1_000;

    /// <summary>Lines told at once.</summary>
    private const int LongestPiece = 500;

    /// <summary>Between two looks: sooner than anybody reads. There may be hundreds of logs, which come and go by the second, so none is watched.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Every try, in the order in which they began; of those that run at once, the lines as they come. What was taken over from an earlier run is that run's.</summary>
    /// <param name="key">Null: of every atom.</param>
    /// <param name="number">Of the try; null: of every try.</param>
    /// <param name="tail">Of what there is at the beginning, only so many of the last lines; null for all.</param>
    /// <returns>Lines as they came; first an empty piece, when nothing will be refused any more.</returns>
    /// <exception cref="Protocol.RefusedException">There is no such run or atom.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(
        string reference, string? key, int? number, int? tail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var histories = new RunHistories(store, secrets);
        var run = await store.RequireRunAsync(reference, cancellationToken);
        if (key is not null)
            (await histories.LoadAsync(run, cancellationToken)).RequireAtom(key);
        var mask = secrets.MaskOf(await histories.PlanOfAsync(run, cancellationToken));
        yield return [];
        var reading = new List<AttemptLines>();
        try
        {
            var last = tail is { } most ? new LastLines(most) : null;
            var after = 0L;
            for (var isOver = false; ;)
            {
                // Before the look: what comes after it is told.
                var news = hub.News;
                var page = await store.ReadLogAsync(new LogFilter(after, Together, new LogOwner(LogSubject.Run, run.Number)), cancellationToken);
                after = page.Through;
                foreach (var stored in page.Events)
                    isOver |= Take(stored);
                var piece = new List<LogLine>();
                foreach (var line in reading.SelectMany(each => each.Read(isOver)))
                {
                    if (last is not null)
                    {
                        last.Add(line);
                        continue;
                    }

                    piece.Add(line);
                    if (piece.Count == LongestPiece)
                    {
                        yield return piece;
                        piece = [];
                    }
                }

                foreach (var ended in reading.Where(each => each.HasEnded))
                    ended.Dispose();
                reading.RemoveAll(each => each.HasEnded);
                if (!page.HasMore && last is not null)
                {
                    piece.AddRange(last.Lines);
                    last = null;
                }

                if (piece.Count > 0)
                    yield return piece;
                if (page.HasMore)
                    continue;
                if (isOver)
                    yield break;
                if (reading.Count == 0)
                    await news.WaitAsync(cancellationToken);
                await Task.Delay(Pace, time, cancellationToken);
            }
        }
        finally
        {
            foreach (var each in reading)
                each.Dispose();
        }

        // Whether the run is over with it.
        bool Take(LoggedEvent stored)
        {
            if (stored.Type is not ("attempt_started" or "attempt_ended"))
                return stored.Type == "ended";
            using var fields = EventFields.Of(stored);
            var attempt = new AttemptId(run.Id, EventFields.AtomOf(fields), fields.RootElement.GetProperty("attempt").GetInt32());
            if ((key is not null && attempt.AtomKey != key) || (number is not null && attempt.Number != number))
                return false;
            if (stored.Type == "attempt_started")
                reading.Add(new AttemptLines(attempt, AttemptFolder.Of(home, attempt.Execution).OutputLog, mask));
            else
                reading.Find(each => each.Attempt == attempt)!.HasEnded = true;
            return false;
        }
    }

    /// <summary>How far the log of one attempt has been read.</summary>
    private sealed class AttemptLines(AttemptId attempt, string path, SecretMask mask) : IDisposable
    {
        private readonly OutputLogCursor cursor = new(path);
        private LogLines? lines;
        private TimeSpan at;

        public AttemptId Attempt => attempt;

        /// <summary>Nothing more will be written.</summary>
        public bool HasEnded { get; set; }

        /// <param name="isOver">The run has ended, and so has this.</param>
        public IEnumerable<LogLine> Read(bool isOver)
        {
            HasEnded |= isOver;
            while (cursor.TryRead(out var frame))
            {
                at = frame.Value.At;
                lines ??= new LogLines(attempt.AtomKey, attempt.Number, cursor.StartedAt, mask);
                foreach (var line in lines.Take(frame.Value))
                    yield return line;
            }

            if (!HasEnded || lines is null)
                yield break;
            foreach (var line in lines.Rest(at))
                yield return line;
        }

        public void Dispose() => cursor.Dispose();
    }
}
