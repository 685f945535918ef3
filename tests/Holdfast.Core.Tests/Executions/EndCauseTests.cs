using Holdfast.Core.Executions;

namespace Holdfast.Core.Tests.Executions;

public class EndCauseTests
{
    public static readonly TheoryData<EndCause, int> Codes = new()
    {
        { new EndCause.Exited(0), 0 },
        { new EndCause.Exited(3), 3 },
        { new EndCause.Signalled(9), 137 },
        { new EndCause.Signalled(2), 130 },
        { new EndCause.WallTime(TimeSpan.FromSeconds(1)), 124 },
        { new EndCause.Stalled(TimeSpan.FromSeconds(1)), 124 },
        { new EndCause.OutOfMemory(null), 137 },
        { new EndCause.TooManyProcesses(), 137 },
        { new EndCause.OutputLimit(1), 137 },
        { new EndCause.CancelledBy("me"), 143 },
        { new EndCause.Lost("gone"), 137 },
        { new EndCause.Lost("never there", Begun: false), 125 },
        { new EndCause.CouldNotStart("interpreter_missing", ""), 127 },
        { new EndCause.CouldNotStart("permission_denied", ""), 126 },
        { new EndCause.DiskFull("/"), 1 },
        { new EndCause.AgentReported("no"), 1 },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void ExitCode_OfEachCause_IsWhatAShellWouldSay(EndCause cause, int expected) => Assert.Equal(expected, cause.ExitCode);
}
