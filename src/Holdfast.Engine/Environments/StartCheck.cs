using System.Collections.Concurrent;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Environments;

/// <summary>
/// Of everything that is checked of a machine, what one execution needs: its program, and room on the disk for what it writes. What was
/// found is remembered, so that starting thousands of one program looks for it once.
/// </summary>
internal sealed class StartCheck(string home, TimeProvider time)
{
    /// <summary>Free room is asked for so often: what runs writes less than a disk in it, as a rule.</summary>
    private static readonly TimeSpan DiskIsKnownFor = TimeSpan.FromSeconds(5);

    /// <summary>Programs remembered; with more, all are forgotten.</summary>
    private const int MostRemembered = 1000;

    private readonly ProcessEnvironment host = ProcessEnvironment.OfThisProcess();
    private readonly ConcurrentDictionary<(string Program, string Path), string> found = [];
    private readonly Lock gate = new();
    private long diskLookedAt;
    private long freeBytes;

    /// <returns>Why it cannot be started as things are; null when nothing is missing.</returns>
    public ExecutionStart.Refused? FaultOf(ExecutionRequest request) => MissingProgram(request) ?? FullDisk();

    private ExecutionStart.Refused? MissingProgram(ExecutionRequest request)
    {
        var program = request.Arguments[0];
        if (program.Contains('/'))
        {
            return Path.Exists(Path.GetFullPath(program, request.WorkingDirectory))
                ? null
                : new ExecutionStart.Refused("tool_missing", $"There is no program '{program}' (from '{request.WorkingDirectory}').", "install it, or correct its path");
        }

        var path = request.Environment.GetValueOrDefault("PATH") ?? host.Base["PATH"];
        // One that was there is only seen to be there still; one that was not may have been installed.
        if (found.TryGetValue((program, path), out var known) && ProgramSearch.IsExecutable(known))
            return null;
        if (ProgramSearch.OnPath(program, path).FirstOrDefault() is not { } now)
            return new ExecutionStart.Refused("tool_missing", $"There is no program '{program}' on the PATH ({path}).", "install it, or name it by its path; holdfast check-env tells what else is missing");
        if (found.Count >= MostRemembered)
            found.Clear();
        found[(program, path)] = now;
        return null;
    }

    private ExecutionStart.Refused? FullDisk()
    {
        long free;
        lock (gate)
        {
            if (diskLookedAt == 0 || time.GetElapsedTime(diskLookedAt) >= DiskIsKnownFor)
                (diskLookedAt, freeBytes) = (time.GetTimestamp(), HomeLook.FreeBytes(home));
            free = freeBytes;
        }

        return free >= HomeLook.LeastFreeBytes
            ? null
            : new ExecutionStart.Refused("disk_full", $"Only {free >> 20} MiB are free where '{home}' is; nothing is started below {HomeLook.LeastFreeBytes >> 20} MiB.", "holdfast maintain gc, or remove what is not needed");
    }
}
