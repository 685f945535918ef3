using System.Reflection;
using System.Runtime.InteropServices;
using Holdfast.Core.Executions;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Shim;

/// <summary>
/// From the lock to the exit record. A shim knows nothing but its folder, and needs nobody:
/// <code>
/// lock ─► control FIFO ─► identity durable ─► cgroup, process ─► "started" ─► heartbeats, commands ─► ended ─► record ─► gone
/// </code>
/// </summary>
internal sealed class ShimLife : IDisposable
{
    private const int Done = 0, Failed = 1;

    private readonly ShimFolder folder;
    private readonly TimeProvider time = TimeProvider.System;
    private readonly ShimMailbox mailbox;
    private readonly ProcessHost host;
    private readonly ShimRequest request;
    private ControlGroup? group;
    private readonly ShimHeart heart;

    private readonly ShimPane? pane;

    private ShimLife(ShimFolder folder, ShimRequest request, ShimPane? pane)
    {
        this.folder = folder;
        this.pane = pane;
        this.request = request;
        Children.OwnOnly(request.Execution);
        mailbox = ShimMailbox.Open(folder);
        host = new ProcessHost(time);
        group = request.UseCgroup ? ControlGroup.Plan(request.Execution) : null;
        heart = new ShimHeart(folder, request.HeartbeatInterval);
    }

    public void Dispose()
    {
        host.Dispose();
        pane?.Dispose();
        mailbox.Dispose();
        heart.Dispose();
    }

    /// <returns>The exit code of the shim, which says nothing about the process: the record does.</returns>
    public static int Run(ShimFolder folder, int? inheritedLock) => Run(folder, inheritedLock, pane: null);

    /// <summary>The same, as the program of a pane.</summary>
    public static int RunInPane(ShimFolder folder, PaneStarter starter)
    {
        // First of all: a pane that is closed must not end what is in it.
        ShimSignals.IgnoreHangUps();
        try
        {
            return Run(folder, inheritedLock: null, ShimPane.Enter(folder, starter));
        }
        catch (IOException e)
        {
            return Complain(e.Message);
        }
    }

    private static int Run(ShimFolder folder, int? inheritedLock, ShimPane? pane)
    {
        try
        {
            ShimSignals.IgnoreHangUps();
            if (!TryTakeLock(folder, inheritedLock) || File.Exists(folder.Shim) || File.Exists(folder.Exit))
            {
                ShimOutcome.Say(ShimJson.WriteAlreadyStarted());
                return Done;
            }
            ArmedCrash.Pass(ShimCrashPoint.FolderMade);
            if (folder.TryReadRequest() is not { } request)
                return Complain($"There is no request in '{folder.Request}', or it cannot be understood.");
            if (ShimEnvironment.Read(fd: 0) is not { } environment)
                return Complain("The environment on stdin is cut off, or not NAME=value entries that each end in a NUL.");
            using var life = new ShimLife(folder, request, pane);
            return life.Live(environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or InvalidDataException)
        {
            return Complain(e.Message);
        }
    }

    private static bool TryTakeLock(ShimFolder folder, int? inherited)
    {
        if (inherited is not { } fd)
            return ShimLock.TryTake(folder, out _);
        ShimLock.KeepFromChildren(fd);
        return true;
    }

    private int Live(IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        using var signals = ShimSignals.StopOn(host, request.Execution);
        heart.Beat();
        var identity = new ShimIdentity(request.Execution, ProcessIdentities.Current, time.GetUtcNow(), group?.Path, Release);
        // Durable before the process runs: whoever finds the folder later knows whom to ask, and whose tree to look for.
        var error = DurableFile.Write(folder.Shim, ShimJson.Write(identity));
        if (error != 0)
            return Complain($"'{folder.Shim}' could not be written: {Marshal.GetPInvokeErrorMessage(error)}.");
        ArmedCrash.Pass(ShimCrashPoint.IdentityDurable);
        // Not before: nobody would know of a group whose shim was killed here.
        if (group is not null && !group.TryMake())
            group = null;

        var terminal = request.Terminal ? pane?.TryOpenTerminal() : null;
        if (request.Terminal && terminal is null)
            return Refuse(new EndCause.CouldNotStart("terminal_missing", pane is null ? "It asks for a terminal, and its shim is in none." : $"The system has no terminal left for it: {Marshal.GetLastPInvokeErrorMessage()}."));
        var spec = ShimStart.SpecOf(request, folder, environment);
        switch (host.Start(spec, group, terminal, mailbox.StopBegins, mailbox.ProcessEnded))
        {
            case ProcessStart.Refused refused:
                return Refuse(refused.Why);
            case ProcessStart.Started started:
                ArmedCrash.Pass(ShimCrashPoint.SpawnedBeforeProcess);
                signals.ProcessRuns();
                if (terminal is not null)
                    pane!.Connect(terminal);
                return Watch(new ShimProcess(request.Execution, started.Process, started.At, group?.Path));
            case var other:
                throw new InvalidOperationException($"Unplaced start {other.GetType().Name}.");
        }
    }

    private int Refuse(EndCause.CouldNotStart why)
    {
        var now = time.GetUtcNow();
        var code = Record(new ExecutionEnding { Cause = why, StartedAt = now, EndedAt = now, Duration = TimeSpan.Zero }, extensions: 0);
        ShimOutcome.Say(ShimJson.WriteRefused(why));
        return code;
    }

    /// <summary>The loop of the shim: waits for an end, a command, or the time of the next heartbeat.</summary>
    private int Watch(ShimProcess process)
    {
        var isRecorded = DurableFile.Write(folder.Process, ShimJson.Write(process), durable: false) == 0;
        var isStopTold = false;
        ShimOutcome.Say(ShimJson.WriteStarted(process));
        while (true)
        {
            mailbox.Wait(heart.MillisecondsToNext);
            while (mailbox.TryRead() is { } order)
                Obey(order);
            // Looked at first: what it is ended for is told before its end is.
            var ended = mailbox.Ending;
            if (mailbox.Stopping is { } cause && !isStopTold)
            {
                isStopTold = true;
                // What cannot be written, for want of room, is told by the exit record alone.
                _ = DurableFile.Write(folder.Stopping, ShimJson.Write(new ShimStopping(request.Execution, cause, time.GetUtcNow())), durable: false);
            }
            if (ended is var (ending, extensions))
                return Record(ending, extensions);
            if (heart.BeatIfDue() && !isRecorded)
                isRecorded = DurableFile.Write(folder.Process, ShimJson.Write(process), durable: false) == 0;
        }
    }

    private void Obey(ShimOrder order)
    {
        switch (order)
        {
            case ShimOrder.Stop stop:
                host.Stop(request.Execution, stop.Cause, stop.Immediate);
                break;
            case ShimOrder.Extend extend:
                host.Extend(request.Execution, extend.UntilNanoseconds);
                break;
        }
    }

    private int Record(ExecutionEnding ending, int extensions)
    {
        ArmedCrash.Pass(ShimCrashPoint.EndedBeforeRecord);
        group?.TryRemove();
        var exit = new ShimExit { Execution = request.Execution, Ending = ending, DeadlineExtensions = extensions };
        return ExitRecord.Write(folder, exit, heart) ? Done : Complain($"'{folder.Exit}' could not be written; the process ended: {ending.Cause}.");
    }

    // To a file in the folder, where a starter or a person finds it.
    private static int Complain(string message)
    {
        Console.Error.WriteLine(message);
        return Failed;
    }

    private static string Release { get; } =
        typeof(ShimLife).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
