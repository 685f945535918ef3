using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class ExecutionHealthTests
{
    private static readonly LivenessPolicy Policy = new(HeartbeatTimeout: TimeSpan.FromMinutes(10), PhantomGrace: TimeSpan.FromMinutes(15));

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly ExecutionFacts Fine = new(
        new ExecutionId(new Guid("01990000-0000-7000-8000-000000000001")), 7, ExecutionStatus.Processing, TimeAllowance.Extended.Default, TimeSpan.FromMinutes(20),
        ShimLives: true, ProcessLives: true, HasExit: false, WasStarted: true, TimeSpan.FromSeconds(20));

    private static readonly Suspicion Suspicion = new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(30), "No progress for 30 s.");

    public static readonly TheoryData<ExecutionFacts, bool, HealthCondition, bool> Cases = new()
    {
        { Fine, false, HealthCondition.Healthy, false },
        { Fine, true, HealthCondition.Suspected, true },
        { Fine with { Status = ExecutionStatus.Queued, WasStarted = false, ShimLives = false, ProcessLives = false }, false, HealthCondition.Waiting, false },
        { Fine with { Status = ExecutionStatus.Cancelling }, true, HealthCondition.Ending, false },
        { Fine with { Status = ExecutionStatus.TimingOut }, false, HealthCondition.Ending, false },
        { Fine with { HeartbeatAge = Policy.HeartbeatTimeout }, false, HealthCondition.Healthy, false },
        { Fine with { HeartbeatAge = Policy.HeartbeatTimeout + Second }, true, HealthCondition.Silent, true },
        { Fine with { HeartbeatAge = Policy.HeartbeatTimeout + Second, Status = ExecutionStatus.Cancelling }, false, HealthCondition.Silent, true },
        { Fine with { ShimLives = false }, false, HealthCondition.Zombie, true },
        { Fine with { ShimLives = false, ProcessLives = false }, false, HealthCondition.Phantom, true },
        { Fine with { ShimLives = false, ProcessLives = false, WasStarted = false }, false, HealthCondition.Phantom, true },
        // What nothing proves is believed for a while.
        { Fine with { ShimLives = false, ProcessLives = false, WasStarted = false, Unseen = Policy.PhantomGrace }, false, HealthCondition.Healthy, false },
        { Fine with { ShimLives = false, ProcessLives = false, WasStarted = false, Unseen = Policy.PhantomGrace + Second }, false, HealthCondition.Phantom, true },
        { Fine with { Status = ExecutionStatus.Queued, WasStarted = false, ShimLives = false, ProcessLives = false, Unseen = Second }, false, HealthCondition.Healthy, false },
        { Fine with { Status = ExecutionStatus.Queued, WasStarted = false, ShimLives = false, ProcessLives = false, Unseen = Policy.PhantomGrace + Second }, false, HealthCondition.Phantom, true },
        // A zombie of the kernel is one as long as its shim does not reap it.
        { Fine with { ProcessLives = false, ProcessIsZombie = true }, false, HealthCondition.Ending, false },
        { Fine with { ProcessLives = false, ProcessIsZombie = true, ShimIsStopped = true }, false, HealthCondition.Zombie, true },
        { Fine with { ProcessLives = false, ProcessIsZombie = true, HeartbeatAge = TimeSpan.FromMinutes(1) }, false, HealthCondition.Zombie, true },
        // What wrote its end has one, whoever is dead.
        { Fine with { ShimLives = false, HasExit = true }, false, HealthCondition.Ending, false },
        { Fine with { Running = TimeSpan.FromHours(2) }, false, HealthCondition.Overdue, true },
        { Fine with { Running = TimeSpan.FromHours(2), Allowance = new TimeAllowance.Unlimited() }, false, HealthCondition.Healthy, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judge_WhatWasSeen_IsOneCondition(ExecutionFacts facts, bool isSuspected, HealthCondition expected, bool isUnhealthy)
    {
        var health = HealthRules.Judge(facts, isSuspected ? Suspicion : null, Policy);

        Assert.Equal((expected, isUnhealthy), (health.Condition, health.IsUnhealthy));
        Assert.EndsWith(".", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_Cases_ShowEveryConditionThereIs() =>
        Assert.Equal(Enum.GetValues<HealthCondition>(), Cases.Select(each => each.Data.Item3).Distinct().Order());
}
