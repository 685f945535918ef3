using Holdfast.Core.Completion;

namespace Holdfast.Core.Tests.Completion;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ntext\n\n", "plain|text")]
    [InlineData("\x1b[1;32mgreen\x1b[0m text", "green text")]
    [InlineData("10 %\r50 %\r100 %", "100 %")]
    [InlineData("Deploy finished\r\x1b[KDeploy failed", "Deploy failed")]
    [InlineData("abc\b\bX", "aXc")]
    [InlineData("one\ntwo\x1b[1A\rONE\nTWO", "ONE|TWO")]
    [InlineData("old page\nREADY\n\x1b[2J\x1b[Hnew page", "new page")]
    [InlineData("\x1b]0;a title\aafter", "after")]
    [InlineData("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link")]
    [InlineData("a\tb", "a       b")]
    [InlineData("x\x1b[3Dy\x1b[10Gz", "y        z")]
    [InlineData("shell\n\x1b[?1049h\x1b[Heditor\x1b[?1049l", "editor")]
    [InlineData("cut off \x1b[1;3", "cut off")]
    [InlineData("\x1b", "")]
    [InlineData("", "")]
    [InlineData("line\r\nnext\r\n", "line|next")]
    public void Lines_OfRawOutput_AreWhatAPersonSees(string raw, string lines) => Assert.Equal(lines, string.Join('|', TerminalText.Lines(raw)));

    // Every pair of what means something to a terminal: nothing throws, and nothing grows beyond its bounds.
    [Fact]
    public void Lines_OfAnySequence_AreBounded()
    {
        string[] parts = ["\x1b[", "\x1b]", "999999999", ";", "A", "B", "C", "H", "J", "K", "P", "s", "u", "m", "\r", "\n", "\b", "\t", "\a", "\x1b7", "\x1b8", "\x1bM", "?1049h", "é", "text"];

        foreach (var one in parts)
        {
            foreach (var two in parts)
            {
                foreach (var three in parts)
                {
                    var lines = TerminalText.Lines($"{one}{two}{three}x");
                    Assert.True(lines.Count <= 20_000 && lines.All(line => line.Length <= 4096), $"{one}{two}{three}");
                }
            }
        }
    }
}
