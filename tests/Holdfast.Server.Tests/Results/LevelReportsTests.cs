using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire.Results;
using AtomKind = Holdfast.Core.Plans.AtomKind;
using ResultLevel = Holdfast.Core.Results.ResultLevel;

namespace Holdfast.Server.Tests.Results;

/// <summary>api/totals: a, b    api/views: c    web/pages: d. All start at once and end in the plan's order.</summary>
public sealed class LevelReportsTests
{
    private static readonly ImmutableArray<Atom> Atoms =
        [Make("a", "api", "totals"), Make("b", "api", "totals"), Make("c", "api", "views"), Make("d", "web", "pages")];

    [Fact]
    public async Task Of_System_TellsSameOutputOnceInTheOrderOfEnds()
    {
        await using var sample = await EndedAsync();
        new WrittenLog().Stdout("same\n").Stderr("careful\n").SaveTo(sample.FolderOf("a", 1).OutputLog);
        new WrittenLog().Stdout("other\n").SaveTo(sample.FolderOf("b", 1).OutputLog);
        // The same bytes, read in other pieces.
        new WrittenLog().Stdout("sa").Stderr("careful\n").Stdout("me\n").SaveTo(sample.FolderOf("c", 1).OutputLog);

        var system = (await ReportAsync(sample, ResultLevel.System)).System;

        Assert.Equal(["same\n a c", "other\n b"], Parts(system.Stdout));
        Assert.Equal(["careful\n a c"], Parts(system.Stderr));
        Assert.Equal((4, 3, 1, 0.75), (system.Numbers.Total, system.Numbers.Succeeded, system.Numbers.Failed, system.Numbers.SuccessRate));
        Assert.Equal([("boom", 1, "d")], system.Errors.Select(error => (error.Code, error.Count, string.Join(' ', error.AtomKeys))));
        Assert.Empty(system.Children);
    }

    [Fact]
    public async Task Of_Module_HasATreeWithOutputAtItsLeavesOnly()
    {
        await using var sample = await EndedAsync();
        new WrittenLog().Stdout("hello").SaveTo(sample.FolderOf("a", 1).OutputLog);
        new WrittenLog().Stdout("hello").SaveTo(sample.FolderOf("c", 1).OutputLog);

        var report = await ReportAsync(sample, ResultLevel.Module);

        Assert.Equal(
            ["system  4 -", "component api 3 -", "module totals 2 hello a", "module views 1 hello c", "component web 1 -", "module pages 1 "],
            Lines(report.System));
    }

    [Fact]
    public async Task Of_Atom_ReachesDownToEveryAtomWithItsConclusion()
    {
        await using var sample = await EndedAsync();

        var report = await ReportAsync(sample, ResultLevel.Atom);

        var atoms = report.System.Children.SelectMany(component => component.Children).SelectMany(module => module.Children);
        Assert.Equal(
            [("a", Conclusion.Succeeded), ("b", Conclusion.Succeeded), ("c", Conclusion.Succeeded), ("d", (Conclusion?)Conclusion.Failed)],
            atoms.Select(atom => (atom.Name, atom.Conclusion)));
    }

    [Fact]
    public async Task Of_Atom_MakesAtomsAsTheyAreReadAndOnce()
    {
        await using var sample = await EndedAsync();
        var module = (await ReportAsync(sample, ResultLevel.Atom)).System.Children[0].Children[0];

        // Written after the report was made: it is in it, so nothing was held.
        new WrittenLog().Stdout("late").SaveTo(sample.FolderOf("a", 1).OutputLog);

        Assert.Equal(2, module.Children.Count);
        Assert.Equal(["late a"], module.Children.SelectMany(atom => Parts(atom.Stdout)));
        Assert.Throws<InvalidOperationException>(() => module.Children.ToList());
    }

    [Fact]
    public async Task Of_OutputsThatDifferOnlyBehindTheCut_AreTwo()
    {
        await using var sample = await EndedAsync();
        var longest = new string('x', RunDocument.OutputLimitBytes);
        new WrittenLog().Stdout(longest + "1").SaveTo(sample.FolderOf("a", 1).OutputLog);
        new WrittenLog().Stdout(longest + "2").SaveTo(sample.FolderOf("b", 1).OutputLog);
        new WrittenLog().Stdout(longest + "1").SaveTo(sample.FolderOf("c", 1).OutputLog);

        var stdout = (await ReportAsync(sample, ResultLevel.System)).System.Stdout!;

        Assert.Equal([(true, 2, RunDocument.OutputLimitBytes), (true, 1, RunDocument.OutputLimitBytes)], stdout.Parts.Select(part => (part.Truncated, part.Atoms, part.Text.Length)));
    }

    [Fact]
    public async Task Of_CutThroughACharacter_LeavesTheCharacterOut()
    {
        await using var sample = await EndedAsync();
        new WrittenLog().Stdout(new string('x', RunDocument.OutputLimitBytes - 1) + "é").SaveTo(sample.FolderOf("a", 1).OutputLog);

        var part = Assert.Single((await ReportAsync(sample, ResultLevel.System)).System.Stdout!.Parts);

        Assert.Equal((new string('x', RunDocument.OutputLimitBytes - 1), true), (part.Text, part.Truncated));
    }

    [Fact]
    public async Task Of_RunUnderWay_TellsWhatIsStoredSoFar()
    {
        await using var sample = await StoredRunSample.CreateAsync(Atoms);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));
        await sample.TellAsync(RunCommand.Grant.Instance);
        new WrittenLog().Stdout("so far").SaveTo(sample.FolderOf("b", 1).OutputLog);

        var report = await ReportAsync(sample, ResultLevel.System);

        Assert.Equal((Protocol.Runs.RunStatus.Running, 3, 1.0), (report.Status, report.System.Numbers.Open, report.System.Numbers.SuccessRate));
        Assert.Equal(["so far b"], Parts(report.System.Stdout));
    }

    private static async Task<LevelReport> ReportAsync(StoredRunSample sample, ResultLevel level) =>
        new LevelReports(sample.Home).Of(sample.Run, await RunRecords.LoadAsync(sample.Store, sample.Run, sample.Plan, default), level, SecretMask.None);

    private static async Task<StoredRunSample> EndedAsync()
    {
        var sample = await StoredRunSample.CreateAsync(Atoms);
        await sample.TellAsync(RunCommand.Begin.Instance);
        for (var i = 0; i < 3; i++)
            await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));
        await sample.RunNextAsync(new EndCause.CouldNotStart("boom", "It went boom."), TimeSpan.FromSeconds(1));
        return sample;
    }

    private static Atom Make(string key, string component, string module) => new()
    {
        Key = key, Kind = AtomKind.Shell, Code = "true", Component = component, Module = module, Settings = AtomSettings.Default with { Retries = 0 },
    };

    private static IEnumerable<string> Parts(CombinedOutput? output) => output!.Parts.Select(part => $"{part.Text} {string.Join(' ', part.AtomKeys)}");

    private static IEnumerable<string> Lines(LevelNode node) => node.Children.SelectMany(Lines)
        .Prepend($"{node.Level.ToString().ToLowerInvariant()} {node.Name} {node.Numbers.Total} {(node.Stdout is null ? "-" : string.Join(';', Parts(node.Stdout)))}");
}
