using System.Collections.Concurrent;
using System.Threading.Channels;
using Holdfast.Core.Runs;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Runs;

/// <summary>
/// The one writer of one run. Its loop: take what came, decide, hand the events to the store, and — once they are durable,
/// in a second loop so that deciding never waits for the disk — perform the effects and tell the observer.
/// </summary>
public sealed class RunWriter
{
    /// <summary>Commands decided together, so that one commit carries them.</summary>
    private const int MaxBatch = 256;

    /// <summary>Batches handed to the store and not yet durable; beyond it deciding waits.</summary>
    private const int MaxUncommitted = 64;

    /// <summary>What nothing waits for is stored with what comes next, and this much later at most.</summary>
    private static readonly TimeSpan UnhurriedAfter = TimeSpan.FromMilliseconds(20);

    // Unbounded, because its writers cannot wait; in truth the processes in flight bound it.
    private readonly Channel<Told> commands = Channel.CreateUnbounded<Told>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<Batch> uncommitted =
        Channel.CreateBounded<Batch>(new BoundedChannelOptions(MaxUncommitted) { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentQueue<RunCommand> unhurried = new();
    private readonly ITimer unhurriedDue;
    private int isUnhurriedDue;
    private readonly HashSet<int> reserved = [];
    private bool isWaiting;
    private readonly RunState run;
    private readonly long epoch;
    private readonly RunTurns turns;
    private readonly RunServices services;
    private readonly Action<IReadOnlyList<RunEvent>> observer;

    /// <param name="turns">How many of its processes may run at a time.</param>
    /// <param name="observer">Told the events of this run once they are durable, in order. It must be quick.</param>
    internal RunWriter(RunState run, long epoch, RunTurns turns, RunServices services, Action<IReadOnlyList<RunEvent>> observer)
    {
        this.run = run;
        this.epoch = epoch;
        this.turns = turns;
        this.services = services;
        this.observer = observer;
        unhurriedDue = services.Time.CreateTimer(_ => TryNudge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="Command">Null says: there may be room now, or something unhurried is due.</param>
    /// <param name="Stored">Completed once what was decided is durable; null when nobody waits for that.</param>
    /// <param name="Look">Called with the run while nobody changes it; null when nobody wants to look.</param>
    private readonly record struct Told(RunCommand? Command, TaskCompletionSource<bool>? Stored = null, Action<RunState>? Look = null, Asking Asking = default);

    private sealed record Batch(Task Stored, IReadOnlyList<RunEvent> Events, IReadOnlyList<RunEffect> Effects, IReadOnlyList<TaskCompletionSource<bool>> Waiting);

    public RunId Run => run.Id;

    /// <summary>How many of its starts are stored for each place beside what is under way there.</summary>
    internal int AheadPerPlace => turns.AheadPerPlace;

    /// <summary>Tells the run something. After its end nobody listens, and that is fine.</summary>
    public void Post(RunCommand command) => commands.Writer.TryWrite(new Told(command));

    /// <summary>As <see cref="Post"/>.</summary>
    /// <param name="asking">Its version is the run's when its turn comes.</param>
    /// <returns>
    /// Completes once what was decided on it is durable. False: the run has changed, and nothing was decided. Never completes when the writer
    /// ends before it comes to this.
    /// </returns>
    public Task<bool> TellAsync(RunCommand command, Asking asking)
    {
        var stored = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Writer.TryWrite(new Told(command, stored, Asking: asking));
        return stored.Task;
    }

    /// <summary>Has somebody look at the run while nobody changes it.</summary>
    /// <param name="look">Called on the writer's thread, so it must be quick, and must not throw. Not called after the run's end.</param>
    /// <returns>Completes once what was seen is durable, or at once after the run's end; never when the writer fails before.</returns>
    public Task LookAsync(Action<RunState> look)
    {
        var stored = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return commands.Writer.TryWrite(new Told(Command: null, stored, look)) ? stored.Task : Task.CompletedTask;
    }

    /// <summary>Tells the run something that nobody waits for: it need not cost a commit of its own.</summary>
    public void PostUnhurried(RunCommand command)
    {
        unhurried.Enqueue(command);
        if (Interlocked.Exchange(ref isUnhurriedDue, 1) == 0)
            unhurriedDue.Change(UnhurriedAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There may be room for another process now.</summary>
    /// <returns>False when the run is over.</returns>
    public bool TryNudge() => commands.Writer.TryWrite(default);

    /// <summary>Takes what it was told so far, and leaves the run to another owner.</summary>
    internal void Leave()
    {
        // What is not hurried is taken with what comes next: this is the last that comes.
        TryNudge();
        commands.Writer.TryComplete();
    }

    /// <summary>Drives the run to its end, or until it is left.</summary>
    /// <param name="unfinished">What a restart has to do again.</param>
    /// <param name="adopted">Attempts that outlived who started them.</param>
    /// <exception cref="StoreFailedException">The store cannot be trusted any more; the process must end.</exception>
    /// <exception cref="StaleEpochException">Another owner took the run over.</exception>
    public async Task<RunState> DriveAsync(IReadOnlyList<RunEffect> unfinished, IReadOnlyList<RunEffect.Launch> adopted)
    {
        await using var effects = new RunEffects(run, this, turns, services);
        foreach (var launch in adopted)
        {
            reserved.Add(launch.Atom);
            effects.Adopt(launch);
        }

        await uncommitted.Writer.WriteAsync(new Batch(Task.CompletedTask, [], unfinished, []));
        var performing = PerformLoopAsync(effects);
        try
        {
            await DecideLoopAsync();
        }
        finally
        {
            await unhurriedDue.DisposeAsync();
            commands.Writer.TryComplete();
            uncommitted.Writer.TryComplete();
            // Places of a run whose writer failed; and one may have been kept for it.
            foreach (var _ in reserved)
                services.Dispatcher.Release();
            services.Dispatcher.Leave(this);
            // The effects are this loop's alone until it has ended.
            await performing;
        }

        if (run.Ended)
            CrashPoint.Pass(CrashPoint.RunEnded);
        return run;
    }

    private async Task DecideLoopAsync()
    {
        var batch = new List<Decision>();
        var told = new List<Told>();
        var waiting = new List<TaskCompletionSource<bool>>();
        var looks = new List<Action<RunState>>();
        var intents = new List<Guid>();
        while (!run.Ended && await commands.Reader.WaitToReadAsync())
        {
            batch.Clear();
            told.Clear();
            while (told.Count < MaxBatch && commands.Reader.TryRead(out var next))
            {
                if (next.Look is { } look)
                    looks.Add(look);
                else if (next.Command is not null)
                    told.Add(next);
                if (next is { Asking.Version: null, Stored: { } stored })
                    waiting.Add(stored);
            }

            // Read after the others and decided before them: the start of a process is known before its end.
            Interlocked.Exchange(ref isUnhurriedDue, 0);
            while (unhurried.TryDequeue(out var command))
                Take(batch, RunDecider.Decide(run, command, services.Time.GetUtcNow()));
            foreach (var each in told)
            {
                if (!IsAsSeen(each))
                    continue;
                Take(batch, RunDecider.Decide(run, each.Command!, services.Time.GetUtcNow()));
                if (each.Asking.Intent is { } intent)
                    intents.Add(intent);
                if (each is { Asking.Version: not null, Stored: { } stored })
                    waiting.Add(stored);
            }

            FillRoom(batch);
            foreach (var look in looks)
                look(run);
            looks.Clear();
            // Also where nothing was decided: what made that so may be in a batch that is not durable yet.
            if ((batch.Count > 0 || waiting.Count > 0) && !await TryStoreAsync(batch, [.. intents], [.. waiting]))
                return;
            intents.Clear();
            waiting.Clear();
        }
    }

    // What changed it meanwhile may not be durable yet, which is no matter: this changes nothing.
    private bool IsAsSeen(Told told)
    {
        if (told.Asking.Version is not { } seen || seen == run.Version)
            return true;
        told.Stored?.TrySetResult(false);
        return false;
    }

    private void Take(List<Decision> batch, Decision decision)
    {
        if (decision == Decision.Nothing)
            return;
        batch.Add(decision);
        foreach (var ended in decision.Events.OfType<RunEvent.AttemptEnded>())
        {
            services.Results.Keep(run.Id, ended);
            if (reserved.Remove(ended.Atom))
                services.Dispatcher.Release();
        }
    }

    private bool IsAtItsLimit => reserved.Count >= turns.MostStored;

    private void FillRoom(List<Decision> batch)
    {
        while (run.ReadyCount > 0 && !IsAtItsLimit)
        {
            if (!services.Dispatcher.TryReserve(this))
            {
                isWaiting = true;
                return;
            }

            var decision = RunDecider.Decide(run, RunCommand.Grant.Instance, services.Time.GetUtcNow());
            if (decision == Decision.Nothing)
            {
                services.Dispatcher.Release();
                break;
            }

            reserved.UnionWith(decision.Events.OfType<RunEvent.AttemptStarted>().Select(started => started.Atom));
            batch.Add(decision);
        }

        // It has no use for more: its turn is the others'.
        if (isWaiting)
            services.Dispatcher.Leave(this);
        isWaiting = false;
    }

    /// <returns>False when the perform loop has failed: its exception is the one to tell.</returns>
    private async Task<bool> TryStoreAsync(List<Decision> decisions, IReadOnlyList<Guid> intents, IReadOnlyList<TaskCompletionSource<bool>> waiting)
    {
        var events = decisions.SelectMany(decision => decision.Events).ToList();
        var toPerform = decisions.SelectMany(decision => decision.Effects).ToList();

        CrashPoint.Pass(CrashPoint.BeforeAppend);
        // Also where nothing was decided: whoever asked for what was so already is answered the same when they ask again.
        var stored = events.Count + intents.Count == 0
            ? Task.CompletedTask
            : services.Store.AppendAsync(new RunAppend(run.Id, epoch, run.Plan, events) { Intents = intents }, CancellationToken.None);
        var batch = new Batch(stored, events, toPerform, waiting);
        while (await uncommitted.Writer.WaitToWriteAsync())
        {
            if (uncommitted.Writer.TryWrite(batch))
                return true;
        }

        return false;
    }

    private async Task PerformLoopAsync(RunEffects effects)
    {
        try
        {
            await foreach (var batch in uncommitted.Reader.ReadAllAsync())
            {
                await batch.Stored;
                CrashPoint.Pass(CrashPoint.AppendedBeforeEffects);
                effects.Forget(batch.Events);
                foreach (var effect in batch.Effects)
                    effects.Perform(effect);
                // Last: whoever is told of a stop may count on it that nothing starts any more.
                observer(batch.Events);
                foreach (var waiter in batch.Waiting)
                    waiter.TrySetResult(true);
            }
        }
        finally
        {
            // After a failure nothing more is decided; after a normal end both are closed already.
            uncommitted.Writer.TryComplete();
            commands.Writer.TryComplete();
        }
    }
}
