using Holdfast.Core.Plans;

namespace Holdfast.Core.Executions;

public enum LimitStatus { NotAsked, Enforced, BestEffort, Absent }

/// <summary>The walls an execution really had, limit by limit: what was asked for and is not there is said, not hidden.</summary>
public sealed record Confinement(SandboxTier Tier, LimitStatus Memory, LimitStatus Cpu, LimitStatus Network);
