using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

/// <summary>
/// One run of one random plan. Chaos first: the host dies, its store fails, messages come late, twice and out of order, the
/// clock jumps, people stop and cancel. Then calm, in which the run must end.
/// </summary>
internal sealed class SimulatedRun
{
    /// <summary>Far more steps than the largest run takes when nothing goes wrong.</summary>
    private const int MaxCalmSteps = 20_000;

    private readonly Random random;
    private readonly Temper temper;
    private readonly Outside outside;
    private readonly Host host;
    private readonly int atoms;
    private readonly Action<string>? trace;
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private SimulatedRun(int seed, TransitionLog seen, Action<string>? trace)
    {
        this.trace = trace;
        random = new Random(seed);
        temper = Temper.Create(random);
        var plan = RandomPlan.Create(random);
        atoms = plan.Atoms.Length;
        var id = new RunId(RandomPlan.RandomGuid(random));
        var created = RandomPlan.CreateRun(random, plan, now);
        var revised = Enumerable.Range(0, atoms)
            .Where(atom => random.Next(20) == 0 && (created.Selected?.Contains(atom) ?? true) && created.Inherited.All(inherited => inherited.Atom != atom))
            .Select(atom => new RunEvent.CodeRevised(now, atom, 1, new CodeRevision("new", "a person", "", ""))).ToArray();
        trace?.Invoke($"{temper}; {plan.Schedule}, stop below {plan.StopBelow}: " + string.Join(", ", plan.Atoms.Select(atom =>
            $"{atom.Key}({string.Join(' ', atom.Needs)}){(atom.Settings.Critical ? "!" : "")} retries {atom.Settings.Retries}")));

        var ledger = new Ledger(plan);
        outside = new Outside(random, ledger, temper);
        host = new Host(plan, id, random, outside, ledger, seen, RunDecider.Create(new RunState(id, plan), created, revised));
    }

    /// <returns>Steps taken.</returns>
    public static int Run(int seed, TransitionLog seen, Action<string>? trace)
    {
        var simulation = new SimulatedRun(seed, seen, trace);
        return simulation.Chaos() + simulation.Calm();
    }

    private int Chaos()
    {
        for (var step = 0; step < temper.ChaosSteps; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(1000));
            if (random.NextDouble() < temper.CrashShare)
                DieAndRestart("crash");
            else if (random.NextDouble() < temper.StopShare)
                Handle(random.Next(2) == 0 ? new RunCommand.Stop($"stopper {step}") : new RunCommand.Cancel($"canceller {step}"));
            else
                Disturb(random.Next(100));
        }

        return temper.ChaosSteps;
    }

    private void Disturb(int what)
    {
        if (what < 30)
            Flush(random.NextDouble() < temper.StoreFaultShare ? (StoreFault)random.Next(1, 3) : StoreFault.None, random.NextDouble() < temper.CrashShare);
        else if (what < 55)
            Handle(RunCommand.Grant.Instance);
        else if (what < 75 && outside.HasMail)
            Handle(outside.TakeMail());
        else if (what < 92)
            outside.Advance(now);
        else if (what < 95 && outside.Repeat() is { } late)
            Handle(late);
        else if (what < 98 && atoms > 0)
            Handle(Nonsense());
        else
            JumpInTime();
    }

    // Nothing that exists: attempts that never began, answers to questions that were never asked.
    private RunCommand Nonsense()
    {
        var atom = random.Next(atoms);
        var attempt = random.Next(2) == 0 ? 0 : 1000;
        return random.Next(5) switch
        {
            0 => new RunCommand.Report(atom, attempt, RandomEndings.Succeeded(now)),
            1 => new RunCommand.ProcessStarted(
                atom, attempt, new ProcessIdentity(1, 1, Guid.Empty), new Confinement(default, default, default, default)),
            2 => new RunCommand.RetryDue(atom, now),
            3 => new RunCommand.Fixed(atom, attempt, Strategy.Fix, new CodeRevision("", "", "", "")),
            _ => new RunCommand.NotFixed(atom, attempt, Strategy.Regenerate, ""),
        };
    }

    private void JumpInTime()
    {
        now += TimeSpan.FromHours(random.Next(-30, 31));
        trace?.Invoke($"time jumps to {now}");
    }

    private int Calm()
    {
        trace?.Invoke("calm");
        for (var step = 0; step < MaxCalmSteps; step++)
        {
            if (host.Ended && !outside.HasMail && !outside.Advance(now))
            {
                host.CheckReplay();
                return step;
            }

            now += TimeSpan.FromMilliseconds(1);
            if (outside.HasMail)
                Handle(outside.TakeMail());
            Handle(RunCommand.Grant.Instance);
            outside.Advance(now);
            Flush(StoreFault.None, dieBetweenEffects: false);
        }

        throw new RuleBrokenException($"The run has not ended after {MaxCalmSteps} calm steps.");
    }

    private void Handle(RunCommand command)
    {
        trace?.Invoke($"handle {command}");
        host.Handle(command, now);
    }

    private void Flush(StoreFault fault, bool dieBetweenEffects)
    {
        if (!host.Flush(fault, dieBetweenEffects, now))
            DieAndRestart($"store fault {fault}, or death between effects");
    }

    private void DieAndRestart(string how)
    {
        trace?.Invoke(how);
        host.DieAndRestart(now);
    }
}
