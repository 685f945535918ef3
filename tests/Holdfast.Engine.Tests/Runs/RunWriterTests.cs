using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Tests.Runs;

public sealed class RunWriterTests : IAsyncDisposable
{
    private const int Jobs = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WriterHome home = new();

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task DriveAsync_DecidingFails_EndsWithThatAndGivesEveryPlaceBack()
    {
        await using var dispatcher = new Dispatcher(Jobs, _ => Task.CompletedTask);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = await home.CreateAsync(dispatcher, new RunTurns(Jobs), observer: events =>
        {
            if (events.OfType<RunEvent.AttemptStarted>().Any())
                started.TrySetResult();
        });
        writer.Post(RunCommand.Begin.Instance);
        var driven = writer.DriveAsync([], []);
        await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        // No atom has this number, which nobody can have expected.
        writer.Post(new RunCommand.RetryDue(Atom: 99, TimeProvider.System.GetUtcNow()));

        await Assert.ThrowsAsync<IndexOutOfRangeException>(() => driven.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.False(writer.TryNudge(), "The writer still takes commands that nobody will read.");
        var places = 0;
        while (dispatcher.TryReserve(writer))
            places++;
        Assert.Equal(2 * Jobs, places);
        // What it had passed on before comes to its end first.
        await dispatcher.CloseAsync(new EndCause.Lost("The test is over.", Begun: false)).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Leave_SomethingUnhurriedWasToldBefore_IsStoredAllTheSame()
    {
        await using var dispatcher = new Dispatcher(Jobs, _ => Task.CompletedTask);
        var started = new TaskCompletionSource<RunEvent.AttemptStarted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new List<RunEvent.AttemptEnded>();
        var writer = await home.CreateAsync(dispatcher, new RunTurns(Jobs), observer: events =>
        {
            if (events.OfType<RunEvent.AttemptStarted>().FirstOrDefault() is { } first)
                started.TrySetResult(first);
            ended.AddRange(events.OfType<RunEvent.AttemptEnded>());
        });
        writer.Post(RunCommand.Begin.Instance);
        var driven = writer.DriveAsync([], []);
        var attempt = await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var now = TimeProvider.System.GetUtcNow();

        writer.PostUnhurried(new RunCommand.Report(attempt.Atom, attempt.Number, new ExecutionReport(
            new ExecutionEnding { Cause = new EndCause.Exited(0), StartedAt = now, EndedAt = now, Duration = TimeSpan.Zero })));
        writer.Leave();

        await driven.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([(attempt.Atom, attempt.Number)], ended.Select(end => (end.Atom, end.Number)));
        await dispatcher.CloseAsync(new EndCause.Lost("The test is over.", Begun: false)).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
