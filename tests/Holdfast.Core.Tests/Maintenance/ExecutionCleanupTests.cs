using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class ExecutionCleanupTests
{
    private static readonly ExecutionRule Rule = new(ExecutionRule.DefaultTimeout, null);
    private static readonly ExecutionRule Shorter = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));

    private static readonly ExecutionFacts Fine = new(
        new ExecutionId(new Guid("01990000-0000-7000-8000-000000000001")), 7, ExecutionStatus.Processing, TimeAllowance.Extended.Default, TimeSpan.FromMinutes(20),
        ShimLives: true, ProcessLives: true, HasExit: false, WasStarted: true, TimeSpan.FromSeconds(20));

    public static readonly TheoryData<ExecutionFacts, ExecutionRule, int?> Cases = new()
    {
        { Fine, Rule, null },
        { Fine with { HeartbeatAge = TimeSpan.FromMinutes(31) }, Rule, 124 },
        { Fine with { HeartbeatAge = null }, Rule, null },
        { Fine with { ShimLives = false, ProcessLives = false }, Rule, 137 },
        { Fine with { ShimLives = false, ProcessLives = false, HasExit = true }, Rule, null },
        { Fine with { ShimLives = false, ProcessLives = false, WasStarted = false }, Rule, 125 },
        { Fine with { Status = ExecutionStatus.Queued, ShimLives = false, ProcessLives = false, WasStarted = false, Running = null }, Rule, null },
        // 1800 s, three times 900 s, and the leeway.
        { Fine with { Running = TimeSpan.FromMinutes(76) }, Rule, null },
        { Fine with { Running = TimeSpan.FromMinutes(78) }, Rule, 124 },
        { Fine, Shorter, 124 },
        { Fine with { Allowance = new TimeAllowance.Unlimited(), Running = TimeSpan.FromDays(3) }, Shorter, null },
        { Fine with { Allowance = new TimeAllowance.Exactly(TimeSpan.FromHours(1)), Running = TimeSpan.FromMinutes(61) }, Shorter, null },
        { Fine with { Allowance = new TimeAllowance.Exactly(TimeSpan.FromHours(1)), Running = TimeSpan.FromMinutes(63) }, Shorter, 124 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void CauseOf_ARecordThatIsNotOver_IsWhatIsWrongWithIt(ExecutionFacts facts, ExecutionRule rule, int? exitCode)
    {
        Assert.Equal(exitCode, ExecutionCleanup.CauseOf(facts, rule)?.ExitCode);
        Assert.Equal(exitCode is not null, ExecutionCleanup.Decide(facts, rule).Acts);
    }

    [Theory]
    [InlineData(RecordStanding.Over, true)]
    [InlineData(RecordStanding.Unknown, false)]
    [InlineData(RecordStanding.OpenAttempt, false)]
    [InlineData(RecordStanding.OpenExecution, false)]
    public void DecideProcesses_ATreeThatIsFine_EndsOnlyOrphans(RecordStanding standing, bool ends)
    {
        var tree = new TreeFacts(Fine.Id, 2, 0, "sh, sleep", 1 << 20, TimeSpan.FromHours(3), standing, standing is RecordStanding.OpenExecution ? Fine : null);

        Assert.Equal(ends, ProcessCleanup.Decide(tree, Rule).Acts);
    }

    [Fact]
    public void DecideProcesses_AStuckTree_EndsIt() => Assert.True(ProcessCleanup.Decide(
        new TreeFacts(Fine.Id, 2, 0, "sleep", 1 << 20, TimeSpan.FromHours(3), RecordStanding.OpenExecution, Fine), Shorter).Acts);
}
