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

    public async Task RunAsync(Launch launch)
    {
        var started = services.Time.GetTimestamp();
        var startedAt = services.Time.GetUtcNow();
        ExecutionReport report;
        try
        {
            report = await AttemptAsync(launch);
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
        var left = 0;
        var workingDirectory = atom.WorkingDirectory is null
            ? services.WorkFolders.Take()
            : Path.GetFullPath(Path.Combine(launch.Run.Plan.Folder, atom.WorkingDirectory));
        try
        {
            var runtime = services.Runtimes[atom.Kind];
            var input = await BuildInputAsync(launch, atom, workingDirectory);
            var code = await services.Store.LoadCodeAsync(launch.Run.Id, atom, launch.Revision, CancellationToken.None);
            var start = await runtime.PrepareAsync(
                new RuntimeLaunch(launch.Run.Id, launch.Execution, launch.Attempt, launch.Run.Plan.Folder, folder, atom, code, input), CancellationToken.None);
            if (start.Refusal is { } refusal)
                return NeverStarted(services.Time.GetUtcNow(), TimeSpan.Zero, refusal);

            var ending = await RunProcessAsync(launch, atom, folder, workingDirectory, start);
            left = ending.SurvivorsLeft;
            CrashPoint.Pass(CrashPoint.EndedBeforeCollect);
            var report = runtime.Collect(folder, atom, ending);
            CrashPoint.Pass(CrashPoint.CollectedBeforePublish);
            if (report is { Ending.Cause: EndCause.Exited { Code: 0 }, Exception: null } &&
                Artifacts.Publish(folder, workingDirectory, atom.Outputs, movable: atom.WorkingDirectory is null) is { } missing)
                report = report with { Exception = missing };
            CrashPoint.Pass(CrashPoint.PublishedBeforeReport);
            return report;
        }
        finally
        {
            // What could not be ended may write there at any time.
            if (atom.WorkingDirectory is null && left == 0)
                services.WorkFolders.GiveBack(workingDirectory);
        }
    }

    private async Task<ExecutionEnding> RunProcessAsync(Launch launch, Atom atom, AttemptFolder folder, string workingDirectory, RuntimeStart start)
    {
        var (spec, confinement) = services.Sandbox.Wrap(
            new ProcessSpec
            {
                Execution = launch.Execution,
                Arguments = start.Arguments,
                Environment = start.Environment,
                WorkingDirectory = workingDirectory,
                OutputLog = folder.OutputLog,
                OutputLimitBytes = atom.Settings.OutputLimitBytes,
                FailOnOutputLimit = atom.Settings.FailOnOutputLimit,
                Timeout = atom.Settings.Timeout,
            },
            atom.Settings);

        var ended = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        CrashPoint.Pass(CrashPoint.BeforeSpawn);
        var (result, givenUp) = launch.TryStart(() => services.Processes.Start(spec, ended.SetResult));
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
