using System.Formats.Tar;
using System.IO.Compression;
using Holdfast.EndToEnd;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Runs;

namespace Holdfast.Survival.Hardships;

/// <summary>
/// A home that an earlier build wrote, as it was when everything of it was killed: its store two migrations old, one run cut off, one
/// execution that ended while nobody served, and one whose shim was killed. The daemon of today goes on with it.
/// </summary>
public sealed class EarlierHomeTests : IAsyncLifetime
{
    private readonly ServedHome home = new();

    private Desk Desk => home.Desk;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Desk.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "home-of-an-earlier-release.tar.gz"));
        await using var packed = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(packed, Desk.Home, overwriteFiles: true);
    }

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task Daemon_OverAnEarlierHome_KnowsWhatEndedAndGoesOnWithTheRest()
    {
        Assert.True(await home.ServeAsync(), home.Said);

        var executions = (await home.Client.ListExecutionsAsync(new ExecutionFilter(), CancellationToken.None)).Executions.ToDictionary(one => one.Number);
        var meanwhile = await home.Client.WaitExecutionAsync("6", CancellationToken.None);
        var cut = await home.Client.WaitExecutionAsync("7", CancellationToken.None);
        var resumed = await Desk.HoldfastAsync("resume", "3");
        var run = await Desk.DocumentAsync(wire => wire.RunDocument, "runs", "show", "3");
        var fresh = await home.Client.StartExecutionAsync(
            new ExecutionRequest { Command = ["/bin/sh", "-c", "exit 4"], WorkingDirectory = Desk.Folder }, CancellationToken.None);

        Assert.Equal([3, 4, 5, 6, 7], executions.Keys.Order());
        Assert.Equal([("completed", 0), ("failed", 9), ("failed", 124)], from number in new long[] { 3, 4, 5 } select EndOf(executions[number]));
        Assert.Equal(("out\n", "err\n"), ((await Desk.HoldfastAsync("exec", "logs", "3")).Out, (await Desk.HoldfastAsync("exec", "logs", "4")).Out));
        Assert.Equal(("completed", 0), EndOf(meanwhile));
        Assert.Equal("lost", cut.End!.Cause);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.All(run.Atoms, atom => Assert.Equal(Conclusion.Succeeded, atom.Conclusion));
        // What had concluded did not run again; what was cut off did.
        Assert.Equal([("first", 1), ("second", 2), ("third", 1)], from atom in run.Atoms select (atom.Key, atom.Attempts));
        Assert.Equal(4, (await home.Client.WaitExecutionAsync(fresh.Id.ToString(), CancellationToken.None)).ExitCode);
    }

    private static (string State, int? Code) EndOf(ExecutionDocument execution) =>
        (execution.State is ExecutionStatus.Completed ? "completed" : execution.State is ExecutionStatus.Failed ? "failed" : "other", execution.ExitCode);
}
