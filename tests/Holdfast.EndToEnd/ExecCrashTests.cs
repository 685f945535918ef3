using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.EndToEnd;

/// <summary>SIGKILL to the daemon at every named boundary of an execution; the next daemon must bring each to its right end.</summary>
public sealed partial class ExecCrashTests : IAsyncLifetime
{
    private const int SigKill = 9;
    private const int Killed = 128 + SigKill;

    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    public static TheoryData<string> Points =>
    [
        .. PointName().Matches(File.ReadAllText(Path.Combine(Desk.Repository, "src", "Holdfast.Engine", "Executions", "ExecutionCrashPoint.cs")))
            .Select(match => match.Groups[1].Value),
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_OfTheDaemonAtACrashPoint_LosesNothingAndStartsNothingTwice(string point)
    {
        Desk.Environment["HOLDFAST_CRASH_POINT"] = point;
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Desk.Environment["HOLDFAST_CRASH_POINT"] = null;

        var expected = point switch
        {
            "execution_cancel_stored" => await CancelAsync(),
            "execution_swept_before_lost" => await KillShimAsync(),
            _ => await RunAsync(),
        };

        Assert.Equal(Killed, (await served.EndAsync()).ExitCode);
        Assert.Equal(expected, (await Desk.HoldfastAsync("exec", "wait", "1")).ExitCode);
        Assert.Equal(expected == 7 ? "start\nend\n" : "start\n", await File.ReadAllTextAsync(Path.Combine(Desk.Folder, "ran")));
        Assert.Empty(Survivors());
    }

    // The answer may be lost with the daemon: the next command finds the execution all the same.
    private async Task<int> RunAsync()
    {
        await Desk.HoldfastAsync("exec", "start", "--", "sh", "-c", "echo start >> ran; echo end >> ran; exit 7");
        return 7;
    }

    private async Task<int> CancelAsync()
    {
        await StartOneThatWaitsAsync();
        await Desk.HoldfastAsync("exec", "kill", "1", "--yes");
        return 143;
    }

    private async Task<int> KillShimAsync()
    {
        await StartOneThatWaitsAsync();
        var record = Assert.Single(Directory.GetFiles(Desk.Home, "shim.json", SearchOption.AllDirectories));
        using var shim = JsonDocument.Parse(await File.ReadAllBytesAsync(record));
        await Desk.ShellAsync($"kill -KILL {shim.RootElement.GetProperty("pid").GetInt32()}");
        return 126;
    }

    private async Task StartOneThatWaitsAsync()
    {
        var gate = await Gate.OpenAsync(Desk);
        await daemon.StartAsync("--", "sh", "-c", $"echo start >> ran; {Gate.Code}; sleep 1000; echo end >> ran");
        await gate.SomebodyComesAsync();
        await gate.LetThroughAsync();
    }

    // Everything of an execution is told its mark; whose it is shows in its working directory.
    private List<string> Survivors() =>
    [
        .. Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _) && IsOfThisDesk(process)),
    ];

    private bool IsOfThisDesk(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")).Contains("HOLDFAST_EXECUTION=", StringComparison.Ordinal) &&
                new FileInfo(Path.Combine(process, "cwd")).LinkTarget == Desk.Folder;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or is not ours to look at: what we start runs as ourselves and can be read.
            return false;
        }
    }

    [GeneratedRegex("public const string \\w+ = \"(\\w+)\";")]
    private static partial Regex PointName();
}
