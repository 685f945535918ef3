using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Told = Holdfast.Protocol.Runs;

namespace Holdfast.Server.Wire;

/// <summary>What the core calls it and what the wire calls it. A new member does not compile until it has its place here.</summary>
public static class WireWords
{
    public static Told.RunStatus ToWire(this RunStatus runStatus) => runStatus switch
    {
        RunStatus.Queued => Told.RunStatus.Queued,
        RunStatus.Running => Told.RunStatus.Running,
        RunStatus.Stopping => Told.RunStatus.Stopping,
        RunStatus.Completed => Told.RunStatus.Completed,
        RunStatus.Failed => Told.RunStatus.Failed,
        RunStatus.Stopped => Told.RunStatus.Stopped,
        RunStatus.Cancelled => Told.RunStatus.Cancelled,
    };

    public static Told.AttemptOutcome ToWire(this AttemptOutcome attemptOutcome) => attemptOutcome switch
    {
        AttemptOutcome.Succeeded => Told.AttemptOutcome.Succeeded,
        AttemptOutcome.Failed => Told.AttemptOutcome.Failed,
        AttemptOutcome.Interrupted => Told.AttemptOutcome.Interrupted,
        AttemptOutcome.Cancelled => Told.AttemptOutcome.Cancelled,
    };

    public static Told.Schedule ToWire(this Schedule schedule) => schedule switch
    {
        Schedule.Waves => Told.Schedule.Waves,
        Schedule.Eager => Told.Schedule.Eager,
        Schedule.Sequential => Told.Schedule.Sequential,
    };

    public static Told.AtomKind ToWire(this AtomKind atomKind) => atomKind switch
    {
        AtomKind.Python => Told.AtomKind.Python,
        AtomKind.JavaScript => Told.AtomKind.JavaScript,
        AtomKind.TypeScript => Told.AtomKind.TypeScript,
        AtomKind.Shell => Told.AtomKind.Shell,
        AtomKind.Command => Told.AtomKind.Command,
        AtomKind.Agent => Told.AtomKind.Agent,
    };

    public static Told.SandboxTier ToWire(this SandboxTier sandboxTier) => sandboxTier switch
    {
        SandboxTier.Plain => Told.SandboxTier.Plain,
        SandboxTier.Landlock => Told.SandboxTier.Landlock,
        SandboxTier.Bubblewrap => Told.SandboxTier.Bubblewrap,
        SandboxTier.Native => Told.SandboxTier.Native,
        SandboxTier.Container => Told.SandboxTier.Container,
    };

    public static Told.Conclusion ToWire(this Conclusion conclusion) => conclusion switch
    {
        Conclusion.Succeeded => Told.Conclusion.Succeeded,
        Conclusion.Failed => Told.Conclusion.Failed,
        Conclusion.Skipped => Told.Conclusion.Skipped,
        Conclusion.Cancelled => Told.Conclusion.Cancelled,
    };

    public static Told.FailureCategory ToWire(this FailureCategory failureCategory) => failureCategory switch
    {
        FailureCategory.Syntax => Told.FailureCategory.Syntax,
        FailureCategory.Import => Told.FailureCategory.Import,
        FailureCategory.Type => Told.FailureCategory.Type,
        FailureCategory.Runtime => Told.FailureCategory.Runtime,
        FailureCategory.Timeout => Told.FailureCategory.Timeout,
        FailureCategory.OutOfMemory => Told.FailureCategory.OutOfMemory,
        FailureCategory.Killed => Told.FailureCategory.Killed,
        FailureCategory.OutputLimit => Told.FailureCategory.OutputLimit,
        FailureCategory.Network => Told.FailureCategory.Network,
        FailureCategory.RateLimited => Told.FailureCategory.RateLimited,
        FailureCategory.Permission => Told.FailureCategory.Permission,
        FailureCategory.Environment => Told.FailureCategory.Environment,
    };

    public static Told.Strategy ToWire(this Strategy strategy) => strategy switch
    {
        Strategy.Fix => Told.Strategy.Fix,
        Strategy.Regenerate => Told.Strategy.Regenerate,
        Strategy.Retry => Told.Strategy.Retry,
        Strategy.Skip => Told.Strategy.Skip,
        Strategy.Manual => Told.Strategy.Manual,
    };

    public static Told.LimitStatus ToWire(this LimitStatus limitStatus) => limitStatus switch
    {
        LimitStatus.NotAsked => Told.LimitStatus.NotAsked,
        LimitStatus.Enforced => Told.LimitStatus.Enforced,
        LimitStatus.BestEffort => Told.LimitStatus.BestEffort,
        LimitStatus.Absent => Told.LimitStatus.Absent,
    };

    public static Told.StopStep ToWire(this StopStep stopStep) => stopStep switch
    {
        StopStep.None => Told.StopStep.None,
        StopStep.Terminated => Told.StopStep.Terminated,
        StopStep.Killed => Told.StopStep.Killed,
    };

    public static Told.SurvivorProof ToWire(this SurvivorProof survivorProof) => survivorProof switch
    {
        SurvivorProof.NotAudited => Told.SurvivorProof.NotAudited,
        SurvivorProof.Mark => Told.SurvivorProof.Mark,
        SurvivorProof.Subreaper => Told.SurvivorProof.Subreaper,
        SurvivorProof.PidNamespace => Told.SurvivorProof.PidNamespace,
        SurvivorProof.Cgroup => Told.SurvivorProof.Cgroup,
    };

    public static Schedule ToCore(this Told.Schedule schedule) => schedule switch
    {
        Told.Schedule.Waves => Schedule.Waves,
        Told.Schedule.Eager => Schedule.Eager,
        Told.Schedule.Sequential => Schedule.Sequential,
    };

    public static RunStatus ToCore(this Told.RunStatus status) => status switch
    {
        Told.RunStatus.Queued => RunStatus.Queued,
        Told.RunStatus.Running => RunStatus.Running,
        Told.RunStatus.Stopping => RunStatus.Stopping,
        Told.RunStatus.Completed => RunStatus.Completed,
        Told.RunStatus.Failed => RunStatus.Failed,
        Told.RunStatus.Stopped => RunStatus.Stopped,
        Told.RunStatus.Cancelled => RunStatus.Cancelled,
    };

    public static Told.ConfinementDocument ToWire(this Confinement confinement) =>
        new(confinement.Tier.ToWire(), confinement.Memory.ToWire(), confinement.Cpu.ToWire(), confinement.Network.ToWire());

    /// <param name="mask">Hides secrets in the message.</param>
    /// <param name="strategy">What was done about it; null while that is not decided.</param>
    public static Told.FailureDocument ToWire(this Failure failure, SecretMask mask, Strategy? strategy) => new()
    {
        Category = failure.Category.ToWire(),
        Code = failure.Code,
        Message = mask.Apply(failure.Message),
        Line = failure.Line,
        Confidence = failure.Confidence,
        Strategy = strategy?.ToWire(),
    };

    /// <param name="mask">Hides secrets in the message.</param>
    public static Told.ExceptionDocument ToWire(this ReportedException exception, SecretMask mask) => new(
        exception.Type,
        mask.Apply(exception.Message),
        exception.Line,
        exception.Column,
        [.. exception.Frames.Select(frame => new Told.FrameDocument(frame.File, frame.Line, frame.Function, frame.InUserCode))]);
}
