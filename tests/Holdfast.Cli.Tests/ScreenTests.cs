using Holdfast.Cli.Screens;
using Holdfast.Protocol.Runs;
using Holdfast.Tests;

namespace Holdfast.Cli.Tests;

public sealed class ScreenTests
{
    private static readonly Paint Plain = new(on: false);

    [Fact]
    public void RunEnd_FailedRun_SaysWhatFailedAndWhatToDo() =>
        Snapshot.Match("run-end.txt", Drawn(writer => RunScreen.WriteEnd(writer, Plain, SampleDocuments.FailedRun)));

    [Fact]
    public void RunWhole_FailedRun_AddsWavesAndAtoms() =>
        Snapshot.Match("run-whole.txt", Drawn(writer => RunScreen.WriteWhole(writer, Plain, SampleDocuments.FailedRun)).Replace(Text.Time(ManualTime.Start), "TIME"));

    [Fact]
    public void RunEnd_ManyFailures_ListsTwentyAndCountsTheRest()
    {
        var run = SampleDocuments.FailedRun with { Atoms = [.. Enumerable.Range(1, 1000).Select(number => SampleDocuments.Failed with { Key = $"atom{number}" })] };

        var lines = Drawn(writer => RunScreen.WriteEnd(writer, Plain, run)).Split('\n');

        Assert.Equal(20, lines.Count(line => line.StartsWith("failed ", StringComparison.Ordinal)));
        Assert.Contains("… and 980 failed atoms more (holdfast runs show 12)", lines);
    }

    [Fact]
    public void Atom_RepairedInVain_ShowsEveryTryItsDiffAndTheLine() =>
        Snapshot.Match("atom.txt", Drawn(writer => AtomScreen.Write(writer, Plain, SampleDocuments.FailedAtom))
            .Replace(Text.Time(ManualTime.Start), "TIME").Replace(Text.Time(ManualTime.Start.AddSeconds(1)), "TIME"));

    [Fact]
    public void PlanOverview_WideWave_NamesSomeAndCountsTheRest() =>
        Snapshot.Match("plan-overview.txt", Drawn(writer => PlanOverviewScreen.Write(writer, Plain, SampleDocuments.Plan)));

    [Fact]
    public void PlanCheck_Faults_AreLinesThatEditorsJumpTo() =>
        Snapshot.Match("plan-check.txt", Drawn(writer => PlanCheckScreen.Write(writer, Plain, SampleDocuments.Check)));

    [Fact]
    public void Screens_HostileText_NeverReachesTheTerminal()
    {
        var drawn = Drawn(writer =>
        {
            RunScreen.WriteWhole(writer, Plain, SampleDocuments.FailedRun);
            AtomScreen.Write(writer, Plain, SampleDocuments.FailedAtom);
        });

        Assert.DoesNotContain('\e', drawn);
    }

    [Fact]
    public void Columns_ColouredCells_AreAlignedAsIfPlain()
    {
        var columns = new Columns("A", "B");
        columns.Add(new Paint(on: true).Red("x"), "1");
        columns.Add("longer", "2");

        Assert.Equal("A       B\n\e[31mx\e[0m       1\nlonger  2", Drawn(writer => columns.Write(writer, Plain)));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(1000, "1.0 s")]
    [InlineData(61_000, "1 min 01 s")]
    [InlineData(7_380_000, "2 h 03 min")]
    public void Duration_OfAnyLength_IsShort(long milliseconds, string expected) => Assert.Equal(expected, Text.Duration(milliseconds));

    [Theory]
    [InlineData("a\u202Etxt.exe", "a\uFFFDtxt.exe")]
    [InlineData("\u2066a\u2069\u200F\u061C", "\uFFFDa\uFFFD\uFFFD\uFFFD")]
    [InlineData("one\u2028two", "one\uFFFDtwo")]
    [InlineData("\e[31mred", "\uFFFD[31mred")]
    [InlineData("שלום, 👩\u200D🚀", "שלום, 👩\u200D🚀")]
    public void OneLine_OfWhatWouldTurnOrMoveTheRest_ShowsIt(string text, string expected) => Assert.Equal(expected, Text.OneLine(text));

    [Fact]
    public void Word_OfAnEnum_ReadsAsWords() => Assert.Equal("backing off", Text.Word(AtomProgress.BackingOff));

    private static string Drawn(Action<TextWriter> draw)
    {
        using var writer = new StringWriter();
        draw(writer);
        return writer.ToString().TrimEnd('\n');
    }
}
