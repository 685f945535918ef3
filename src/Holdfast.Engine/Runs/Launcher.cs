using System.Collections.Immutable;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;

namespace Holdfast.Engine.Runs;

/// <summary>Takes one attempt from its stored start to its report: folder, input, process, result, outputs.</summary>
internal sealed class Launcher(RunServices services)
{
    private const int NoSpaceLeft = 28; // ENOSPC

    public Task RunAsync(Launch launch) => launch.Adoption ?? ReportAsync(launch, AttemptAsync);

    /// <summary>From wherever it is found to its report, for an attempt that outlived who started it.</summary>
    public Task AdoptAsync(Launch launch) => ReportAsync(launch, TakeUpAsync);

    private async Task ReportAsync(Launch launch, Func<Launch, Task<ExecutionReport>> attempt)
    {
        var started = services.Time.GetTimestamp();
        var startedAt = services.Time.GetUtcNow();
        ExecutionReport report;
        try
        {
            // Before anything of it is made: then it counts as never begun.
            report = launch.GivenUp is { } why ? NeverStarted(startedAt, TimeSpan.Zero, why) : await attempt(launch);
        }
        catch (OperationCanceledException) when (services.Surviving.IsClosed)
        {
            // It goes on without us: nothing is reported, so whoever resumes its run takes it up.
            return;
        }
        catch (Exception exception)
        {
            // The edge of one attempt: whatever went wrong with it, its run is told and goes on.
            report = NeverStarted(startedAt, services.Time.GetElapsedTime(started), CauseOf(exception, launch));
        }

        launch.Report(report);
    }

    private async Task<ExecutionReport> AttemptAsync(Launch launch)
    {
        var atom = launch.Run.Plan.Atoms[launch.Atom];
        var folder = AttemptFolder.Of(services.Home, launch.Execution);
        Directory.CreateDirectory(folder.Path);
        var workingDirectory = TakeWorkingDirectory(launch, atom, folder);
        // What goes on without us, or could not be ended, may write there at any time.
        var isInUse = false;
        try
        {
            var input = await BuildInputAsync(launch, atom, workingDirectory);
            var code = await services.Store.LoadCodeAsync(launch.Run.Id, atom, launch.Revision, CancellationToken.None);
            var start = await launch.Runtimes[atom.Kind].PrepareAsync(
                new RuntimeLaunch(launch.Run.Id, launch.Execution, launch.Attempt, launch.Run.Plan.Folder, folder, atom, code, input) { Trace = launch.Run.Trace.Within(launch.Execution.Value) }, CancellationToken.None);
            if (start.Refusal is { } refusal)
                return NeverStarted(services.Time.GetUtcNow(), TimeSpan.Zero, refusal);

            isInUse = true;
            var ending = await RunProcessAsync(launch, atom, folder, workingDirectory, start);
            isInUse = ending.SurvivorsLeft > 0;
            return Collect(launch, atom, folder, workingDirectory, ending);
        }
        finally
        {
            if (!isInUse)
                LeaveWorkingDirectory(atom, folder, workingDirectory);
        }
    }

    private async Task<ExecutionReport> TakeUpAsync(Launch launch)
    {
        var atom = launch.Run.Plan.Atoms[launch.Atom];
        var folder = AttemptFolder.Of(services.Home, launch.Execution);
        var workingDirectory = atom.WorkingDirectory is null ? folder.Work : NamedDirectory(launch, atom.WorkingDirectory);
        var ended = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await services.Surviving.AdoptAsync(launch.Execution, folder.Shim, ended) is { } process)
            launch.ReportAdopted(process, services.Sandbox.Wrap(SpecOf(launch, atom, folder, workingDirectory, [], []), atom.Settings).Confinement);

        var ending = await ended.Task;
        var report = Collect(launch, atom, folder, workingDirectory, ending);
        if (atom.WorkingDirectory is null && ending.SurvivorsLeft == 0)
            WorkFolders.RemoveIfPossible(folder.Work);
        return report;
    }

    private string TakeWorkingDirectory(Launch launch, Atom atom, AttemptFolder folder)
    {
        if (atom.WorkingDirectory is { } named)
            return NamedDirectory(launch, named);
        // The others' go with the program that made them.
        return atom.Survives ? Directory.CreateDirectory(folder.Work).FullName : services.WorkFolders.Take();
    }

    private void LeaveWorkingDirectory(Atom atom, AttemptFolder folder, string workingDirectory)
    {
        if (atom.WorkingDirectory is not null)
            return;
        if (atom.Survives)
            WorkFolders.RemoveIfPossible(folder.Work);
        else
            services.WorkFolders.GiveBack(workingDirectory);
    }

    private static string NamedDirectory(Launch launch, string named) => Path.GetFullPath(Path.Combine(launch.Run.Plan.Folder, named));

    private async Task<ExecutionEnding> RunProcessAsync(Launch launch, Atom atom, AttemptFolder folder, string workingDirectory, RuntimeStart start)
    {
        var (spec, confinement) = services.Sandbox.Wrap(SpecOf(launch, atom, folder, workingDirectory, start.Arguments, start.Environment), atom.Settings);

        var ended = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        CrashPoint.Pass(CrashPoint.BeforeSpawn);
        var (result, givenUp) = atom.Survives
            ? await launch.TryStartAsync(() => services.Surviving.StartAsync(spec, folder.Shim, ended))
            : launch.TryStart(() => services.Processes.Start(spec, ended.SetResult));
        switch (result)
        {
            case ProcessStart.Started process:
                CrashPoint.Pass(CrashPoint.SpawnedBeforeReport);
                launch.ReportProcess(process.Process, confinement);
                return await ended.Task;
            case ProcessStart.Refused refused:
                return NeverStarted(services.Time.GetUtcNow(), TimeSpan.Zero, refused.Why).Ending;
            default:
                return NeverStarted(services.Time.GetUtcNow(), TimeSpan.Zero, givenUp!).Ending;
        }
    }

    private static ProcessSpec SpecOf(
        Launch launch, Atom atom, AttemptFolder folder, string workingDirectory, ImmutableArray<string> arguments, IReadOnlyList<KeyValuePair<string, string>> environment) => new()
    {
        Execution = launch.Execution,
        Arguments = arguments,
        Environment = environment,
        WorkingDirectory = workingDirectory,
        OutputLog = folder.OutputLog,
        OutputLimitBytes = atom.Settings.OutputLimitBytes,
        FailOnOutputLimit = atom.Settings.FailOnOutputLimit,
        Timeout = atom.Settings.Timeout,
    };

    private ExecutionReport Collect(Launch launch, Atom atom, AttemptFolder folder, string workingDirectory, ExecutionEnding ending)
    {
        CrashPoint.Pass(CrashPoint.EndedBeforeCollect);
        var report = launch.Mask.Apply(launch.Runtimes[atom.Kind].Collect(folder, atom, launch.Run.Plan.Folder, ending));
        CrashPoint.Pass(CrashPoint.CollectedBeforePublish);
        if (report is { Ending.Cause: EndCause.Exited { Code: 0 }, Exception: null } &&
            Artifacts.Publish(folder, workingDirectory, atom.Outputs, movable: atom.WorkingDirectory is null) is { } missing)
            report = report with { Exception = missing };
        CrashPoint.Pass(CrashPoint.PublishedBeforeReport);
        return report;
    }

    private async Task<string> BuildInputAsync(Launch launch, Atom atom, string workingDirectory)
    {
        var needs = new List<(string Key, string? ResultJson)>(atom.Needs.Length);
        var artifacts = new List<(string Key, IReadOnlyList<string> Paths)>();
        foreach (var need in atom.Needs)
        {
            var needed = launch.Run.Plan.Atoms[need];
            if (SuccessOf(launch.Run, need) is not { } success)
            {
                needs.Add((needed.Key, null));
                continue;
            }

            needs.Add((needed.Key, await services.Results.LoadAsync(success.Run, need, needed.Key, success.Attempt, CancellationToken.None)));
            if (needed.Outputs.IsEmpty)
                continue;
            var producer = AttemptFolder.Of(services.Home, new AttemptId(success.Run, needed.Key, success.Attempt).Execution);
            artifacts.Add((needed.Key, [.. needed.Outputs.Select(output => Path.Combine(producer.Artifacts, output))]));
            // A working directory the plan names is its owner's: there only the paths are told.
            if (atom.WorkingDirectory is null)
                Artifacts.HandOver(producer, needed.Outputs, workingDirectory);
        }

        return launch.Input.For(atom.InputJson, needs, artifacts);
    }

    private static (RunId Run, int Attempt)? SuccessOf(RunState run, int atom) => run.StateOf(atom) switch
    {
        AtomState.Concluded { Conclusion: Conclusion.Succeeded, Because: Because.InheritedFrom from } => (from.Run, from.Attempt),
        AtomState.Concluded { Conclusion: Conclusion.Succeeded } => (run.Id, run.AttemptsOf(atom)),
        _ => null,
    };

    private static EndCause CauseOf(Exception exception, Launch launch)
    {
        var atom = launch.Run.Plan.Atoms[launch.Atom].Key;
        return exception switch
        {
            IOException when (exception.HResult & 0xFFFF) == NoSpaceLeft => new EndCause.DiskFull($"the folder of atom '{atom}'"),
            ObjectDisposedException => new EndCause.Lost("The program that was to run it was closed."),
            IOException or UnauthorizedAccessException =>
                new EndCause.CouldNotStart("folder_unusable", $"The folder of atom '{atom}' could not be used: {exception.Message}"),
            _ => new EndCause.CouldNotStart(
                "internal_error", $"Holdfast failed with atom '{atom}': {exception.GetType().Name}: {exception.Message} This is a fault of Holdfast; please report it."),
        };
    }

    private static ExecutionReport NeverStarted(DateTimeOffset at, TimeSpan after, EndCause cause) =>
        new(new ExecutionEnding { Cause = cause, StartedAt = at, EndedAt = at + after, Duration = after });
}
