using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Processes;

namespace Holdfast.Engine.Recovery;

/// <summary>
/// What the death of a run's owner cut off. An attempt with a shim outlived it: its end is taken when it comes, or believed when it
/// is there. Of each other the old tree is ended and looked for again, and only then is the attempt reported as lost, so that no
/// two attempts of one atom ever live at once.
/// </summary>
/// <param name="Reports">One for each attempt that was under way and did not survive.</param>
/// <param name="Adopted">Those that have or had a shim.</param>
/// <param name="Fault">Set when an old tree would not go: the run must then not go on.</param>
internal sealed record Interruption(IReadOnlyList<RunCommand.Report> Reports, IReadOnlyList<RunEffect.Launch> Adopted, RunFault? Fault)
{
    /// <summary>Between SIGTERM and SIGKILL. Short: nobody is left to read what the old tree would still say.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public static async Task<Interruption> EndOldTreesAsync(RunServices services, RunState run, CancellationToken cancellationToken)
    {
        var running = new List<(int Atom, int Number, ExecutionId Execution)>();
        var adopted = new List<RunEffect.Launch>();
        try
        {
            foreach (var (atom, number, execution) in RunningAttempts(run))
            {
                if (await services.Surviving.WasStartedAsync(AttemptFolder.Of(services.Home, execution).Shim, cancellationToken))
                    adopted.Add(new RunEffect.Launch(atom, number, run.HistoryOf(atom).Revision));
                else
                    running.Add((atom, number, execution));
            }
        }
        catch (TimeoutException silent)
        {
            return new Interruption([], [], new RunFault("old_tree_alive", silent.Message));
        }

        if (running.Count == 0)
            return new Interruption([], adopted, null);

        var identities = await IdentitiesAsync(services, run, cancellationToken);
        var sweep = await Task.Run(
            () => ProcessSweep.EndMarked(running.Select(attempt => attempt.Execution).ToHashSet(), Grace, identities, cancellationToken), cancellationToken);
        CrashPoint.Pass(CrashPoint.SweptBeforeInterrupt);

        var reports = new List<RunCommand.Report>();
        foreach (var (atom, number, execution) in running)
        {
            var swept = sweep[execution];
            var key = run.Plan.Atoms[atom].Key;
            if (swept.Left > 0)
            {
                return new Interruption([], [], new RunFault(
                    "old_tree_alive", $"{swept.Left} processes of attempt {number} of atom '{key}' could not be ended. Nothing was started. End them, then resume."));
            }

            WorkFolders.RemoveIfPossible(AttemptFolder.Of(services.Home, execution).Work);
            var now = services.Time.GetUtcNow();
            reports.Add(new RunCommand.Report(atom, number, new ExecutionReport(new ExecutionEnding
            {
                Cause = WasBegun(services.Home, execution)
                    ? new EndCause.Lost("The process that drove its run died.")
                    : new EndCause.Lost("The process that drove its run died before it began.", Begun: false),
                StartedAt = now,
                EndedAt = now,
                Duration = TimeSpan.Zero,
                Proof = swept.Proof,
                SurvivorsEnded = swept.Ended,
            })));
        }

        return new Interruption(reports, adopted, null);
    }

    // Starts are stored ahead. Making its folder is the first thing done for one whose turn has come.
    private static bool WasBegun(string home, ExecutionId execution) => Directory.Exists(AttemptFolder.Of(home, execution).Path);

    private static List<(int Atom, int Number, ExecutionId Execution)> RunningAttempts(RunState run)
    {
        var running = new List<(int, int, ExecutionId)>();
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            if (run.StateOf(atom) is AtomState.Running attempt)
                running.Add((atom, attempt.Attempt, new AttemptId(run.Id, run.Plan.Atoms[atom].Key, attempt.Attempt).Execution));
        }

        return running;
    }

    private static async Task<Dictionary<ExecutionId, ProcessIdentity>> IdentitiesAsync(RunServices services, RunState run, CancellationToken cancellationToken)
    {
        var identities = new Dictionary<ExecutionId, ProcessIdentity>();
        await foreach (var attempt in services.Store.ReadAttemptsAsync(run.Id, cancellationToken))
        {
            if (attempt is { Outcome: null, Process: { } process })
                identities[attempt.Execution] = process;
        }

        return identities;
    }
}
