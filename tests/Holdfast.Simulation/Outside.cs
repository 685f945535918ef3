using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

/// <summary>
/// The world around the core: a table of processes, timers and fixers. It outlives the host, and checks at every effect that
/// the events which justify it are stored and that nothing happens twice.
/// </summary>
internal sealed class Outside(Random random, Ledger ledger, Temper temper)
{
    private enum Stage { Launching, Alive, Gone }

    private sealed class FakeProcess(int atom, int attempt, bool hasShim)
    {
        public int Atom { get; } = atom;

        public int Attempt { get; } = attempt;

        /// <summary>Survives its host and leaves an exit record; the others are the host's children.</summary>
        public bool HasShim { get; } = hasShim;

        public Stage Stage { get; set; }

        public string? EndedBy { get; set; }

        public ExecutionReport? ExitRecord { get; set; }
    }

    private const int Remembered = 40;

    private readonly Dictionary<(int Atom, int Attempt), FakeProcess> processes = [];
    private readonly List<RunEffect.WakeAt> timers = [];
    private readonly List<RunEffect.AskForFix> questions = [];
    private readonly List<RunCommand> inbox = [];
    private readonly List<RunCommand> past = [];

    public bool HasMail => inbox.Count > 0;

    public void Send(RunCommand command) => inbox.Add(command);

    /// <summary>In any order: nothing promises one.</summary>
    public RunCommand TakeMail()
    {
        var command = Take(inbox);
        if (past.Count < Remembered)
            past.Add(command);
        else
            past[random.Next(Remembered)] = command;
        return command;
    }

    /// <summary>Something that was told before is told again, however late.</summary>
    public RunCommand? Repeat() => past.Count == 0 ? null : past[random.Next(past.Count)];

    public void Perform(RunEffect effect, DateTimeOffset now)
    {
        switch (effect)
        {
            case RunEffect.Launch launch:
                Launch(launch);
                break;
            case RunEffect.Withdraw withdraw:
                RuleBrokenException.Unless(ledger.StopReason is not null, $"{withdraw} came before the stop was stored.");
                if (Find(withdraw.Atom, withdraw.Attempt) is { Stage: Stage.Launching } waiting)
                    End(waiting, RandomEndings.Because(new EndCause.CancelledBy(withdraw.Who), now));
                break;
            case RunEffect.End end:
                RuleBrokenException.Unless(ledger.StopReason is StopReason.CancelRequested, $"{end} came before the cancellation was stored.");
                if (Find(end.Atom, end.Attempt) is { } process)
                    process.EndedBy ??= end.Who;
                break;
            case RunEffect.WakeAt wake:
                RuleBrokenException.Unless(ledger.Conclusive(wake.Atom) || ledger.BacksOffUntil(wake.Atom, wake.At), $"{wake} came before its back-off was stored.");
                timers.Add(wake);
                break;
            case RunEffect.AskForFix ask:
                RuleBrokenException.Unless(ledger.Conclusive(ask.Atom) || ledger.AsksFor(ask.Atom, ask.Strategy), $"{ask} came before its request was stored.");
                RuleBrokenException.Unless(ask.History.Failures.Length > 0, $"{ask} has nothing to mend.");
                questions.Add(ask);
                break;
            default:
                throw new RuleBrokenException($"Nobody knows how to perform {effect}.");
        }
    }

    private void Launch(RunEffect.Launch launch)
    {
        RuleBrokenException.Unless(ledger.WasStarted(launch.Atom, launch.Attempt), $"{launch} came before its start was stored.");
        RuleBrokenException.Unless(Find(launch.Atom, launch.Attempt) is null, $"{launch} came twice.");
        RuleBrokenException.Unless(
            processes.Values.All(process => process.Atom != launch.Atom || process.Stage == Stage.Gone), $"{launch} came while an earlier attempt was alive.");
        ledger.CheckMayStart(launch.Atom);
        processes.Add((launch.Atom, launch.Attempt), new FakeProcess(launch.Atom, launch.Attempt, random.Next(2) == 0));
    }

    /// <summary>One process starts, ends, or fails to; one timer fires; or one fixer answers. False when nothing is under way.</summary>
    public bool Advance(DateTimeOffset now)
    {
        var busy = processes.Values.Where(process => process.Stage != Stage.Gone).ToList();
        var choices = busy.Count + timers.Count + questions.Count;
        if (choices == 0)
            return false;
        var choice = random.Next(choices);
        if (choice < busy.Count)
            Advance(busy[choice], now);
        else if (choice < busy.Count + timers.Count)
            Fire();
        else
            Answer();
        return true;
    }

    private void Advance(FakeProcess process, DateTimeOffset now)
    {
        if (process.EndedBy is { } who && random.Next(3) > 0)
            End(process, RandomEndings.Because(new EndCause.CancelledBy(who), now));
        else if (process.Stage == Stage.Launching && random.Next(20) > 0)
            Spawn(process);
        else if (process.Stage == Stage.Launching)
            End(process, RandomEndings.NotStarted(random, now));
        else if (random.NextDouble() < temper.LostShare)
            End(process, RandomEndings.Because(new EndCause.Lost("Its worker died."), now));
        else
            End(process, random.NextDouble() < temper.SuccessShare ? RandomEndings.Succeeded(now) : RandomEndings.Failed(random, now));
    }

    private void Spawn(FakeProcess process)
    {
        process.Stage = Stage.Alive;
        Send(new RunCommand.ProcessStarted(process.Atom, process.Attempt, AnyProcess(), NoWalls));
    }

    private ProcessIdentity AnyProcess() => new(1 + random.Next(1 << 15), 1, Guid.Empty);

    private static Confinement NoWalls => new(SandboxTier.Plain, LimitStatus.NotAsked, LimitStatus.NotAsked, LimitStatus.NotAsked);

    private void End(FakeProcess process, ExecutionReport report)
    {
        process.Stage = Stage.Gone;
        process.ExitRecord = process.HasShim ? report : null;
        Send(new RunCommand.Report(process.Atom, process.Attempt, report));
    }

    private void Fire()
    {
        var wake = Take(timers);
        // An alarm of an earlier back-off sometimes rings into this one.
        if (random.Next(4) == 0)
            Send(new RunCommand.RetryDue(wake.Atom, wake.At - TimeSpan.FromMinutes(1)));
        Send(new RunCommand.RetryDue(wake.Atom, wake.At));
    }

    private void Answer()
    {
        // The question is sometimes left open, so that it is answered twice.
        var index = random.Next(questions.Count);
        var ask = questions[index];
        if (random.Next(8) > 0)
            questions.RemoveAt(index);
        Send(random.Next(2) == 0
            ? new RunCommand.Fixed(ask.Atom, ask.Attempt, ask.Strategy, new CodeRevision("better", "a fixer", "It is better.", ""))
            : new RunCommand.NotFixed(ask.Atom, ask.Attempt, ask.Strategy, "No idea."));
    }

    /// <summary>The host is gone, and with it its memory. Its children may linger; what has a shim goes on.</summary>
    public void HostDied(DateTimeOffset now)
    {
        past.AddRange(inbox.Where(command => command is RunCommand.Report or RunCommand.Fixed or RunCommand.NotFixed or RunCommand.ProcessStarted).Where(_ => random.Next(2) == 0));
        inbox.Clear();
        timers.Clear();
        questions.RemoveAll(_ => random.Next(2) == 0);
        foreach (var process in processes.Values.Where(process => process.Stage != Stage.Gone))
        {
            if (process.Stage == Stage.Launching && random.Next(2) == 0)
                process.Stage = Stage.Gone;
            else if (process.Stage == Stage.Launching)
                process.Stage = Stage.Alive;
            else if (random.Next(3) == 0)
                (process.Stage, process.ExitRecord) = (Stage.Gone, process.HasShim ? RandomEndings.Succeeded(now) : null);
        }
    }

    /// <summary>What a new host finds: it adopts, believes exit records, and reports as lost only what is proven gone.</summary>
    public void Recover(RunState run, DateTimeOffset now)
    {
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            if (run.StateOf(atom) is not AtomState.Running running)
                continue;
            var process = Find(atom, running.Attempt);
            if (process is { HasShim: true, ExitRecord: { } record })
                Send(new RunCommand.Report(atom, running.Attempt, record));
            else if (process is { HasShim: true, Stage: Stage.Alive })
                Send(new RunCommand.Adopted(process.Atom, process.Attempt, AnyProcess(), NoWalls));
            else
                Lose(atom, running.Attempt, process, now);
        }
    }

    private void Lose(int atom, int attempt, FakeProcess? process, DateTimeOffset now)
    {
        if (process is not null)
            process.Stage = Stage.Gone;
        Send(new RunCommand.Report(atom, attempt, RandomEndings.Because(new EndCause.Lost("Its host died.", Begun: process is not null), now)));
    }

    /// <summary>When all effects of the stored events have been performed.</summary>
    public void Check()
    {
        foreach (var process in processes.Values.Where(process => process.Stage != Stage.Gone))
        {
            var name = $"Attempt {process.Attempt} of atom {process.Atom}";
            RuleBrokenException.Unless(ledger.IsOpen(process.Atom, process.Attempt), $"{name} is alive, but it has ended in the store.");
            RuleBrokenException.Unless(ledger.StopReason is not StopReason.CancelRequested || process.EndedBy is not null, $"{name} was not told of the cancellation.");
            RuleBrokenException.Unless(ledger.StopReason is null || process.Stage != Stage.Launching || process.EndedBy is not null, $"{name} is still about to start in a run that stops.");
        }
    }

    private FakeProcess? Find(int atom, int attempt) => processes.GetValueOrDefault((atom, attempt));

    private T Take<T>(List<T> from)
    {
        var index = random.Next(from.Count);
        var taken = from[index];
        from[index] = from[^1];
        from.RemoveAt(from.Count - 1);
        return taken;
    }
}
