using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Runs;

/// <summary>Asks the fixers, in their order, for repaired code.</summary>
internal sealed class FixDesk
{
    public Task<RunCommand> AnswerAsync(RunId run, Atom atom, RunEffect.AskForFix ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<RunCommand>(new RunCommand.NotFixed(ask.Atom, ask.Attempt, ask.Strategy, $"No fixer has an answer for atom '{atom.Key}' of run {run}."));
    }
}
