using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Protocol;
using Holdfast.Server.Wire.Results;
using Holdfast.Tests;
using AtomKind = Holdfast.Core.Plans.AtomKind;

namespace Holdfast.Server.Tests.Results;

public sealed class RunStatsDocumentsTests
{
    // Wave 1: sum succeeds, flaky is killed and then succeeds. Wave 2: total succeeds.
    private static readonly ImmutableArray<Atom> Atoms =
    [
        new Atom { Key = "sum", Kind = AtomKind.Python, Code = "result = 6", Component = "api", Module = "totals" },
        new Atom { Key = "flaky", Kind = AtomKind.Shell, Code = "kill -9 $$" },
        new Atom { Key = "total", Kind = AtomKind.Shell, Code = "true", Needs = [0, 1] },
    ];

    [Fact]
    public async Task Of_EndedRun_TellsAtomsWavesAndTheWhole()
    {
        await using var sample = await StoredRunSample.CreateAsync(Atoms);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));
        await sample.RunNextAsync(new EndCause.Signalled(9), TimeSpan.FromSeconds(2));
        await sample.WaitUntilDueAsync("flaky");
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(3));
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));

        var stats = RunStatsDocuments.Of(sample.Run, await RunRecords.LoadAsync(sample.Store, sample.Run, sample.Plan, default));

        // When it ran again depends on chance.
        var told = stats with { System = stats.System with { Timeline = stats.System.Timeline with { SliceMs = 0, Slices = [] }, Numbers = WithoutChance(stats.System.Numbers) }, Waves = [.. stats.Waves.Select(wave => wave with { StartedAt = null, EndedAt = null, Numbers = WithoutChance(wave.Numbers) })] };
        Snapshot.Match("stats.json", JsonSerializer.Serialize(told, ProtocolJson.Indented.RunStats));
    }

    private static Protocol.Results.LevelNumbers WithoutChance(Protocol.Results.LevelNumbers numbers) => numbers with { FirstStart = null, LastEnd = null, SpanMs = 0, Parallelism = 0 };
}
