using Holdfast.Core.Executions;
using Holdfast.Core.Retries;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Runs;

/// <summary>Performs what a run decided, after it was stored: launches, endings, alarms and questions to fixers.</summary>
/// <remarks>Used by the perform loop alone, so it needs no lock.</remarks>
internal sealed class RunEffects(RunState run, RunWriter writer, RunTurns turns, RunServices services) : IAsyncDisposable
{
    private readonly Dictionary<int, Launch> launches = [];
    private readonly Dictionary<int, ITimer> alarms = [];
    private readonly Dictionary<int, Task> fixes = [];
    // Where it cannot be read it is the attempts that fail, which is told; without its writer the run could not even be cancelled.
    private readonly Lazy<RunInput> input = new(() => new RunInput(run.Plan.InputJson, run.InputJson));
    // Of all atoms: a result hands a secret on, and whoever is told it may fail with it.
    private readonly Lazy<SecretMask> mask = new(() => services.Secrets.MaskOf(run.Plan));
    private readonly CancellationTokenSource over = new();

    public void Perform(RunEffect effect)
    {
        switch (effect)
        {
            case RunEffect.Launch launch:
                Start(launch);
                break;
            case RunEffect.Withdraw withdraw:
                GiveUp(withdraw.Atom, withdraw.Attempt, new EndCause.CancelledBy(withdraw.Who), endStarted: false);
                break;
            case RunEffect.End end:
                GiveUp(end.Atom, end.Attempt, new EndCause.CancelledBy(end.Who), endStarted: true);
                break;
            case RunEffect.WakeAt wake:
                SetAlarm(wake);
                break;
            case RunEffect.AskForFix ask:
                fixes[ask.Atom] = AskAsync(ask);
                break;
            default:
                throw new InvalidOperationException($"Run {run.Id} cannot perform {effect.GetType().Name}.");
        }
    }

    /// <summary>Forgets launches that have ended.</summary>
    public void Forget(IReadOnlyList<RunEvent> events)
    {
        foreach (var ended in events.OfType<RunEvent.AttemptEnded>())
            launches.Remove(ended.Atom);
    }

    /// <summary>Ends what is left when the run is over or its writer failed: processes, alarms, open questions.</summary>
    public async ValueTask DisposeAsync()
    {
        // Without its writer a run is not over: what survives is left to whoever takes it up.
        var cause = new EndCause.CancelledBy("the end of its run");
        foreach (var launch in launches.Values)
        {
            if (!launch.TryGiveUp(cause))
                services.Processes.Stop(launch.Execution, cause, immediate: false);
        }

        foreach (var alarm in alarms.Values)
            await alarm.DisposeAsync();
        await over.CancelAsync();
        await Task.WhenAll(fixes.Values);
        over.Dispose();
    }

    /// <summary>Takes up an attempt that outlived who started it. It takes its place, be there room or not.</summary>
    public void Adopt(RunEffect.Launch effect)
    {
        var launch = new Launch(run, input, services.Runtimes, mask, turns, writer, effect);
        launches[effect.Atom] = launch;
        launch.Adopt(services.Adopt);
        services.Dispatcher.Occupy(launch);
    }

    private void Start(RunEffect.Launch effect)
    {
        var launch = new Launch(run, input, services.Runtimes, mask, turns, writer, effect);
        launches[effect.Atom] = launch;
        services.Dispatcher.Enqueue(launch);
    }

    private void GiveUp(int atom, int attempt, EndCause cause, bool endStarted)
    {
        if (!launches.TryGetValue(atom, out var launch) || launch.Attempt != attempt)
            return;
        if (launch.TryGiveUp(cause))
            return;
        if (endStarted && !services.Surviving.Stop(launch.Execution, cause))
            services.Processes.Stop(launch.Execution, cause, immediate: false);
    }

    private void SetAlarm(RunEffect.WakeAt wake)
    {
        var due = BackOff.Remaining(wake.At, services.Time.GetUtcNow());
        var alarm = services.Time.CreateTimer(
            _ => writer.Post(new RunCommand.RetryDue(wake.Atom, wake.At)), null, due, Timeout.InfiniteTimeSpan);
        if (alarms.Remove(wake.Atom, out var before))
            before.Dispose();
        alarms[wake.Atom] = alarm;
    }

    private async Task AskAsync(RunEffect.AskForFix ask)
    {
        try
        {
            writer.Post(await services.Fixers.AnswerAsync(run.Id, run.Plan.Atoms[ask.Atom], ask, over.Token));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The run is over; nobody waits for the answer.
        }
    }
}
