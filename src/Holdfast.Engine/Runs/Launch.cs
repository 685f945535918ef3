using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;

namespace Holdfast.Engine.Runs;

/// <summary>One attempt on its way to a process. It can be given up until the very moment the process starts.</summary>
public sealed class Launch
{
    private readonly RunWriter writer;
    private readonly Lazy<RunInput> input;
    private readonly Lazy<SecretMask> mask;
    private readonly Lock gate = new();
    private bool started;
    private bool adopted;
    private EndCause? givenUp;

    internal Launch(RunState run, Lazy<RunInput> input, IReadOnlyDictionary<AtomKind, IRuntime> runtimes, Lazy<SecretMask> mask, RunTurns turns, RunWriter writer, RunEffect.Launch effect)
    {
        Run = run;
        this.input = input;
        Runtimes = runtimes;
        this.mask = mask;
        Turns = turns;
        this.writer = writer;
        Atom = effect.Atom;
        Attempt = effect.Attempt;
        Revision = effect.Revision;
        Execution = new AttemptId(run.Id, run.Plan.Atoms[effect.Atom].Key, effect.Attempt).Execution;
    }

    /// <summary>To read what does not change any more: the plan, and needs that have concluded.</summary>
    public RunState Run { get; }

    internal RunInput Input => input.Value;

    /// <summary>In the environment of whoever asked for the run.</summary>
    internal IReadOnlyDictionary<AtomKind, IRuntime> Runtimes { get; }

    /// <summary>Of the secrets of all atoms of the run.</summary>
    internal SecretMask Mask => mask.Value;

    internal RunTurns Turns { get; }

    public int Atom { get; }

    public int Attempt { get; }

    public int Revision { get; }

    public ExecutionId Execution { get; }

    /// <summary>Why it was given up; null as long as it was not.</summary>
    public EndCause? GivenUp
    {
        get
        {
            lock (gate)
                return givenUp;
        }
    }

    /// <summary>Whether a process was started for it here: then the time it took tells how long attempts of its run take.</summary>
    public bool HasRun { get; private set; }

    /// <summary>Starts the process unless the launch was given up; then says why.</summary>
    public (ProcessStart? Start, EndCause? GivenUp) TryStart(Func<ProcessStart> start)
    {
        lock (gate)
        {
            if (givenUp is not null)
                return (null, givenUp);
            var result = start();
            started = result is ProcessStart.Started;
            HasRun = started;
            return (result, null);
        }
    }

    /// <summary>As <see cref="TryStart"/>, for a start that takes its time: from its beginning on, whoever starts it can end it.</summary>
    public async Task<(ProcessStart? Start, EndCause? GivenUp)> TryStartAsync(Func<Task<ProcessStart>> start)
    {
        Task<ProcessStart> starting;
        lock (gate)
        {
            if (givenUp is not null)
                return (null, givenUp);
            started = true;
            starting = start();
        }

        var result = await starting;
        HasRun = result is ProcessStart.Started;
        return (result, null);
    }

    /// <summary>What takes its end, for one that was found alive or ended; it is not started again.</summary>
    public Task? Adoption { get; private set; }

    public void Adopt(Func<Launch, Task> adopt)
    {
        // First: it may be over before its task is known.
        (started, adopted) = (true, true);
        Adoption = adopt(this);
    }

    /// <returns>False when its process has started, or is being started: it is then for its host to end.</returns>
    public bool TryGiveUp(EndCause cause)
    {
        lock (gate)
        {
            if (started)
                return false;
            givenUp ??= cause;
            return true;
        }
    }

    public void ReportProcess(ProcessIdentity process, Confinement confinement) =>
        writer.PostUnhurried(new RunCommand.ProcessStarted(Atom, Attempt, process, confinement));

    public void ReportAdopted(ProcessIdentity process, Confinement confinement) =>
        writer.Post(new RunCommand.Adopted(Atom, Attempt, process, confinement));

    public void Report(ExecutionReport report)
    {
        var command = new RunCommand.Report(Atom, Attempt, report);
        // That it was adopted is told before its end, and by the same way, so that it is decided before it.
        if (adopted || IsAwaited)
            writer.Post(command);
        else
            writer.PostUnhurried(command);
    }

    // By an atom that needs it, or by places that would be empty before the next starts are stored.
    private bool IsAwaited => !Run.Plan.Graph.DependantsOf(Atom).IsEmpty || !Turns.AreSupplied;
}
