using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Core.Tests.Executions;

public class ExecutionTransitionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProcessIdentity Process = new(7, 7, Guid.Empty);
    private static readonly ExecutionEnding Ending = new() { Cause = new EndCause.Exited(0), StartedAt = Noon, EndedAt = Noon, Duration = TimeSpan.Zero };

    private static readonly ExecutionState[] States =
    [
        new ExecutionState.Queued(), new ExecutionState.Processing(Process, Noon), new ExecutionState.TimingOut(Process, Noon, new EndCause.WallTime(TimeSpan.FromSeconds(1))),
        new ExecutionState.Zombie(null, "Nothing is there."), new ExecutionState.Cancelling(Process, Noon, "me"),
        new ExecutionState.Completed(Ending), new ExecutionState.Failed(Ending), new ExecutionState.Cancelled("me", null),
    ];

    [Fact]
    public void Move_EveryPair_IsTakenOrRefusedByTheTable()
    {
        Assert.Equal(Enum.GetValues<ExecutionStatus>(), States.Select(state => state.Status));
        foreach (var from in States)
        {
            foreach (var to in States)
            {
                if (ExecutionTransitions.IsLegal(from.Status, to.Status))
                    Assert.Same(to, ExecutionTransitions.Move(default, from, to));
                else
                    Assert.Throws<InvalidOperationException>(() => ExecutionTransitions.Move(default, from, to));
            }
        }
    }

    [Fact]
    public void Move_Illegal_NamesBothEnds()
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => ExecutionTransitions.Move(default, new ExecutionState.Completed(Ending), new ExecutionState.Processing(Process, Noon)));

        Assert.Equal("Execution 00000000-0000-0000-0000-000000000000 is Completed and cannot become Processing.", refused.Message);
    }

    [Fact]
    public void Transitions_All_AreTheDocumentedOnes()
    {
        var path = DocumentPath();
        var described = Describe();
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, described);

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", described);
    }

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/states/execution.md"));

    private static string Describe()
    {
        var text = new StringBuilder("""
            # Execution states

            One supervised process. Written by a test from the table of legal moves; it fails when they differ. `HOLDFAST_UPDATE=1` writes this file anew.

            ```mermaid
            stateDiagram-v2
                [*] --> queued

            """);
        foreach (var from in Enum.GetValues<ExecutionStatus>())
        {
            foreach (var to in ExecutionTransitions.From(from))
                text.Append("    ").Append(Name(from)).Append(" --> ").Append(Name(to)).Append('\n');
        }

        return text.Append("```\n").ToString();
    }

    private static string Name(ExecutionStatus status) => status == ExecutionStatus.TimingOut ? "timing_out" : status.ToString().ToLowerInvariant();
}
