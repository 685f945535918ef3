using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Fixing;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Runs;

/// <summary>Puts a failure before the fixers, in their order, and takes the first answer.</summary>
internal sealed class FixDesk(string home, IStore store, IReadOnlyList<IFixer> fixers)
{
    public async Task<RunCommand> AnswerAsync(RunId run, Atom atom, RunEffect.AskForFix ask, CancellationToken cancellationToken)
    {
        string why;
        try
        {
            var request = await DescribeAsync(run, atom, ask, cancellationToken);
            var answers = new List<string>();
            foreach (var fixer in fixers)
            {
                switch (await fixer.ProposeAsync(request, cancellationToken))
                {
                    case FixProposal.Proposed proposed:
                        CrashPoint.Pass(CrashPoint.FixedBeforeReport);
                        return new RunCommand.Fixed(ask.Atom, ask.Attempt, ask.Strategy, proposed.Revision);
                    case FixProposal.Declined declined:
                        answers.Add(declined.Why);
                        break;
                }
            }

            why = string.Join(' ', answers);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of one question: a fixer that fails, be it by a time-out of its own, is one without an answer, and the run goes on.
            why = $"The fixers failed: {exception.GetType().Name}: {exception.Message}";
        }

        return new RunCommand.NotFixed(ask.Atom, ask.Attempt, ask.Strategy, why);
    }

    private async Task<FixRequest> DescribeAsync(RunId run, Atom atom, RunEffect.AskForFix ask, CancellationToken cancellationToken)
    {
        var history = ask.History;
        var earlier = new List<FixTry>();
        for (var failure = 0; failure < history.Failures.Length - 1; failure++)
            earlier.Add(new FixTry(await CodeAsync(history.FailedRevisions[failure]), history.Failures[failure]));

        var input = AttemptFolder.Of(home, new AttemptId(run, atom.Key, ask.Attempt).Execution).Input;
        return new FixRequest
        {
            Kind = atom.Kind,
            Code = await CodeAsync(history.FailedRevisions[^1]),
            Failure = history.Failures[^1],
            Exception = history.LastException,
            Strategy = ask.Strategy,
            // Without a folder it never got as far as its input.
            InputJson = File.Exists(input) ? await File.ReadAllTextAsync(input, cancellationToken) : "{}",
            Earlier = [.. earlier],
            Settings = atom.Settings,
        };

        async Task<string> CodeAsync(int revision) => await store.LoadCodeAsync(run, atom, revision, cancellationToken) ?? "";
    }
}
