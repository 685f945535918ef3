using Holdfast.Cli.Screens;

namespace Holdfast.Cli.Tests;

public sealed class DiaryPrinterTests
{
    [Theory]
    [InlineData("""{"at":"2026-11-21T22:25:40.905Z","level":"info","logger":"daemon","event":"daemon_ended","message":"ended"}""", "2026-11-21T22:25:40.905Z info  ended")]
    [InlineData("""{"at":"T","level":"error","message":"a\u001b[2J\nb","exception":"X: y\u001b[2J\n  at z\u0007"}""", "T error a\uFFFD[2J b: X: y\uFFFD[2J\n      at z\uFFFD")]
    [InlineData("2026-11-21T22:25:40.905Z info  ended", "2026-11-21T22:25:40.905Z info  ended")]
    [InlineData("Unhandled exception. {not ours}", "Unhandled exception. {not ours}")]
    [InlineData("{broken", "{broken")]
    [InlineData("""{"at":5,"level":"info","message":"x"}""", """{"at":5,"level":"info","message":"x"}""")]
    public void ForPeople_AnyLine_IsText(string line, string shown) => Assert.Equal(shown, DiaryPrinter.ForPeople(line));

    [Fact]
    public async Task Print_InPieces_PrintsWholeLinesAndTheLastAtTheEnd()
    {
        using var text = new StringWriter();
        var printer = new DiaryPrinter(text, asWritten: false);

        await printer.PrintAsync("one\n{\"at\":\"T\",\"level\":\"warn\",", TestContext.Current.CancellationToken);
        var first = text.ToString();
        await printer.PrintAsync("\"message\":\"two\"}\nthr", TestContext.Current.CancellationToken);
        await printer.PrintAsync("ee", TestContext.Current.CancellationToken);
        await printer.EndAsync();

        Assert.Equal(("one\n", "one\nT warn  two\nthree"), (first, text.ToString()));
    }
}
