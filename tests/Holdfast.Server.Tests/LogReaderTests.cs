using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Runtimes;
using Holdfast.Server.Executions;

namespace Holdfast.Server.Tests;

/// <summary>Readers that go on where an earlier answer ended, on logs whose middle was removed.</summary>
public sealed class LogReaderTests : IDisposable
{
    // More than a page, so that every frame is a page.
    private const int FrameBytes = 70_000;
    private const string Secret = "hunter2hunter2";

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-log-").FullName;
    private int line;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Renderings => ["raw", "raw, masked", "lines", "lines, masked"];

    [Theory]
    [MemberData(nameof(Renderings))]
    public async Task CopyAsync_AfterAnyPage_GivesWhatFollowsAndNothingTwice(string rendering)
    {
        Write(isCut: true);
        var pages = await ReadAsync(rendering);

        Assert.True(pages.Count > 3, $"There are only {pages.Count} pages.");
        for (var had = 1; had <= pages.Count; had++)
            Assert.Equal(Text(pages), Text(pages.Take(had)) + Text(await ReadAsync(rendering, pages[had - 1].Place)));
    }

    [Theory]
    [MemberData(nameof(Renderings))]
    public async Task CopyAsync_BehindWhatWasRemovedMeanwhile_GivesTheRestOnce(string rendering)
    {
        Write(isCut: false);
        var before = await ReadAsync(rendering);
        Write(isCut: true);
        var cut = Text(await ReadAsync(rendering));
        var behindTheCut = cut[cut.IndexOf('\n', cut.IndexOf("bytes were discarded", StringComparison.Ordinal))..];

        for (var had = 1; had <= before.Count; had++)
        {
            var place = before[had - 1].Place;
            var rest = Text(await ReadAsync(rendering, place));
            if (place.Position >= 6 * FrameBytes)
                Assert.Equal(Text(before), Text(before.Take(had)) + rest);
            else
                Assert.Equal((1, behindTheCut), (Count(rest, "bytes were discarded"), rest[^behindTheCut.Length..]));
        }

        Assert.Contains($"{2 * FrameBytes} bytes were discarded", cut, StringComparison.Ordinal);
        Assert.Contains($"{FrameBytes} bytes were discarded", Text(await ReadAsync(rendering, new LogPlace(5 * FrameBytes, 0, IsWithinLine: true))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CopyAsync_SecretWhereALongLineIsCut_IsHiddenWhereverAReaderGoesOn()
    {
        var before = new string('x', LongLine.MostBytes - 6);
        new WrittenLog().Stdout(before + Secret[..9]).Stdout(Secret[9..] + new string('y', 100)).Stdout("z\n").SaveTo(Path.Combine(folder, "output.log"));

        var pages = await ReadAsync("lines, masked");

        Assert.Equal([before, $"***{new string('y', 100)}z"], Text(pages).Split('\n')[..^1].Select(each => JsonDocument.Parse(each).RootElement.GetProperty("text").GetString()));
        for (var had = 1; had <= pages.Count; had++)
            Assert.Equal(Text(pages), Text(pages.Take(had)) + Text(await ReadAsync("lines, masked", pages[had - 1].Place)));
    }

    [Theory]
    [InlineData("12-3-0", true)]
    [InlineData("12-3", false)]
    [InlineData("12-3-2", false)]
    [InlineData("-1-3-0", false)]
    [InlineData("x-3-0", false)]
    public void LogPlace_IsReadAsItWasWritten(string text, bool isOne)
    {
        var place = LogPlace.TryParse(text);

        Assert.Equal(isOne ? text : null, place?.ToString());
    }

    /// <summary>Four frames, a part of two that may be removed, and a part of four: lines and secrets run across them.</summary>
    private void Write(bool isCut)
    {
        line = 0;
        var frames = Frames().ToArray();
        var log = new WrittenLog();
        foreach (var frame in frames[..4])
            log.Stdout(frame);
        log.Continued().SaveTo(Path.Combine(folder, "output.log"));
        var middle = new WrittenLog().Behind(4 * FrameBytes);
        foreach (var frame in frames[4..6])
            middle.Stdout(frame);
        middle.Continued().SaveTo(Path.Combine(folder, "output.1.log"));
        if (isCut)
            File.Delete(Path.Combine(folder, "output.1.log"));
        var end = new WrittenLog().Behind(6 * FrameBytes);
        foreach (var frame in frames[6..])
            end.Stdout(frame);
        end.SaveTo(Path.Combine(folder, "output.2.log"));
    }

    private IEnumerable<string> Frames()
    {
        var text = new StringBuilder();
        for (var frame = 0; frame < 10; frame++)
        {
            while (text.Length < FrameBytes)
                text.Append(CultureInfo.InvariantCulture, $"line {++line} {(line % 7 == 0 ? Secret : "of the log")}\n");
            yield return text.ToString(0, FrameBytes);
            text.Remove(0, FrameBytes);
        }
    }

    private async Task<List<(string Text, LogPlace Place)>> ReadAsync(string rendering, LogPlace? after = null)
    {
        var pages = new List<(string Text, LogPlace Place)>();
        var mask = rendering.EndsWith("masked", StringComparison.Ordinal) ? SecretMask.Of([Secret]) : SecretMask.None;
        await LogReader.CopyAsync(
            Path.Combine(folder, "output.log"), () => rendering.StartsWith("raw", StringComparison.Ordinal) ? new RawRendering(mask) : new LineRendering(mask), new LogStart(Tail: null, Offset: 0, after),
            changes: null,
            (page, place) =>
            {
                pages.Add((Encoding.UTF8.GetString(page.Span), place));
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return pages;
    }

    private static string Text(IEnumerable<(string Text, LogPlace Place)> pages) => string.Concat(pages.Select(page => page.Text));

    private static int Count(string text, string what) => text.Split(what).Length - 1;
}
