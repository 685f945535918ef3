using Holdfast.Core.Executions;

namespace Holdfast.Simulation.Executions;

/// <summary>What a shim says to its starter.</summary>
internal enum Said { Nothing, Started, Refused, Died }

/// <summary>
/// The folder of one execution, the shim that owns it, and the tree of its process, with the truth about them, which nobody but the ledger
/// may look at. A shim takes one step at a time, and can die between any two.
/// </summary>
internal sealed class Folder(World world, Random random)
{
    private enum Stage { None, FolderMade, IdentityDurable, Spawned, Runs, Ended }

    // Of all together the pids must do.
    private const int MostForks = 5;

    private static readonly DateTimeOffset Monotonic = DateTimeOffset.UnixEpoch;

    private readonly List<ProcessIdentity> tree = [];
    private readonly bool isEndless = random.Next(3) == 0;
    private Stage stage;
    private ProcessIdentity? shim;
    private ProcessIdentity? main;
    private (EndCause Cause, bool Immediate)? stop;
    private EndCause? ended;
    private ExecutionEnding? ending;
    private bool isRemoved;

    /// <summary>shim.json.</summary>
    public ProcessIdentity? ShimFile { get; private set; }

    /// <summary>process.json, which is not durable.</summary>
    public ProcessIdentity? ProcessFile { get; private set; }

    /// <summary>exit.json.</summary>
    public ExecutionEnding? Exit { get; private set; }

    public Said Said { get; private set; }

    /// <summary>How often its command was started: more than once is what must never be.</summary>
    public int Spawns { get; private set; }

    /// <summary>Who holds its lock.</summary>
    public bool IsLocked => shim is not null;

    public bool ShimLives => shim is not null;

    public bool HasLiving => tree.Exists(world.IsAlive);

    public ProcessIdentity? Main => main;

    /// <summary>By the wall clock.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <returns>False when there is or was one.</returns>
    public bool TryStartShim()
    {
        if (IsLocked || ShimFile is not null || Exit is not null)
            return false;
        shim = world.Spawn();
        (stage, Said) = (Stage.FolderMade, Said.Nothing);
        return true;
    }

    /// <summary>Asked at each order to end: the shim must hear of nothing that is not stored.</summary>
    public required Func<bool> StopIsStored { private get; init; }

    /// <summary>The control FIFO.</summary>
    public void Tell(EndCause cause, bool immediate)
    {
        RuleBrokenException.Unless(StopIsStored(), $"A shim is told to end, {cause}, before that is stored.");
        if (shim is not null && stage > Stage.FolderMade && !isRemoved)
            stop = (stop?.Cause ?? cause, immediate || stop is { Immediate: true });
    }

    public void StepShim()
    {
        switch (shim is null ? Stage.None : stage)
        {
            case Stage.FolderMade when random.Next(25) == 0:
                KillShim();
                break;
            case Stage.FolderMade:
                (ShimFile, stage) = (shim, Stage.IdentityDurable);
                break;
            case Stage.IdentityDurable when random.Next(20) == 0:
                Exit = Ending(new EndCause.CouldNotStart("program_missing", "There is no such program."));
                Leave(Said.Refused);
                break;
            case Stage.IdentityDurable:
                SpawnMain();
                break;
            case Stage.Spawned:
                // A full disk keeps it from being written; whoever waits is told all the same.
                ProcessFile = random.Next(20) == 0 ? null : main;
                (Said, stage) = (Said.Started, Stage.Runs);
                break;
            case Stage.Runs:
                Run();
                break;
            case Stage.Ended:
                Exit = isRemoved ? null : ending;
                Leave(Said);
                break;
        }
    }

    /// <summary>The process does what it does: forks, ends by itself, or hears SIGTERM.</summary>
    public void StepProcess()
    {
        if (main is null || !world.IsAlive(main))
            return;
        if (tree.Count < MostForks && random.Next(5) == 0)
            tree.Add(world.Spawn());
        else if (!isEndless && random.Next(3) == 0)
            EndMain(random.Next(3) switch { 0 => new EndCause.Exited(0), 1 => new EndCause.Exited(3), _ => new EndCause.Signalled(11) });
    }

    public void ReachDeadline()
    {
        if (shim is not null && stage == Stage.Runs && stop is null)
            stop = (new EndCause.WallTime(TimeSpan.FromSeconds(1)), false);
    }

    public bool IsTimingOut => shim is not null && stage == Stage.Runs && stop is { Cause: EndCause.WallTime };

    public void KillProcess()
    {
        if (main is not null && world.IsAlive(main))
            EndMain(new EndCause.Signalled(9));
    }

    /// <summary>SIGKILL: what was not written is not there; the tree lives on.</summary>
    public void KillShim()
    {
        if (shim is null)
            return;
        world.End(shim);
        shim = null;
        if (Said == Said.Nothing)
            Said = Said.Died;
    }

    public void PowerIsGone()
    {
        shim = null;
        Said = Said == Said.Nothing ? Said.Died : Said;
        // Never made durable.
        if (random.Next(2) == 0)
            ProcessFile = null;
    }

    /// <summary>Somebody removed it. Not that of one which must be told to end: who cannot be told ends by itself.</summary>
    public void Remove()
    {
        if (!isEndless)
            (ShimFile, ProcessFile, Exit, isRemoved) = (null, null, null, true);
    }

    /// <summary>By mark, session and cgroup: strangers are never of it.</summary>
    /// <returns>How many were ended, and how many could not be.</returns>
    public (int Ended, int Left) Sweep()
    {
        var living = tree.Where(world.IsAlive).ToArray();
        // The kernel does not let go of one that waits for a disk.
        var left = living.Length > 0 && random.Next(10) == 0 ? 1 : 0;
        foreach (var one in living.Skip(left))
            world.End(one);
        return (living.Length - left, left);
    }

    private void SpawnMain()
    {
        Spawns++;
        main = world.Spawn();
        tree.Add(main);
        StartedAt = world.Now;
        stage = Stage.Spawned;
    }

    private void Run()
    {
        if (!world.IsAlive(main!))
        {
            var left = Sweep();
            ending = Ending(ended!) with { SurvivorsEnded = left.Ended, SurvivorsLeft = left.Left };
            stage = Stage.Ended;
        }
        else if (stop is var (cause, immediate) && (immediate || random.Next(3) == 0))
        {
            // What ends well in the grace after its time is over counts as its own.
            var own = cause is EndCause.WallTime or EndCause.Stalled && !immediate && random.Next(3) == 0;
            EndMain(own ? new EndCause.Exited(0) : cause);
        }
    }

    private void EndMain(EndCause cause)
    {
        world.End(main!);
        ended = cause;
    }

    private void Leave(Said said)
    {
        var before = Said;
        KillShim();
        Said = said == Said.Nothing ? before : said;
    }

    // Measured by a clock that nobody sets.
    private static ExecutionEnding Ending(EndCause cause) => new() { Cause = cause, StartedAt = Monotonic, EndedAt = Monotonic, Duration = TimeSpan.FromSeconds(1) };
}
