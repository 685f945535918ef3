using System.Threading.Channels;

namespace Holdfast.Processes.Tests;

public sealed class FolderWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-watch-").FullName;
    private readonly Channel<string> heard = Channel.CreateUnbounded<string>();

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task TryListen_FileOfItsNameIsFinished_IsHeard()
    {
        using var watch = new FolderWatch(FolderNews.FinishedFiles);
        using var other = watch.TryListen(folder, "other", Say("other"));
        using var one = watch.TryListen(folder, "one", Say("one"));

        await File.WriteAllTextAsync(In("one"), "done");

        await HearAsync("one");
        Assert.DoesNotContain("other", Rest());
    }

    [Fact]
    public async Task TryListen_FileOnlyGrows_IsNewsOfGrowingFilesAlone()
    {
        await File.WriteAllTextAsync(In("log"), "");
        await using var log = new FileStream(In("log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var growing = new FolderWatch(FolderNews.GrowingFiles);
        using var finished = new FolderWatch(FolderNews.FinishedFiles);
        using var first = finished.TryListen(folder, "log", Say("finished"));
        using var second = growing.TryListen(folder, name: null, Say("growing"));

        await log.WriteAsync("more"u8.ToArray());

        await HearAsync("growing");
        Assert.DoesNotContain("finished", Rest());
    }

    [Fact]
    public async Task TryListen_TwoInOneFolder_BothHearAndOneMayLeave()
    {
        using var watch = new FolderWatch(FolderNews.GrowingFiles);
        using var stays = watch.TryListen(folder, name: null, Say("stays"));
        var leaves = watch.TryListen(folder, name: null, Say("leaves"))!;

        await File.WriteAllTextAsync(In("a"), "a");
        await HearAsync("stays");
        await HearAsync("leaves");
        leaves.Dispose();
        // What was under way as it left has passed once the other hears of something later.
        using var mark = watch.TryListen(folder, "mark", Say("mark"));
        await File.WriteAllTextAsync(In("mark"), "m");
        await HearAsync("mark");
        _ = Rest();

        await File.WriteAllTextAsync(In("b"), "b");

        await HearAsync("stays");
        Assert.DoesNotContain("leaves", Rest());
    }

    [Theory]
    [InlineData(FolderNews.FinishedFiles)]
    [InlineData(FolderNews.GrowingFiles)]
    [InlineData(FolderNews.Removal)]
    public async Task TryListen_FolderIsRemoved_IsHeardWhateverIsListenedFor(FolderNews news)
    {
        using var watch = new FolderWatch(news);
        using var one = watch.TryListen(folder, "one", Say("gone"));

        Directory.Delete(folder, recursive: true);

        await HearAsync("gone");
    }

    [Fact]
    public async Task TryListen_FolderIsMovedAway_IsRemoval()
    {
        using var watch = new FolderWatch(FolderNews.Removal);
        using var one = watch.TryListen(folder, name: null, Say("gone"));

        Directory.Move(folder, folder + ".moved");
        Directory.Move(folder + ".moved", folder);

        await HearAsync("gone");
    }

    [Fact]
    public async Task TryListen_MoreNewsThanTheKernelKeeps_EverybodyIsTold()
    {
        var quiet = Directory.CreateDirectory(In("quiet")).FullName;
        var busy = Directory.CreateDirectory(In("busy")).FullName;
        var kept = int.Parse(await File.ReadAllTextAsync("/proc/sys/fs/inotify/max_queued_events"), System.Globalization.CultureInfo.InvariantCulture);
        using var mayGoOn = new ManualResetEventSlim();
        using var watch = new FolderWatch(FolderNews.FinishedFiles);
        using var slow = watch.TryListen(busy, name: null, () =>
        {
            heard.Writer.TryWrite("busy");
            mayGoOn.Wait(Patience);
        });
        using var other = watch.TryListen(quiet, name: null, Say("quiet"));

        // Nobody reads the news while one is being told: what is more than the kernel keeps is lost.
        File.Create(Path.Combine(busy, "first")).Dispose();
        await HearAsync("busy");
        // Alternating, as the kernel takes equal ones in a row for one.
        for (var i = 0; i <= kept / 2; i++)
        {
            File.Create(Path.Combine(busy, "same")).Dispose();
            File.Delete(Path.Combine(busy, "same"));
        }

        mayGoOn.Set();

        await HearAsync("quiet");
    }

    [Fact]
    public void TryListen_NoSuchFolder_IsNull()
    {
        using var watch = new FolderWatch(FolderNews.GrowingFiles);
        File.WriteAllText(In("file"), "");

        Assert.Null(watch.TryListen(In("none"), name: null, Say("none")));
        Assert.Null(watch.TryListen(In("file"), name: null, Say("file")));
    }

    [Fact]
    public async Task Dispose_ByWhoIsBeingTold_Ends()
    {
        var watch = new FolderWatch(FolderNews.FinishedFiles);
        using var one = watch.TryListen(folder, name: null, () =>
        {
            watch.Dispose();
            heard.Writer.TryWrite("disposed");
        });

        await File.WriteAllTextAsync(In("a"), "a");

        await HearAsync("disposed");
    }

    [Fact]
    public async Task Listen_WhereTheKernelWatchesNothing_IsToldAgainAndAgain()
    {
        // Round in a circle, which the kernel refuses as it refuses one watch too many.
        Directory.CreateSymbolicLink(In("circle"), In("circle"));
        using var watch = new SharedFolderWatch(FolderNews.GrowingFiles);

        var listening = watch.Listen(In("circle"), name: null, TimeProvider.System, Say("look"));

        await HearAsync("look");
        await HearAsync("look");
        Assert.IsAssignableFrom<ITimer>(listening).Dispose();
    }

    private string In(string name) => Path.Combine(folder, name);

    private Action Say(string what) => () => heard.Writer.TryWrite(what);

    private async Task HearAsync(string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await heard.Reader.ReadAsync(patience.Token) != what)
            {
                // What was said before, or twice.
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"'{what}' was not heard within {Patience.TotalSeconds} s.");
        }
    }

    private List<string> Rest()
    {
        var all = new List<string>();
        while (heard.Reader.TryRead(out var one))
            all.Add(one);
        return all;
    }
}
