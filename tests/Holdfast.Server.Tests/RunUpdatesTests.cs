using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire;
using AtomKind = Holdfast.Core.Plans.AtomKind;

namespace Holdfast.Server.Tests;

public sealed class RunUpdatesTests
{
    private static readonly ImmutableArray<Atom> Atoms =
    [
        new Atom { Key = "a", Kind = AtomKind.Shell, Code = "true" },
        new Atom { Key = "b", Kind = AtomKind.Shell, Code = "true" },
        new Atom { Key = "c", Kind = AtomKind.Shell, Code = "true", Needs = [0], Settings = new AtomSettings { Retries = 0 } },
    ];

    [Fact]
    public async Task Take_EventsBeforeAndAfterTheBeginning_AreToldOnceAndInOrder()
    {
        var told = new List<RunUpdate>();
        var updates = new RunUpdates(told.Add);
        await using var sample = await StoredRunSample.CreateAsync(Atoms, updates.Take);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));
        Assert.Empty(told);

        updates.Begin(sample.Run, sample.Plan, SecretMask.None, _ => true, jobs: 2, resumed: false, sample.Run.CreatedAt);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));
        await sample.RunNextAsync(new EndCause.Exited(3), TimeSpan.FromSeconds(1));

        Assert.Equal(
            [
                "RunStarted 1 of 3 in 2+1", "WaveStarted 1", "AtomStarted a#1", "Warning", "AtomConcluded a Succeeded", "AtomStarted b#1",
                "AtomConcluded b Succeeded", "WaveEnded 1", "WaveStarted 2", "AtomStarted c#1", "AttemptMissed c#1 exit_code", "AtomConcluded c Failed exit_code",
                "WaveEnded 2", "RunEnded Failed",
            ],
            told.Select(Short));
    }

    private static string Short(RunUpdate update) => update switch
    {
        RunUpdate.RunStarted run => $"RunStarted {run.Number} of {run.Total} in {string.Join('+', run.Waves)}",
        RunUpdate.WaveStarted wave => $"WaveStarted {wave.Wave}",
        RunUpdate.WaveEnded wave => $"WaveEnded {wave.Wave}",
        RunUpdate.AtomStarted atom => $"AtomStarted {atom.Key}#{atom.Attempt}",
        RunUpdate.AttemptMissed attempt => $"AttemptMissed {attempt.Key}#{attempt.Attempt} {attempt.Failure?.Code}",
        RunUpdate.AtomConcluded atom => $"AtomConcluded {atom.Key} {atom.Conclusion} {atom.Failure?.Code}".TrimEnd(),
        RunUpdate.RunEnded run => $"RunEnded {run.Status}",
        _ => update.GetType().Name,
    };
}
