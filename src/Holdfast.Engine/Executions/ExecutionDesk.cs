using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Completion;
using Holdfast.Engine.Environments;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>
/// Where free-standing executions are asked for, watched and ended. Each is run by a shim of its own, which outlives this program;
/// closing the desk, or killing it, leaves them alive, and the next one that opens adopts them. One desk a home.
/// </summary>
/// <remarks>
/// What happens is stored before anything follows from it. Of each execution one thing is done at a time, behind its gate:
/// start it, stop it, write down how it ended.
/// </remarks>
public sealed partial class ExecutionDesk : IAsyncDisposable
{
    private readonly HoldfastHome home;
    private readonly IStore store;
    private readonly TimeProvider time;
    private readonly ExecutionDeskOptions options;
    private readonly ExecutionLauncher launcher;
    private readonly StartCheck startCheck;
    private readonly ShimWatch watch = new();
    private readonly ConcurrentDictionary<ExecutionId, Seat> seats = [];
    private readonly ExecutionQueue queue;
    private readonly ConcurrentDictionary<Task, bool> underWay = [];
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer backstop;
    private volatile bool isOpen;
    private readonly GitQuestions git;
    private readonly CompletionEvidence evidence;
    // Only where something runs is it needed.
    private readonly SharedFolderWatch folders = new(FolderNews.FinishedFiles);
    private readonly SharedFolderWatch growth = new(FolderNews.GrowingFiles);

    private ExecutionDesk(HoldfastHome home, IStore store, TimeProvider time, ExecutionDeskOptions options, ExecutionLauncher launcher, StartCheck startCheck)
    {
        (this.home, this.store, this.time, this.options, this.launcher, this.startCheck) = (home, store, time, options, launcher, startCheck);
        Changes += options.Changed;
        QueueChanges += options.QueueChanged;
        git = new GitQuestions(ProcessEnvironment.OfThisProcess(), Path.Combine(home.Path, "scratch"), time);
        evidence = new CompletionEvidence(git);
        queue = new ExecutionQueue(store, time, options, StartThoseWithRoom, Begin, happened => QueueChanges?.Invoke(happened));
        backstop = time.CreateTimer(_ => LookForEnds(), null, options.Backstop, options.Backstop);
    }

    /// <summary>One execution that is not over.</summary>
    private sealed class Seat(StoredExecution stored)
    {
        /// <summary>Held by whoever changes it.</summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public StoredExecution Stored { get; set; } = stored;

        public TaskCompletionSource<StoredExecution> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>When its turn in the queue came, as a timestamp; null while it waits.</summary>
        public long? TurnCame { get; set; }

        /// <summary>The shim whose end will be told.</summary>
        public ProcessIdentity? Watched { get; set; }

        public StallWatch? Stall { get; set; }

        /// <summary>Each tells of a file in its folder.</summary>
        public List<IDisposable> Listening { get; } = [];

        /// <summary>Cancelled when it is over.</summary>
        public CancellationTokenSource? Completing { get; set; }
    }

    /// <summary>Told of each change once it is durable, in order for each execution. A handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a change knows whose desk it is.")]
    public event Action<StoredExecution>? Changes;

    /// <summary>Never completes as long as all is well; fails when the desk cannot go on. Its owner must end then: the store is not to be trusted.</summary>
    public Task Fault => fault.Task;

    /// <summary>Those that are not over, in no order.</summary>
    public IReadOnlyCollection<StoredExecution> Open => [.. seats.Values.Select(seat => seat.Stored)];

    /// <summary>Opens the desk and takes up every execution that is not over.</summary>
    /// <exception cref="StoreUnavailableException">There is no shim to run anything with.</exception>
    public static async Task<ExecutionDesk> OpenAsync(
        HoldfastHome home, IStore store, TimeProvider time, ExecutionDeskOptions options, CancellationToken cancellationToken)
    {
        var shim = options.ShimProgram ?? ShimProgram.Find() ?? throw new StoreUnavailableException(ShimProgram.Missing);
        var desk = new ExecutionDesk(home, store, time, options, new ExecutionLauncher(home, shim, options), new StartCheck(home.Path, time));
        try
        {
            await desk.AdoptAsync(cancellationToken);
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Durable when this returns; it starts as soon as there is room.</summary>
    public async Task<ExecutionStart> StartAsync(ExecutionRequest request, CancellationToken cancellationToken)
    {
        // Asked for again, it is what it has become, whatever has changed around it.
        if (request.Id is { } asked && (await FindAsync(asked.ToString(), cancellationToken)).Execution is { } known)
            return new ExecutionStart.Started(known);
        if ((FaultOf(request) ?? startCheck.FaultOf(request)) is { } refused)
            return refused;
        var (completion, noRepository) = await WithBaselineAsync(request, cancellationToken);
        if (noRepository is not null)
            return noRepository;
        var now = time.GetUtcNow();
        var order = new ExecutionOrder
        {
            Kind = request.Kind,
            Name = request.Name,
            Arguments = request.Arguments,
            WorkingDirectory = request.WorkingDirectory,
            Host = request.Host,
            Priority = request.Priority,
            Keys = request.Keys,
            Allowance = request.Timeout ?? options.Allowance,
            Stall = request.Stall,
            Secrets = request.Secrets,
            Completion = completion,
            Trace = TraceContext.TryParse(request.Environment.GetValueOrDefault(TraceContext.ParentVariable), request.Environment.GetValueOrDefault(TraceContext.StateVariable)) ?? request.Trace,
        };
        var id = request.Id ?? new ExecutionId(Guid.CreateVersion7(now));
        var stored = await store.CreateExecutionAsync(new NewExecution(id, order, request.Environment, now), cancellationToken);
        ArmedCrash.Pass(ExecutionCrashPoint.Queued);
        // Asked for again: it is what it has become.
        if (stored.Version > 0 || !await SitAsync(stored))
            return new ExecutionStart.Started(seats.TryGetValue(id, out var there) ? there.Stored : stored);
        StartThoseWithRoom();
        return new ExecutionStart.Started(stored);
    }

    /// <param name="reference"><c>42</c>, <c>#42</c>, an id, or an unambiguous start or end of one.</param>
    public async Task<ExecutionLookup> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var found = await store.FindExecutionAsync(reference, cancellationToken);
        return found.Execution is { IsOver: false } running
            ? found with { Execution = running with { LastHeartbeat = launcher.FolderOf(running.Id).LastHeartbeat } }
            : found;
    }

    /// <summary>Newest first.</summary>
    public Task<ListPage<StoredExecution>> ListAsync(ExecutionFilter filter, CancellationToken cancellationToken) =>
        store.ListExecutionsAsync(filter, cancellationToken);

    /// <returns>The execution once it is over.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public async Task<StoredExecution> WaitAsync(ExecutionId execution, CancellationToken cancellationToken)
    {
        if (!seats.TryGetValue(execution, out var seat))
            return await KnownAsync(execution, cancellationToken);
        await Task.WhenAny(seat.Over.Task, fault.Task).WaitAsync(cancellationToken);
        if (!seat.Over.Task.IsCompleted)
            await fault.Task;
        return await seat.Over.Task;
    }

    /// <summary>Ends it and its whole tree; one that waits never starts. Asking again changes nothing but the haste.</summary>
    /// <param name="immediate">SIGKILL without a grace.</param>
    /// <returns>As it is now: <see cref="WaitAsync"/> tells how it ended.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public async Task<StoredExecution> CancelAsync(ExecutionId execution, string who, bool immediate, CancellationToken cancellationToken) =>
        await CancelAsync(execution, who, immediate, asking: default, cancellationToken) ?? throw new InvalidOperationException($"Whatever execution {execution} was at was seen.");

    /// <inheritdoc cref="CancelAsync(ExecutionId, string, bool, CancellationToken)"/>
    /// <returns>As it is now; null when it is not at the version that was asked for, and nothing was done.</returns>
    public async Task<StoredExecution?> CancelAsync(ExecutionId execution, string who, bool immediate, Asking asking, CancellationToken cancellationToken)
    {
        if (!seats.TryGetValue(execution, out var seat))
            return await KnownAsync(execution, cancellationToken) is var ended && IsAsSeen(ended, asking.Version) ? ended : null;
        await seat.Gate.WaitAsync(cancellationToken);
        try
        {
            if (!IsAsSeen(seat.Stored, asking.Version))
                return null;
            // Another desk may have died between starting its shim and storing that: it runs then, and must not be taken for one that never did.
            if (seat.Stored.State is ExecutionState.Queued && MayHaveStarted(launcher.FolderOf(execution)))
                await TakeUpAsync(seat);
            await MoveAsync(seat, new ExecutionCommand.Cancel(who), asking.Intent);
            ArmedCrash.Pass(ExecutionCrashPoint.CancelStored);
            Stop(seat, immediate);
            return seat.Stored;
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    private static bool IsAsSeen(StoredExecution stored, long? version) => version is not { } seen || stored.Version == seen;

    /// <param name="until">Only what was asked for by then; null for everything.</param>
    /// <returns>How many were asked to end.</returns>
    public async Task<int> CancelAllAsync(string who, bool immediate, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        // Those that wait first: none of them may start on the room of another.
        var all = seats.Values.Select(seat => seat.Stored).Where(stored => until is not { } last || stored.CreatedAt <= last).OrderByDescending(stored => stored.State is ExecutionState.Queued).ToArray();
        var asked = 0;
        foreach (var one in all)
        {
            if (await CancelAsync(one.Id, who, immediate, cancellationToken) is { State: ExecutionState.Cancelling or ExecutionState.Cancelled or ExecutionState.TimingOut })
                asked++;
        }

        return asked;
    }

    /// <summary>Told of each change of the queue's holds once it is durable. A handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a change knows whose desk it is.")]
    public event Action<QueueEvent>? QueueChanges;

    /// <param name="most">Of those that wait, at most so many, the next first.</param>
    public QueueSnapshot ShowQueue(int most) => queue.Show(most);

    /// <summary>From here on so many at a time, until the desk is closed. What runs goes on, also where that is more.</summary>
    public void LimitTo(QueueLimits limits) => queue.LimitTo(limits);

    /// <summary>Why one that is queued does not start; null for one that is not queued.</summary>
    public WaitReason? WhyWaiting(ExecutionId execution) => queue.WhyWaiting(execution);

    /// <summary>Lets nothing more start; what runs goes on. Durable when this returns.</summary>
    /// <param name="key">Only what has this key; null for everything.</param>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    public Task PauseQueueAsync(string? key, string who, Guid? intent = null) => queue.PauseAsync(key, who, intent);

    /// <summary>Lets things start again, also those of a key whose circuit is open.</summary>
    /// <param name="key">As for <see cref="PauseQueueAsync"/>.</param>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    public Task ResumeQueueAsync(string? key, string who, Guid? intent = null) => queue.ResumeAsync(key, who, intent);

    /// <summary>The tmux server of the home.</summary>
    public HomeSessions Sessions => launcher.Sessions;

    /// <summary>The session of tmux it can be looked at in, now; null when there is none, or it was closed.</summary>
    public async Task<string?> OpenSessionOfAsync(StoredExecution execution) =>
        execution is { IsOver: false, Order.Host: ExecutionHost.Tmux } && (await launcher.Sessions.ListAsync()).Any(session => session.Execution == execution.Id) ? execution.Names.Session : null;

    /// <summary>The framed log of its output; <see cref="OutputLog"/> reads it. Absent until it wrote something.</summary>
    public string OutputLogOf(ExecutionId execution) => launcher.FolderOf(execution).OutputLog;

    /// <summary>Tells when its output grew; one watch of the kernel's serves all who follow.</summary>
    /// <param name="grew">It must be quick, and not throw. It may be called for nothing.</param>
    /// <returns>Ends the listening when it is disposed of; null as long as there is no folder of it.</returns>
    public IDisposable? ListenToOutput(ExecutionId execution, Action grew) => growth.Listen(FolderOf(execution), name: null, time, grew);

    /// <summary>Where everything of it is kept; absent until it was started.</summary>
    public string FolderOf(ExecutionId execution) => launcher.FolderOf(execution).Path;

    /// <summary>Hides the values of its secrets in what is shown, as far as they can be found now.</summary>
    public SecretMask MaskOf(StoredExecution execution) => launcher.MaskOf(execution.Order);

    /// <summary>The values of its secrets, as far as they can be found now.</summary>
    public IReadOnlyList<string> SecretsOf(StoredExecution execution) => launcher.SecretsOf(execution.Order);

    /// <summary>Leaves what runs alone. What is being started is started and stored first.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await backstop.DisposeAsync();
        watch.Dispose();
        folders.Dispose();
        growth.Dispose();
        foreach (var seat in seats.Values)
            seat.Stall?.Dispose();
        // None of them fails: what goes wrong is kept as the fault.
        while (underWay.Keys.ToArray() is { Length: > 0 } tasks)
            await Task.WhenAll(tasks);
        await queue.DisposeAsync();
        closing.Dispose();
    }

    private ExecutionStart.Refused? FaultOf(ExecutionRequest request)
    {
        if (request.Arguments is [] or [""] or ["", ..])
            return new("command_missing", "There is no command to execute.", "Name a program, then its arguments.");
        if (request.Arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
            return new("argument_invalid", "An argument of the command has a NUL in it, where the kernel would end it.", "Hand over what has one in a file.");
        if (request.Keys.FirstOrDefault(key => string.IsNullOrWhiteSpace(key) || key.AsSpan().ContainsAny('\n', '\r')) is { } empty)
            return new("key_invalid", $"'{empty}' cannot be a key: a key is one line of text.", "Name what shares the limit, such as 'agent:claude'.");
        if (request.Host is ExecutionHost.Tmux && launcher.Sessions.FindTmux() is null)
            return new("tmux_missing", "There is no program 'tmux' on the PATH, in which it is to be executed.", "install tmux (holdfast check-env tells how), or leave --host out");
        if (!Path.IsPathFullyQualified(request.WorkingDirectory) || !Directory.Exists(request.WorkingDirectory))
            return new("working_directory_missing", $"The working directory '{request.WorkingDirectory}' does not exist.", "Create it, or name another by its full path.");
        if (VariableFault.Of(request.Environment, request.Secrets) is { } unusable)
            return new("environment_invalid", unusable, VariableFault.Advice);
        if (request.Timeout is TimeAllowance.Exactly { Limit: var limit } && limit <= TimeSpan.Zero)
            return new("timeout_invalid", $"A time-out of {limit.TotalSeconds:0.###} s is over before anything starts.", "Give a positive one, or 'none'.");
        if (request.Stall is { } stall && stall <= TimeSpan.Zero)
            return new("stall_invalid", $"A silence of {stall.TotalSeconds:0.###} s is over at once.", "Give a positive one, or leave it out.");
        foreach (var pattern in request.Completion.Patterns.Concat(request.Completion.MessagePatterns))
        {
            if (LinePatterns.FaultOf(pattern) is { } fault)
                return new("pattern_invalid", $"The pattern '{pattern}' is no regular expression that can be used: {fault}", "It is for one line, in the syntax of .NET.");
        }

        return null;
    }

    private async Task<(CompletionOrder Completion, ExecutionStart.Refused? Refused)> WithBaselineAsync(ExecutionRequest request, CancellationToken cancellationToken)
    {
        if (!request.Completion.Asks(EvidenceKind.Git))
            return (request.Completion, null);
        var (baseline, fault) = await git.StandAsync(request.WorkingDirectory, cancellationToken);
        return baseline is null
            ? (request.Completion, new("repository_missing", $"Commits cannot show when it has completed: '{request.WorkingDirectory}' is in no repository git can read ({fault}).", "Start it in one, or leave --completion git out."))
            : (request.Completion with { Baseline = baseline }, null);
    }

    /// <returns>False when it has a seat already.</returns>
    private async Task<bool> SitAsync(StoredExecution stored)
    {
        var seat = new Seat(stored);
        // Nobody cancels it between its having a seat and its waiting: what leaves the queue before it came would be there for ever.
        await seat.Gate.WaitAsync();
        try
        {
            if (!seats.TryAdd(stored.Id, seat))
                return false;
            Changes?.Invoke(stored);
            queue.Add(stored);
            return true;
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    private void StartThoseWithRoom()
    {
        // Before all that runs is counted there seems to be more room than there is.
        if (!isOpen || closing.IsCancellationRequested)
            return;
        foreach (var id in queue.TakeReady())
        {
            if (!seats.TryGetValue(id, out var seat))
                continue;
            seat.TurnCame = time.GetTimestamp();
            Begin(seat, () => StartAsync(seat));
        }
    }

    private async Task StartAsync(Seat seat)
    {
        await seat.Gate.WaitAsync();
        try
        {
            // Cancelled while it waited, or left to the next desk.
            if (seat.Stored.State is not ExecutionState.Queued || closing.IsCancellationRequested)
                return;
            var added = await store.LoadEnvironmentAsync(seat.Stored.Id, CancellationToken.None)
                ?? throw new InvalidDataException($"Execution {seat.Stored.Id} is queued, but the store has no environment for it.");
            ArmedCrash.Pass(ExecutionCrashPoint.BeforeShimSpawn);
            var started = await launcher.StartAsync(seat.Stored, added);
            ArmedCrash.Pass(ExecutionCrashPoint.ShimSpawnedBeforeReport);
            switch (started)
            {
                case ShimStarted.Started running:
                    await MoveAsync(seat, new ExecutionCommand.SeeStarted(running.Shim, running.Process, running.StartedAt));
                    Watch(seat, running.Shim);
                    break;
                case ShimStarted.Refused refused:
                    await MoveAsync(seat, new ExecutionCommand.GiveUpStarting(refused.Why));
                    break;
                case ShimStarted.AlreadyStarted:
                    await TakeUpAsync(seat);
                    break;
                default:
                    throw new InvalidOperationException($"Unplaced start {started.GetType().Name}.");
            }
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    /// <summary>Has the kernel tell when the shim ends. Needs the gate.</summary>
    private void Watch(Seat seat, ProcessIdentity shim)
    {
        if (closing.IsCancellationRequested)
            return;
        seat.Watched = shim;
        // On the watch's thread; the ending is written down on another.
        watch.Watch(seat.Stored.Id, shim, () => Begin(seat, () => EndAsync(seat)));
        ListenToFolder(seat);
        if (seat.Stored is { Order.Stall: { } stall, State: ExecutionState.Processing watched })
        {
            seat.Stall = new StallWatch(
                launcher.FolderOf(seat.Stored.Id), shim, stall, watched.Suspicion, time,
                (judged, quiet, seen) => Begin(() => SeeProgressAsync(seat, judged, quiet, seen)));
        }

        if (seat.Stored is { Order.Completion.AsksForDeeds: true, State: ExecutionState.Processing { Finished: null } running } && seat.Completing is null)
        {
            seat.Completing = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            var (scene, over) = (SceneOf(seat.Stored, running.StartedAt, ending: null), seat.Completing.Token);
            Begin(() => EndWhatRunsOnAsync(seat, scene, over));
        }
    }

    /// <summary>Has the kernel tell what its shim writes, and what tmux says. Needs the gate.</summary>
    private void ListenToFolder(Seat seat)
    {
        var folder = launcher.FolderOf(seat.Stored.Id);
        if (seat.Listening.Count == 0)
        {
            Listen(seat, folder, ShimFolder.StoppingName, () => SeeStoppingAsync(seat));
            if (seat.Stored.Order.Host is ExecutionHost.Tmux)
                Listen(seat, folder, ShimFolder.PaneHintName, () => CheckAsync(seat));
        }

        // Written before anybody listened.
        if (File.Exists(folder.Stopping))
            Begin(seat, () => SeeStoppingAsync(seat));
    }

    private void Listen(Seat seat, ShimFolder folder, string file, Func<Task> see)
    {
        try
        {
            if (folders.TryListen(folder.Path, file, () => Begin(seat, see)) is { } listening)
                seat.Listening.Add(listening);
        }
        catch (IOException)
        {
            // The kernel grants no more watches: the backstop looks all the same, and the end tells it at the latest.
        }
    }

    // tmux says that its pane or session ended. It says so of sessions that people close, too, and sometimes it says nothing:
    // only who is dead has ended.
    private Task CheckAsync(Seat seat) => seat.Watched is { } shim && !ProcessIdentities.IsAlive(shim) ? EndAsync(seat) : Task.CompletedTask;

    /// <summary>Its shim is ending it: where its time is over, that is stored before its end is known.</summary>
    private async Task SeeStoppingAsync(Seat seat)
    {
        await seat.Gate.WaitAsync();
        try
        {
            await SeeTimedOutAsync(seat, launcher.FolderOf(seat.Stored.Id));
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    /// <summary>Needs the gate.</summary>
    private async Task SeeTimedOutAsync(Seat seat, ShimFolder folder)
    {
        if (folder.TryReadStopping() is { Cause: EndCause.WallTime or EndCause.Stalled } stopping)
            await MoveAsync(seat, new ExecutionCommand.SeeTimedOut(stopping.Cause));
    }

    /// <summary>Ends it once it has verifiably completed and does not end by itself.</summary>
    private async Task EndWhatRunsOnAsync(Seat seat, CompletionScene scene, CancellationToken cancellationToken)
    {
        try
        {
            var completed = await CompletionWatch.RunsOnAsync(evidence, scene, folders, time, options.RunOn, options.Backstop, cancellationToken);
            await seat.Gate.WaitAsync(cancellationToken);
            try
            {
                await MoveAsync(seat, new ExecutionCommand.SeeCompleted(completed));
                Stop(seat, immediate: false);
            }
            finally
            {
                seat.Gate.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It has ended, or the next desk looks after it.
        }
    }

    private CompletionScene SceneOf(StoredExecution execution, DateTimeOffset startedAt, ExecutionEnding? ending) =>
        new(execution.Id, execution.Order, launcher.FolderOf(execution.Id), startedAt, ending) { Mask = MaskOf(execution) };

    private async Task SeeProgressAsync(Seat seat, ProgressJudgement judged, TimeSpan quiet, string seen)
    {
        await seat.Gate.WaitAsync();
        try
        {
            await MoveAsync(seat, judged == ProgressJudgement.Fine ? new ExecutionCommand.SeeProgress() : new ExecutionCommand.SeeNoProgress(quiet, seen));
            if (judged != ProgressJudgement.Stalled)
                return;
            await MoveAsync(seat, new ExecutionCommand.SeeTimedOut(new EndCause.Stalled(quiet)));
            // What it is ended for is stored by now.
            Stop(seat, immediate: false);
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    // Nobody listens when the shim has just ended: then its end is about to be told.
    private void Stop(Seat seat, bool immediate)
    {
        EndCause? cause = seat.Stored.State switch
        {
            ExecutionState.Cancelling cancelling => new EndCause.CancelledBy(cancelling.Who),
            ExecutionState.Processing { Finished: not null } => new EndCause.CancelledBy("holdfast, as it had completed"),
            // At its limit a shim ends it by itself; whether the shim was told that it is stalled, nobody knows after a crash.
            ExecutionState.TimingOut timingOut when immediate || timingOut.Why is EndCause.Stalled => timingOut.Why,
            _ => null,
        };
        if (cause is not null)
            ShimControl.Send(launcher.FolderOf(seat.Stored.Id), new ShimCommand.Stop(cause, immediate));
    }

    /// <summary>Its shim is gone: what it wrote is believed, and what it did not write is lost.</summary>
    private async Task EndAsync(Seat seat)
    {
        await seat.Gate.WaitAsync();
        try
        {
            if (seat.Stored.IsOver)
                return;
            ArmedCrash.Pass(ExecutionCrashPoint.EndedBeforeStored);
            var folder = launcher.FolderOf(seat.Stored.Id);
            if (folder.TryReadExit() is { } exit)
                await BelieveAsync(seat, folder, exit);
            else
                await LoseAsync(seat, folder);
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    private async Task BelieveAsync(Seat seat, ShimFolder folder, ShimExit exit, Guid? intent = null)
    {
        if (seat.Stored.State is ExecutionState.Queued && exit.Ending.Cause is EndCause.CouldNotStart)
        {
            await MoveAsync(seat, new ExecutionCommand.GiveUpStarting(exit.Ending.Cause), intent);
            return;
        }

        await SeeStartedAsync(seat, folder);
        await SeeTimedOutAsync(seat, folder);
        var verdict = await evidence.AtEndAsync(SceneOf(seat.Stored, exit.Ending.StartedAt, exit.Ending), CancellationToken.None);
        await MoveAsync(seat, new ExecutionCommand.SeeEnded(exit.Ending, verdict), intent);
    }

    /// <summary>Stores who it is, if that is not stored yet. Only the shim is sure to have written who it is before it ran anything.</summary>
    private async Task SeeStartedAsync(Seat seat, ShimFolder folder)
    {
        var shim = folder.TryReadShim();
        if (folder.TryReadProcess() is { } process)
            await MoveAsync(seat, new ExecutionCommand.SeeStarted(shim?.Process, process.Process, process.StartedAt));
        else if (shim is not null)
            await MoveAsync(seat, new ExecutionCommand.SeeStarted(shim.Process, shim.Process, shim.StartedAt));
    }

    private async Task LoseAsync(Seat seat, ShimFolder folder)
    {
        await SeeTimedOutAsync(seat, folder);
        var id = seat.Stored.Id;
        var why = LostTrees.WhyLost(folder, seat.Stored.Shim, seat.Stored.Process);
        var evidence = new Dictionary<ExecutionId, (ProcessIdentity? Process, string? Cgroup)> { [id] = LostTrees.EvidenceOf(folder, seat.Stored.Process) };
        var swept = (await LostTrees.EndAsync(evidence, options.Grace, CancellationToken.None))[id];
        ArmedCrash.Pass(ExecutionCrashPoint.SweptBeforeLost);
        await MoveAsync(seat, new ExecutionCommand.Lose(why, swept.Proof, swept.Ended, swept.Left, Verdict: await VerdictOnLostAsync(seat.Stored, new EndCause.Lost(why))));
    }

    private async Task<Verdict> VerdictOnLostAsync(StoredExecution execution, EndCause cause)
    {
        var now = time.GetUtcNow();
        var startedAt = execution.StartedAt ?? execution.CreatedAt;
        var ending = new ExecutionEnding { Cause = cause, StartedAt = startedAt, EndedAt = now, Duration = TimeSpan.Zero };
        return await evidence.AtEndAsync(SceneOf(execution, startedAt, ending), CancellationToken.None);
    }

    /// <summary>Decides, stores, then tells. Needs the gate.</summary>
    /// <param name="intent">Of the request that asks for it.</param>
    private async Task MoveAsync(Seat seat, ExecutionCommand command, Guid? intent = null)
    {
        var before = seat.Stored;
        var events = ExecutionDecider.Decide(before.State, command, time.GetUtcNow());
        if (events.Count == 0)
        {
            // It is so already: whoever asks again is answered the same, whatever it has become by then.
            if (intent is { } asked)
                await store.NoteMadeAsync(asked, CancellationToken.None);
            return;
        }

        seat.Stored = await store.AppendExecutionAsync(before.Id, before.Version, events, intent, CancellationToken.None)
            ?? throw new StaleEpochException($"Execution {before.Id} was changed by another program. Only one may execute in a home.");
        Changes?.Invoke(seat.Stored);
        if (!seat.Stored.IsOver)
            return;
        // Before its room is given away: the next of its keys may have to wait.
        await queue.SeeEndedAsync(seat.Stored);
        Leave(seat);
        if (before is { Order.Host: ExecutionHost.Tmux, State: not ExecutionState.Queued })
            Begin(() => launcher.Sessions.CloseAsync(before.Id));
    }

    private void Leave(Seat seat)
    {
        seat.Stall?.Dispose();
        seat.Listening.ForEach(one => one.Dispose());
        seat.Completing?.Cancel();
        seat.Completing?.Dispose();
        queue.Leave(seat.Stored.Id);
        // Whoever does not find it here any more finds it in the store.
        seats.TryRemove(seat.Stored.Id, out _);
        seat.Over.SetResult(seat.Stored);
        StartThoseWithRoom();
    }

    private async Task<StoredExecution> KnownAsync(ExecutionId execution, CancellationToken cancellationToken) =>
        (await store.FindExecutionAsync(execution.ToString(), cancellationToken)).Execution
        ?? throw new KeyNotFoundException($"There is no execution {execution}.");

    // The kernel tells of ends; should it ever not, this does.
    private void LookForEnds()
    {
        foreach (var seat in seats.Values)
        {
            if (seat.Watched is not null)
                Begin(seat, () => CheckAsync(seat));
            if (seat.Stored.State is ExecutionState.Processing && seat.Watched is not null && File.Exists(launcher.FolderOf(seat.Stored.Id).Stopping))
                Begin(seat, () => SeeStoppingAsync(seat));
        }
    }

    private void Begin(Seat seat, Func<Task> work) => Begin(() => GuardAsync(seat, work));

    /// <summary>Does something that nobody waits for, except for the end of the desk.</summary>
    private void Begin(Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                // The next desk takes it up.
            }
            // The edge of one piece of work: whatever it is, nobody else would hear of it.
            catch (Exception failed)
            {
                fault.TrySetException(failed);
            }
        });
        underWay.TryAdd(task, true);
        _ = task.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
