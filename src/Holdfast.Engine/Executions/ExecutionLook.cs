using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>One execution that is not over, as it was seen at one moment.</summary>
/// <param name="OutputBytes">Of its log.</param>
/// <param name="OutputAge">Since it wrote last; null when it has written nothing.</param>
public sealed record ExecutionVitals(
    StoredExecution Execution, ExecutionFacts Facts, ExecutionHealth Health, TreeUsage Usage, long OutputBytes, TimeSpan? OutputAge);

/// <summary>Looks at what is really there of executions that are not over: their folders, their processes. Needs no desk.</summary>
public static class ExecutionLook
{
    /// <summary>Of executions in a home that nobody serves; oldest first.</summary>
    public static IReadOnlyList<ExecutionVitals> VitalsIn(string home, IReadOnlyList<StoredExecution> open, LivenessPolicy policy, TimeProvider time) =>
        VitalsOf(open, execution => ExecutionFolders.Of(home, execution), stored => FactsOf(stored, ExecutionFolders.Of(home, stored.Id), time), policy, time);

    internal static IReadOnlyList<ExecutionVitals> VitalsOf(
        IReadOnlyList<StoredExecution> open, Func<ExecutionId, ShimFolder> folderOf, Func<StoredExecution, ExecutionFacts> factsOf, LivenessPolicy policy, TimeProvider time)
    {
        // Processes after records: what is stored as running was started before.
        var usage = TreeUsage.Of(open.ToDictionary(stored => stored.Id, stored => folderOf(stored.Id).TryReadShim()?.Process ?? stored.Shim));
        return [.. open.OrderBy(stored => stored.Number).Select(stored => VitalsOf(stored, folderOf(stored.Id), factsOf(stored), usage[stored.Id], policy, time))];
    }

    internal static ExecutionFacts FactsOf(StoredExecution stored, ShimFolder folder, TimeProvider time)
    {
        var process = folder.TryReadProcess()?.Process ?? stored.Process;
        var shim = folder.TryReadShim()?.Process ?? stored.Shim;
        var ofShim = StandingOf(shim);
        var ofProcess = StandingOf(process);
        var wasStarted = shim is not null || process is not null;
        return new ExecutionFacts(
            stored.Id, stored.Number, stored.State.Status, stored.Order.Allowance, process is null ? null : ProcessIdentities.AgeOf(process),
            ShimLives: ofShim is ProcessStanding.Alive or ProcessStanding.Stopped, ProcessLives: ofProcess is ProcessStanding.Alive or ProcessStanding.Stopped,
            HasExit: folder.TryReadExit() is not null, WasStarted: wasStarted, folder.HeartbeatAge,
            ProcessIsZombie: ofProcess is ProcessStanding.Zombie, ShimIsStopped: ofShim is ProcessStanding.Stopped,
            // By the wall clock: no other says since when.
            Unseen: wasStarted || stored.State is ExecutionState.Queued ? null : Positive(time.GetUtcNow() - (stored.StartedAt ?? stored.CreatedAt)));
    }

    private static ExecutionVitals VitalsOf(StoredExecution stored, ShimFolder folder, ExecutionFacts facts, TreeUsage usage, LivenessPolicy policy, TimeProvider time)
    {
        var log = new FileInfo(folder.OutputLog);
        return new ExecutionVitals(
            stored, facts, HealthRules.Judge(facts, (stored.State as ExecutionState.Processing)?.Suspicion, policy), usage,
            log.Exists ? log.Length : 0, log.Exists ? Positive(time.GetUtcNow() - new DateTimeOffset(log.LastWriteTimeUtc)) : null);
    }

    private static ProcessStanding StandingOf(ProcessIdentity? process) => process is null ? ProcessStanding.Gone : ProcessIdentities.StandingOf(process);

    // The wall clock may have been set back meanwhile.
    private static TimeSpan Positive(TimeSpan age) => age > TimeSpan.Zero ? age : TimeSpan.Zero;

    /// <summary>The values of their secrets, as far as this process can find them now.</summary>
    public static IReadOnlyList<string> SecretsOf(IEnumerable<StoredExecution> executions)
    {
        var host = ProcessEnvironment.OfThisProcess();
        return [.. executions.SelectMany(execution => ExecutionLauncher.SecretsOf(execution.Order, host))];
    }
}
