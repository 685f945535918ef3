using Holdfast.Core.Maintenance;
using Holdfast.Protocol;
using BranchCleanupRequest = Holdfast.Engine.Maintenance.BranchCleanupRequest;
using CleanupKind = Holdfast.Core.Maintenance.CleanupKind;
using CleanupOutcome = Holdfast.Engine.Maintenance.CleanupOutcome;
using CleanupRequest = Holdfast.Engine.Maintenance.CleanupRequest;
using CleanupResult = Holdfast.Engine.Maintenance.CleanupResult;
using CleanupStep = Holdfast.Core.Maintenance.CleanupStep;
using Told = Holdfast.Protocol.Maintenance;

namespace Holdfast.Server.Wire.Maintenance;

/// <summary>Between clean-up and its documents.</summary>
internal static class CleanupDocuments
{
    /// <exception cref="RefusedException">A value that cannot be.</exception>
    public static CleanupRequest ToEngine(Told.CleanupRequest request) => new()
    {
        Branches = request.Branches is { } branches
            ? new BranchCleanupRequest(AbsoluteOf(branches.Repository), new BranchRule(branches.Force, AgeOf(branches.AgeMs)), branches.DefaultBranch)
            : null,
        Processes = request.ProcessesMaxRuntimeMs is { } longest ? new ExecutionRule(ExecutionRule.DefaultTimeout, AgeOf(longest)) : null,
        Executions = request.Executions is { } executions
            ? new ExecutionRule(AgeOf(executions.TimeoutMs), executions.EndsLongRunning ? AgeOf(executions.TimeoutMs) : null)
            : null,
        Sessions = request.Sessions,
        Folders = request.FoldersAgeMs is { } age ? AgeOf(age) : null,
        Logs = request.LogsKeep is { } keep ? Math.Max(0, keep) : null,
    };

    public static CleanupStep ToCore(Told.CleanupStep step) => new(ToCore(step.Kind), step.Subject, step.Title, step.Does, step.Why, step.Bytes);

    public static Told.CleanupStep ToWire(CleanupStep step) => new(ToWire(step.Kind), step.Subject, step.Title, step.Does, step.Why, step.Bytes);

    public static Told.CleanupResult ToWire(CleanupResult result) => new(
        ToWire(result.Step),
        result.Outcome switch
        {
            CleanupOutcome.Done => Told.CleanupOutcome.Done,
            CleanupOutcome.NotNeeded => Told.CleanupOutcome.NotNeeded,
            CleanupOutcome.Failed => Told.CleanupOutcome.Failed,
        },
        result.Detail);

    private static TimeSpan AgeOf(long milliseconds) =>
        milliseconds >= 0 ? TimeSpan.FromMilliseconds(milliseconds) : throw new RefusedException(new Error(ErrorCode.Usage, $"An age of {milliseconds} ms cannot be."));

    private static string AbsoluteOf(string path) =>
        Path.IsPathFullyQualified(path) ? path : throw new RefusedException(new Error(ErrorCode.Usage, $"A repository is named by its full path, not '{path}'."));

    private static CleanupKind ToCore(Told.CleanupKind kind) => kind switch
    {
        Told.CleanupKind.Branch => CleanupKind.Branch,
        Told.CleanupKind.Process => CleanupKind.Process,
        Told.CleanupKind.Execution => CleanupKind.Execution,
        Told.CleanupKind.Folder => CleanupKind.Folder,
        Told.CleanupKind.Log => CleanupKind.Log,
        Told.CleanupKind.Session => CleanupKind.Session,
    };

    private static Told.CleanupKind ToWire(CleanupKind kind) => kind switch
    {
        CleanupKind.Branch => Told.CleanupKind.Branch,
        CleanupKind.Process => Told.CleanupKind.Process,
        CleanupKind.Execution => Told.CleanupKind.Execution,
        CleanupKind.Folder => Told.CleanupKind.Folder,
        CleanupKind.Log => Told.CleanupKind.Log,
        CleanupKind.Session => Told.CleanupKind.Session,
    };
}
