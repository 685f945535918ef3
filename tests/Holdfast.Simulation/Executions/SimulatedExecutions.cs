namespace Holdfast.Simulation.Executions;

/// <summary>
/// A few executions on one machine. Chaos first: the desk, shims and processes are killed between any two steps, the store fails, the machine
/// restarts, pids are reused, clocks are set, folders vanish, people cancel. Then calm, in which every one must end.
/// </summary>
internal sealed class SimulatedExecutions
{
    private const int MostExecutions = 4;
    private const int MostCalmSteps = 5_000;

    // By then whatever ends by itself has.
    private const int CancelledAfterCalmSteps = 1_000;

    private readonly Random random;
    private readonly World world;
    private readonly ExecutionMoves seen;
    private readonly Action<string>? trace;
    private readonly List<(ExecutionLedger Ledger, Folder Folder)> executions = [];
    private readonly double deathShare;
    private readonly double storeFaultShare;
    private SimulatedDesk desk;
    private int asked;

    private SimulatedExecutions(int seed, ExecutionMoves seen, Action<string>? trace)
    {
        (this.seen, this.trace) = (seen, trace);
        random = new Random(seed);
        world = new World(random);
        for (var number = random.Next(1, MostExecutions + 1); number > 0; number--)
        {
            ExecutionLedger? ledger = null;
            var folder = new Folder(world, random) { StopIsStored = () => ledger is { StopIsStored: true } };
            ledger = new ExecutionLedger(executions.Count, folder);
            world.Folders.Add(folder);
            executions.Add((ledger, folder));
        }

        // Each has its own kind of bad day, so that rare ends are reached.
        deathShare = random.Next(3) switch { 0 => 0, 1 => 0.02, _ => 0.1 };
        storeFaultShare = random.Next(3) == 0 ? 0.1 : 0.002;
        desk = Open(storeFaultShare);
    }

    /// <returns>Steps taken.</returns>
    public static int Run(int seed, ExecutionMoves seen, Action<string>? trace)
    {
        var simulation = new SimulatedExecutions(seed, seen, trace);
        return simulation.Chaos() + simulation.Calm();
    }

    private int Chaos()
    {
        var steps = random.Next(300);
        for (var step = 0; step < steps; step++)
        {
            world.Pass();
            try
            {
                if (random.NextDouble() < deathShare)
                    throw new HostDiedException();
                Disturb(random.Next(100));
            }
            catch (HostDiedException)
            {
                Restart();
            }

            CheckAll();
        }

        return steps;
    }

    private void Disturb(int what)
    {
        var (ledger, folder) = executions[random.Next(executions.Count)];
        switch (what)
        {
            case < 4:
                // Asked again, nothing is started twice.
                desk.Ask(asked < executions.Count && random.Next(2) == 0 ? asked++ : random.Next(executions.Count));
                break;
            case < 44:
                StepDesk();
                break;
            case < 64:
                folder.StepShim();
                break;
            case < 72:
                folder.StepProcess();
                break;
            case < 82:
                desk.HearOfEnds();
                break;
            case < 86:
                Do("a process is killed", folder.KillProcess);
                break;
            case < 89:
                Do("a shim is killed", folder.KillShim);
                break;
            case < 92:
                desk.Cancel(executions.IndexOf((ledger, folder)), $"canceller {random.Next(3)}", random.Next(2) == 0);
                break;
            case < 94:
                folder.ReachDeadline();
                break;
            case < 96:
                desk.NoticeDeadlines();
                desk.NoticeStalls();
                break;
            case < 97:
                Do("the clock is set", world.JumpInTime);
                break;
            case < 98:
                world.DisturbTable();
                break;
            case < 99 when random.Next(10) == 0:
                Do("the machine restarts", world.Reboot);
                throw new HostDiedException();
            case < 100 when random.Next(10) == 0 && ledger.HasStarted:
                Do("a folder is removed", folder.Remove);
                break;
        }
    }

    private void StepDesk()
    {
        if (desk.Step() is { } done)
            trace?.Invoke(done);
    }

    private void Do(string what, Action act)
    {
        trace?.Invoke(what);
        act();
    }

    private void Restart()
    {
        trace?.Invoke("the desk dies, and another opens");
        desk = Open(storeFaultShare);
    }

    private SimulatedDesk Open(double faultShare) => new(world, random, executions, seen, faultShare);

    private int Calm()
    {
        trace?.Invoke("calm");
        desk = Open(faultShare: 0);
        for (var number = 0; number < executions.Count; number++)
            desk.Ask(number);
        for (var step = 0; step < MostCalmSteps; step++)
        {
            if (executions.TrueForAll(execution => execution.Ledger.IsOver))
            {
                CheckAll();
                executions.ForEach(execution => execution.Ledger.CheckEnd());
                return step;
            }

            world.Pass();
            foreach (var (_, folder) in executions)
            {
                folder.StepShim();
                folder.StepProcess();
            }

            // Whose cancel is stored already is not told again: that is the desk's to do.
            for (var number = 0; step == CancelledAfterCalmSteps && number < executions.Count; number++)
            {
                if (!executions[number].Ledger.CancelIsStored)
                    desk.Cancel(number, "calm", immediate: false);
            }

            desk.HearOfEnds();
            StepDesk();
            CheckAll();
        }

        executions.ForEach(execution => execution.Ledger.CheckEnd());
        throw new RuleBrokenException("Nobody knows what has not ended.");
    }

    private void CheckAll() => executions.ForEach(execution => execution.Ledger.CheckAlways());
}
