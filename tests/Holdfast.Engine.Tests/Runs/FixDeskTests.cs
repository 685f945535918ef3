using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Fixing;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Engine.Tests.Runs;

public sealed class FixDeskTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("holdfast-fix-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    // As an HTTP client's time-out shows itself.
    [Fact]
    public async Task AnswerAsync_FixerThatGivesUpByItself_IsAnAnswerAndNoSilence()
    {
        var answer = await AskAsync(new TaskCanceledException("The request timed out."), CancellationToken.None);

        Assert.Equal(
            new RunCommand.NotFixed(0, 1, Strategy.Fix, "The fixers failed: TaskCanceledException: The request timed out."), answer);
    }

    [Fact]
    public async Task AnswerAsync_RunIsOver_EndsWithoutAnAnswer() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => AskAsync(new OperationCanceledException(), new CancellationToken(canceled: true)));

    private async Task<RunCommand> AskAsync(Exception fault, CancellationToken over)
    {
        await using var store = SqliteStore.Open(Path.Combine(home, "store.db"));
        var failure = new Failure { Category = FailureCategory.Runtime, Code = "value_error", Message = "It failed.", Confidence = 1, Rule = "test" };
        var ask = new RunEffect.AskForFix(0, 1, Strategy.Fix, AtomHistory.Empty.Failed(failure, null));
        return await new FixDesk(home, store, [new FailingFixer(fault)])
            .AnswerAsync(new RunId(Guid.CreateVersion7()), new Atom { Key = "a", Kind = AtomKind.Python, Code = "x" }, ask, over);
    }

    private sealed class FailingFixer(Exception fault) : IFixer
    {
        public string Name => "failing";

        public Task<FixProposal> ProposeAsync(FixRequest request, CancellationToken cancellationToken) => Task.FromException<FixProposal>(fault);
    }
}
