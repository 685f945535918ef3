using Holdfast.Core.Executions;

namespace Holdfast.Simulation.Executions;

/// <summary>The program died between two steps, or its store failed it.</summary>
internal sealed class HostDiedException : Exception;

/// <summary>
/// The desk, as small as it can be: of each execution one thing is done at a time, what happens is stored before anything follows from it,
/// and opening is adoption. Its steps are those of the real one; between any two it may die, and then only what is durable is left.
/// </summary>
internal sealed class SimulatedDesk
{
    private readonly World world;
    private readonly Random random;
    private readonly IReadOnlyList<(ExecutionLedger Ledger, Folder Folder)> executions;
    private readonly ExecutionMoves seen;
    private readonly double storeFaultShare;
    private readonly Dictionary<int, Seat> seats = [];

    private sealed class Seat(int number, ExecutionLedger ledger, Folder folder, ExecutionState state)
    {
        public int Number { get; } = number;

        public ExecutionLedger Ledger { get; } = ledger;

        public Folder Folder { get; } = folder;

        public ExecutionState State { get; set; } = state;

        public int Version { get; set; } = ledger.Events.Count;

        /// <summary>What is under way; nothing else is begun meanwhile.</summary>
        public IEnumerator<string>? UnderWay { get; set; }

        /// <summary>In no order: nothing promises one.</summary>
        public List<IEnumerable<string>> Waiting { get; } = [];

        public ProcessIdentity? Watched { get; set; }

        public ProcessIdentity? StoredShim { get; set; } = ledger.Events.OfType<ExecutionEvent.Started>().FirstOrDefault()?.Shim;

        public bool IsOver => State is ExecutionState.Completed or ExecutionState.Failed or ExecutionState.Cancelled;
    }

    /// <summary>Opens it, which takes up everything that is not over.</summary>
    public SimulatedDesk(
        World world, Random random, IReadOnlyList<(ExecutionLedger Ledger, Folder Folder)> executions, ExecutionMoves seen, double storeFaultShare)
    {
        (this.world, this.random, this.executions, this.seen, this.storeFaultShare) = (world, random, executions, seen, storeFaultShare);
        for (var number = 0; number < executions.Count; number++)
        {
            if (executions[number] is { Ledger: { IsCreated: true, IsOver: false } ledger, Folder: var folder })
                Adopt(new Seat(number, ledger, folder, ledger.Replay()));
        }
    }

    private void Adopt(Seat seat)
    {
        seats.Add(seat.Number, seat);
        var isNew = seat.State is ExecutionState.Queued && seat.Folder.ShimFile is null;
        seat.Waiting.Add(isNew ? Start(seat) : TakeUp(seat));
    }

    /// <summary>Asked for by somebody; asked again, it is what it has become.</summary>
    public void Ask(int number)
    {
        var (ledger, folder) = executions[number];
        if (ledger.IsCreated)
            return;
        var order = new ExecutionOrder { Arguments = ["true"], WorkingDirectory = "/" };
        FailPerhaps(() => ledger.TryAppend(0, [new ExecutionEvent.Queued(world.Now, order)]));
        Adopt(new Seat(number, ledger, folder, new ExecutionState.Queued()));
    }

    public void Cancel(int number, string who, bool immediate)
    {
        if (seats.TryGetValue(number, out var seat))
            seat.Waiting.Add(CancelOf(seat, who, immediate));
    }

    /// <summary>The kernel says that a shim is gone; it may say so twice, and the backstop says it once more.</summary>
    public void HearOfEnds()
    {
        foreach (var seat in seats.Values)
        {
            if (seat.Watched is { } shim && !world.IsAlive(shim) && random.Next(2) == 0)
                seat.Waiting.Add(EndOf(seat));
        }
    }

    /// <summary>Somebody notices that a deadline has passed.</summary>
    public void NoticeDeadlines()
    {
        foreach (var seat in seats.Values)
        {
            if (seat.Folder.IsTimingOut && random.Next(2) == 0)
                seat.Waiting.Add(TimeOut(seat));
        }
    }

    /// <summary>Nothing was seen of one for too long.</summary>
    public void NoticeStalls()
    {
        foreach (var seat in seats.Values)
        {
            if (seat is { Watched: not null, State: ExecutionState.Processing } && random.Next(6) == 0)
                seat.Waiting.Add(Stall(seat));
        }
    }

    /// <summary>One step of one of them.</summary>
    /// <returns>What was done; null when there is nothing to do.</returns>
    public string? Step()
    {
        var busy = seats.Values.Where(seat => seat.UnderWay is not null || seat.Waiting.Count > 0).ToArray();
        if (busy.Length == 0)
            return null;
        var seat = busy[random.Next(busy.Length)];
        if (seat.UnderWay is null)
        {
            var next = random.Next(seat.Waiting.Count);
            seat.UnderWay = seat.Waiting[next].GetEnumerator();
            seat.Waiting.RemoveAt(next);
        }

        if (seat.UnderWay.MoveNext())
            return $"{seat.Number}: {seat.UnderWay.Current}";
        seat.UnderWay = null;
        if (seat.IsOver)
            seats.Remove(seat.Number);
        return $"{seat.Number}: done";
    }

    private IEnumerable<string> Start(Seat seat)
    {
        if (seat.State is not ExecutionState.Queued)
            yield break;
        yield return "before its shim is spawned";
        RuleBrokenException.Unless(seat.Ledger.IsCreated, $"Execution {seat.Number} is started before it is stored.");
        var isOurs = seat.Folder.TryStartShim();
        while (isOurs && seat.Folder.Said == Said.Nothing)
            yield return "waits for what its shim says";
        yield return "spawned, before that is stored";
        if (!isOurs || (seat.Folder.Said == Said.Died && seat.Folder.ShimFile is not null))
        {
            foreach (var step in TakeUp(seat))
                yield return step;
        }
        else if (seat.Folder.Said == Said.Started)
        {
            Move(seat, new ExecutionCommand.SeeStarted(seat.Folder.ShimFile, seat.Folder.Main!, seat.Folder.StartedAt));
            Watch(seat, seat.Folder.ShimFile!);
        }
        else
            Move(seat, new ExecutionCommand.GiveUpStarting(new EndCause.CouldNotStart("shim_died", "It could not start.")));
    }

    private IEnumerable<string> TakeUp(Seat seat)
    {
        ProcessIdentity? shim;
        while (true)
        {
            var isLocked = seat.Folder.IsLocked;
            yield return "has looked whether it is locked";
            var isKnown = seat.Folder.ProcessFile is not null || seat.Folder.Exit is not null;
            yield return "has looked for what is known of it";
            shim = LivingShim(seat);
            // One whose disk is full never writes who its process is: patience ends.
            if (isKnown || (shim is null && !isLocked) || (shim is not null && random.Next(10) == 0))
                break;
        }

        yield return "has looked for its shim";
        if (shim is null && seat.Folder.Exit is { } exit)
            Believe(seat, exit);
        else if (shim is null && seat.State is ExecutionState.Queued && !MayHaveStarted(seat))
            seat.Waiting.Add(Start(seat));
        else if (shim is null)
        {
            foreach (var step in Lose(seat))
                yield return step;
        }
        else
        {
            SeeStarted(seat);
            Watch(seat, shim);
            Stop(seat, immediate: false);
        }
    }

    private static bool MayHaveStarted(Seat seat) => seat.Folder.IsLocked || seat.Folder.ShimFile is not null || seat.Folder.Exit is not null;

    private IEnumerable<string> EndOf(Seat seat)
    {
        if (seat.IsOver)
            yield break;
        yield return "its shim is gone, before that is stored";
        if (seat.Folder.Exit is { } exit)
            Believe(seat, exit);
        else
        {
            foreach (var step in Lose(seat))
                yield return step;
        }
    }

    private void Believe(Seat seat, ExecutionEnding exit)
    {
        if (seat.State is ExecutionState.Queued && exit.Cause is EndCause.CouldNotStart)
        {
            Move(seat, new ExecutionCommand.GiveUpStarting(exit.Cause));
            return;
        }

        SeeStarted(seat);
        Move(seat, new ExecutionCommand.SeeEnded(exit));
    }

    private void SeeStarted(Seat seat)
    {
        if ((seat.Folder.ProcessFile ?? seat.Folder.ShimFile) is { } process)
            Move(seat, new ExecutionCommand.SeeStarted(seat.Folder.ShimFile, process, world.Now));
    }

    private IEnumerable<string> Lose(Seat seat)
    {
        var why = (seat.Folder.ShimFile ?? seat.StoredShim) is { } shim && !world.IsOfThisBoot(shim) ? "The machine was restarted." : "Its shim was killed.";
        var (ended, left) = seat.Folder.Sweep();
        yield return "swept, before its loss is stored";
        Move(seat, new ExecutionCommand.Lose(why, SurvivorProof.Mark, ended, left));
    }

    private IEnumerable<string> CancelOf(Seat seat, string who, bool immediate)
    {
        // Another desk may have died between starting its shim and storing that: then it does run, and "never started" would be a lie.
        if (seat.State is ExecutionState.Queued && MayHaveStarted(seat))
        {
            foreach (var step in TakeUp(seat))
                yield return step;
        }

        Move(seat, new ExecutionCommand.Cancel(who));
        yield return "its cancel is stored, and not said";
        Stop(seat, immediate);
    }

    private IEnumerable<string> TimeOut(Seat seat)
    {
        Move(seat, new ExecutionCommand.SeeTimedOut(new EndCause.WallTime(TimeSpan.FromSeconds(1))));
        yield return "its time-out is stored";
    }

    private IEnumerable<string> Stall(Seat seat)
    {
        Move(seat, new ExecutionCommand.SeeTimedOut(new EndCause.Stalled(TimeSpan.FromSeconds(1))));
        yield return "its stall is stored, and not said";
        Stop(seat, immediate: false);
    }

    private void Stop(Seat seat, bool immediate)
    {
        if (seat.State is ExecutionState.Cancelling cancelling)
            seat.Folder.Tell(new EndCause.CancelledBy(cancelling.Who), immediate);
        else if (seat.State is ExecutionState.TimingOut timingOut && (immediate || timingOut.Why is EndCause.Stalled))
            seat.Folder.Tell(timingOut.Why, immediate);
    }

    private static void Watch(Seat seat, ProcessIdentity shim) => seat.Watched = shim;

    private ProcessIdentity? LivingShim(Seat seat) => (seat.Folder.ShimFile ?? seat.StoredShim) is { } shim && world.IsAlive(shim) ? shim : null;

    /// <summary>Decides, stores, and only then goes on.</summary>
    private void Move(Seat seat, ExecutionCommand command)
    {
        var events = ExecutionDecider.Decide(seat.State, command, world.Now);
        RuleBrokenException.Unless(!seat.IsOver || events.Count == 0, $"Execution {seat.Number} is over, and {command} still decides {string.Join(", ", events)}.");
        if (events.Count == 0)
            return;
        FailPerhaps(() => RuleBrokenException.Unless(seat.Ledger.TryAppend(seat.Version, events), $"Execution {seat.Number} has two writers."));
        seat.Version += events.Count;
        foreach (var happened in events)
        {
            var before = seat.State;
            seat.State = ExecutionDecider.Apply(default, before, happened);
            seen.Note(before, seat.State, happened);
            if (happened is ExecutionEvent.Started started)
                seat.StoredShim = started.Shim;
        }

        RuleBrokenException.Unless(seat.State == seat.Ledger.Replay(), $"Execution {seat.Number} is {seat.State}, and its replay {seat.Ledger.Replay()}.");
        // Told late or twice, it is no news.
        var again = ExecutionDecider.Decide(seat.State, command, world.Now);
        RuleBrokenException.Unless(again.Count == 0, $"{command} came twice, and then decided {string.Join(", ", again)}.");
    }

    /// <summary>A store that fails ends its program, whether the disk has what was to be stored or not.</summary>
    private void FailPerhaps(Action store)
    {
        var fails = random.NextDouble() < storeFaultShare;
        if (fails && random.Next(2) == 0)
            throw new HostDiedException();
        store();
        if (fails)
            throw new HostDiedException();
    }
}
