using System.Diagnostics;
using System.Threading.Channels;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>
/// The one thread of this process that writes. It takes everything that waits, makes one transaction of it, and tells the
/// callers once that is durable; meanwhile the next ones gather.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Changes that may wait; beyond it callers wait to hand theirs in.</summary>
    private const int MaxWaiting = 4096;

    /// <summary>Changes in one transaction, so that no caller waits for ever longer ones.</summary>
    private const int MaxTogether = 1024;

    /// <summary>Pages of 4 KiB in the log after which it is worked off when nobody waits.</summary>
    private const int IdleCheckpointPages = 1_000;

    /// <summary>Pages after which it is worked off even though somebody waits: 32 MiB.</summary>
    private const int BusyCheckpointPages = 8_000;

    private readonly Database database;
    private readonly RunTables tables;
    private readonly WriteTurn turn;
    private readonly StoreHealth health;
    private readonly TimeSpan patience;
    private readonly Action<TimeSpan> committed;
    // What runs at once on the other side is a few instructions here: the wake-up of this thread, and the wait for a change handed in late.
    private readonly Channel<Change> waiting =
        Channel.CreateBounded<Change>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Succession> brokenOff = [];
    private int pagesInLog;

    /// <param name="database">Belongs to this thread from now on, like <paramref name="turn"/>.</param>
    /// <param name="committed">Told after each commit, with the time it took.</param>
    public GroupCommit(Database database, WriteTurn turn, StoreHealth health, TimeSpan patience, Action<TimeSpan> committed)
    {
        this.database = database;
        tables = new RunTables(database);
        this.turn = turn;
        this.health = health;
        this.patience = patience;
        this.committed = committed;
        new Thread(Run) { Name = "store writer", IsBackground = true }.Start();
    }

    /// <summary>Makes a change within a transaction. Changes are made in the order of the calls.</summary>
    /// <param name="change">Runs on the writer thread; it may run a second time, when another change of its transaction failed.</param>
    /// <param name="cancellationToken">Ends waiting for room; a change that was handed in is made.</param>
    /// <param name="succession">Changes that each rest on the one before: when one cannot be made, none after it is.</param>
    /// <returns>Done when the change is durable.</returns>
    public Task<T> MakeAsync<T>(Func<RunTables, T> change, CancellationToken cancellationToken, Succession? succession = null)
    {
        var request = new Change<T>(change, succession);
        var handedIn = waiting.Writer.WriteAsync(request, cancellationToken);
        return handedIn.IsCompletedSuccessfully ? request.Task : AfterHandingIn(handedIn, request.Task);
    }

    /// <inheritdoc cref="MakeAsync{T}"/>
    public Task MakeAsync(Action<RunTables> change, CancellationToken cancellationToken, Succession? succession = null) =>
        MakeAsync(
            tables =>
            {
                change(tables);
                return true;
            },
            cancellationToken,
            succession);

    private static async Task<T> AfterHandingIn<T>(ValueTask handedIn, Task<T> done)
    {
        await AfterHandingIn(handedIn, (Task)done);
        return await done;
    }

    private static async Task AfterHandingIn(ValueTask handedIn, Task done)
    {
        try
        {
            await handedIn;
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException("The store is closed.", closed);
        }

        await done;
    }

    /// <summary>Does something with the whole store between transactions, while nobody else writes. What is handed in meanwhile waits.</summary>
    /// <param name="work">Runs on the writer thread. What it throws is its own failure; the store is as it was.</param>
    public Task DoAloneAsync(Action<Database> work, CancellationToken cancellationToken)
    {
        var request = new AloneWork(work);
        var handedIn = waiting.Writer.WriteAsync(request, cancellationToken);
        return handedIn.IsCompletedSuccessfully ? request.Task : AfterHandingIn(handedIn, request.Task);
    }

    /// <summary>Makes what was handed in, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await ended.Task;
    }

    private void Run()
    {
        var together = new List<Change>();
        // Blocking is what this thread is for: SQLite's calls block as well.
        while (WaitForMore())
        {
            AloneWork? alone = null;
            while (alone is null && together.Count < MaxTogether && waiting.Reader.TryRead(out var change))
            {
                alone = change as AloneWork;
                if (alone is null)
                    together.Add(change);
            }

            if (together.Count > 0)
                MakeTogether(together);
            together.Clear();
            if (alone is not null)
                DoAlone(alone);
        }

        LeaveTidy();
        tables.Dispose();
        database.Dispose();
        turn.Dispose();
        ended.SetResult();
    }

    // A task that is waited for by blocking is first spun on, at the cost of those who could use the processor.
    private bool WaitForMore()
    {
        var more = waiting.Reader.WaitToReadAsync().AsTask();
        if (!more.IsCompleted)
        {
            more.GetAwaiter().OnCompleted(() =>
            {
                lock (waiting)
                    Monitor.Pulse(waiting);
            });
            lock (waiting)
            {
                while (!more.IsCompleted)
                    Monitor.Wait(waiting);
            }
        }

        return more.GetAwaiter().GetResult();
    }

    private void MakeTogether(List<Change> changes)
    {
        try
        {
            health.ThrowIfFailed();
            turn.Take(patience);
            try
            {
                Commit(changes);
                WorkOffLog();
            }
            finally
            {
                turn.Release();
            }
        }
        catch (StoreFailedException failed)
        {
            FailAll(changes, failed);
        }
        catch (Exception unexpected)
        {
            // What is left open would keep other processes from writing.
            database.RollBackWhatIsOpen();
            FailAll(changes, health.Fail(unexpected));
        }
    }

    private void DoAlone(AloneWork alone)
    {
        try
        {
            health.ThrowIfFailed();
            turn.Take(patience);
            try
            {
                alone.Do(database);
                EmptyLog();
            }
            finally
            {
                turn.Release();
            }

            alone.Succeed();
        }
        // The work is at fault, as when the disk has no room for it: nothing that was stored is touched by that.
        catch (Exception failed)
        {
            alone.Fail(failed);
        }
    }

    // Here it is not the work that fails: after an fsync that did, nobody knows what is on the disk.
    private void EmptyLog()
    {
        try
        {
            database.CheckpointAndTruncate();
            pagesInLog = 0;
        }
        catch (SqliteException failed)
        {
            throw health.Fail(failed);
        }
    }

    private void Commit(List<Change> changes)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            foreach (var change in changes)
            {
                ThrowIfBrokenOff(change);
                change.Make(tables);
            }

            tables.Flush();
            database.Execute("COMMIT");
        }
        catch (Exception refused) when (IsOfOneChange(refused))
        {
            database.Execute("ROLLBACK");
            tables.Forget();
            CommitOneByOne(changes, refused);
            return;
        }

        foreach (var change in changes)
            change.Succeed();
        committed(Stopwatch.GetElapsedTime(start));
    }

    // One of them cannot be made. Alone, each shows whether it was that one.
    private void CommitOneByOne(List<Change> changes, Exception refused)
    {
        if (changes is [var only])
        {
            // A stale epoch is refused by the store itself, and stays so.
            if (only.Succession is { } succession && refused is not StaleEpochException)
                brokenOff.Add(succession);
            only.Fail(refused);
            return;
        }

        foreach (var change in changes)
            Commit([change]);
    }

    private void ThrowIfBrokenOff(Change change)
    {
        if (change.Succession is { } succession && brokenOff.Contains(succession))
            throw new InvalidOperationException($"Run {succession.Run} is written no further under epoch {succession.Epoch}: a change before this one could not be made.");
    }

    private static bool IsOfOneChange(Exception refused) => refused is not SqliteException || refused is SqliteException { IsOfStatement: true };

    // SQLite would do this within COMMIT, but would not say when an fsync failed.
    private void WorkOffLog()
    {
        pagesInLog += database.TakePagesWritten();
        if (pagesInLog < (waiting.Reader.Count == 0 ? IdleCheckpointPages : BusyCheckpointPages))
            return;
        database.Checkpoint();
        pagesInLog = 0;
    }

    private void LeaveTidy()
    {
        if (pagesInLog == 0 || health.Failed)
            return;
        try
        {
            turn.Take(patience);
            database.CheckpointAndTruncate();
            turn.Release();
        }
        catch (Exception failed) when (failed is SqliteException or TimeoutException or IOException)
        {
            // Everything is durable in the log; whoever opens the store next works it off.
            health.Fail(failed);
        }
    }

    private static void FailAll(List<Change> changes, StoreFailedException failed)
    {
        foreach (var change in changes)
            change.Fail(failed);
    }

    /// <summary>The changes of a run by one owner.</summary>
    public readonly record struct Succession(RunId Run, long Epoch);

    private abstract class Change(Succession? succession)
    {
        public Succession? Succession => succession;

        public abstract void Make(RunTables tables);

        public abstract void Succeed();

        public abstract void Fail(Exception failure);
    }

    /// <summary>Handed in like a change, so that it comes after what was before it, but made in no transaction.</summary>
    private sealed class AloneWork(Action<Database> work) : Change(succession: null)
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => done.Task;

        public void Do(Database database) => work(database);

        public override void Make(RunTables tables) => throw new InvalidOperationException("This is done outside of transactions.");

        public override void Succeed() => done.TrySetResult();

        public override void Fail(Exception failure) => done.TrySetException(failure);
    }

    private sealed class Change<T>(Func<RunTables, T> make, Succession? succession) : Change(succession)
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? made;

        public Task<T> Task => done.Task;

        public override void Make(RunTables tables) => made = make(tables);

        public override void Succeed() => done.TrySetResult(made!);

        // A change that was told durable stays so, whatever came after it.
        public override void Fail(Exception failure) => done.TrySetException(failure);
    }
}
