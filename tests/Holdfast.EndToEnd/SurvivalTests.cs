using System.Runtime.InteropServices;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

/// <summary>SIGKILL to whoever drives a run, with a long atom under way: it goes on, and is not started again.</summary>
public sealed partial class SurvivalTests : IAsyncDisposable
{
    private const int SigKill = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DaemonDesk daemonDesk = new();

    private Desk Desk => daemonDesk.Desk;

    public ValueTask DisposeAsync() => daemonDesk.DisposeAsync();

    // long: says that it was started, waits for the file "go", says that it ended.
    [Theory]
    [InlineData("survive: true", false)]
    [InlineData("timeout: 10m", false)]
    [InlineData("survive: true", true)]
    public async Task Resume_AfterItsOwnerWasKilled_TakesTheLongAtomUp(string setting, bool endsMeanwhile)
    {
        Desk.Write("plan.yaml",
            $$"""
            name: surviving
            atoms:
              - key: long
                kind: shell
                {{setting}}
                working_directory: .
                outputs: [kept]
                code: |
                  echo start >> ran
                  echo early
                  until [ -e go ]; do sleep 0.05; done
                  echo late
                  echo kept > kept
                  echo end >> ran
              - { key: after, kind: shell, needs: [long], code: cat kept }
            """);

        await using (var program = Desk.Start("run", "plan.yaml"))
        {
            await UntilAsync("the long atom has begun", () => File.Exists(InFolder("ran")));
            foreach (var owner in OwnersOf(program))
                Assert.Equal(0, Kill(owner, SigKill));
            await program.EndAsync();
        }

        if (endsMeanwhile)
        {
            Desk.Write("go", "");
            await UntilAsync("the long atom has ended", () => File.ReadAllLines(InFolder("ran")).Contains("end") && Shims().Count == 0);
        }

        await using var resumed = Desk.Start("resume");
        if (!endsMeanwhile)
        {
            await resumed.HasSaidAsync("resumed");
            Desk.Write("go", "");
        }

        Assert.Equal(0, (await resumed.EndAsync()).ExitCode);
        var run = await Desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        Assert.Equal((RunStatus.Completed, 1), (run.Status, run.Atoms.Single(atom => atom.Key == "long").Attempts));
        Assert.Equal(["start", "end"], await File.ReadAllLinesAsync(InFolder("ran"), TestContext.Current.CancellationToken));
        Assert.Equal("early\nlate\n", (await Desk.HoldfastAsync("runs", "logs", "1", "--atom", "long")).Out);
        Assert.Equal("kept\n", (await Desk.HoldfastAsync("runs", "logs", "1", "--atom", "after")).Out);
        Assert.Empty(Shims());
    }

    private string InFolder(string name) => Path.Combine(Desk.Folder, name);

    /// <summary>Whoever drives the run: the program that was started, and a daemon if there is one.</summary>
    private List<int> OwnersOf(RunningProgram program) => [program.Pid, .. DaemonFile.TryRead(Desk.Home) is { } daemon ? new[] { daemon.Pid } : []];

    /// <summary>The living shims of this home, by a scan of its own.</summary>
    private List<int> Shims() => [
        .. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _) && IsShim(folder))
            .Select(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture))];

    private bool IsShim(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline") is var command && command.Contains("holdfast-shim", StringComparison.Ordinal) && command.Contains(Desk.Home, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Nobody tells of a file in this folder or of a stranger's end; a look costs little.
    private static async Task UntilAsync(string what, Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"It did not come about that {what}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
