using Holdfast.Engine.Runtimes;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Executions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Tests;

public sealed class LogLinesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-logs-").FullName;

    private string Log => Path.Combine(folder, "output.log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_LinesOfBothStreamsInPieces_AreWholeAndInOrderOfTheirEnd()
    {
        new WrittenLog().Stdout("one\ntw").Stderr("oops\r\n").Stdout("o\n\nrest").SaveTo(Log);

        Assert.Equal(
            [
                Line(1, OutputStream.Stdout, "one"), Line(2, OutputStream.Stderr, "oops"), Line(3, OutputStream.Stdout, "two"),
                Line(3, OutputStream.Stdout, ""), Line(3, OutputStream.Stdout, "rest"),
            ],
            Read());
    }

    [Fact]
    public void Read_SecretInPieces_IsHidden()
    {
        new WrittenLog().Stdout("it is s3cret").Stdout("-token!\n").SaveTo(Log);

        Assert.Equal([Line(2, OutputStream.Stdout, "it is ***!")], Read());
    }

    [Fact]
    public void Read_CharacterCutByTheFrame_IsWhole()
    {
        var euro = "€"u8.ToArray();
        new WrittenLog().Stdout(euro[..1]).Stdout(euro[1..]).SaveTo(Log);

        Assert.Equal([Line(2, OutputStream.Stdout, "€")], Read());
    }

    [Fact]
    public void Read_LineWithoutEnd_ComesInPiecesThatMakeItWhole()
    {
        var text = string.Concat(Enumerable.Repeat("ä€x", LongLine.MostBytes / 4));
        var log = new WrittenLog();
        foreach (var piece in text.Chunk(30_000))
            log.Stdout(new string(piece));
        log.SaveTo(Log);

        var lines = Read();

        Assert.Equal(2, lines.Count);
        Assert.Equal(text, string.Concat(lines.Select(line => line.Text)));
    }

    [Theory]
    [InlineData(-12)]
    [InlineData(-11)]
    [InlineData(-6)]
    [InlineData(-1)]
    [InlineData(0)]
    public void Read_SecretWhereALongLineIsCut_IsHidden(int fromTheCut)
    {
        var before = new string('x', LongLine.MostBytes + fromTheCut);
        new WrittenLog().Stdout(before + "s3cret").Stdout("-token" + new string('y', 100)).Stdout("\n").SaveTo(Log);

        Assert.Equal(before + "***" + new string('y', 100), string.Concat(Read().Select(line => line.Text)));
    }

    [Fact]
    public void Read_OutputPastTheLimit_SaysHowMuchIsMissing()
    {
        new WrittenLog().Stdout("kept\n").Discarded(1234).SaveTo(Log);

        Assert.Equal(
            [Line(1, OutputStream.Stdout, "kept"), Line(2, OutputStream.Notice, "1234 bytes were discarded, because they went past the output limit.")], Read());
    }

    [Fact]
    public void Read_NoLog_HasNoLines() => Assert.Empty(Read());

    private List<LogLine> Read() => [.. LogLines.Read(Log, "sum", 2, Start, SecretMask.Of(["s3cret-token"]))];

    private static LogLine Line(int second, OutputStream stream, string text) => new("sum", 2, Start.AddSeconds(second), stream, text);
}
