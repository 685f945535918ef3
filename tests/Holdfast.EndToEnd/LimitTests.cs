using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Settings;

namespace Holdfast.EndToEnd;

/// <summary>A daemon that is turned down and up while it works, by a person and by its settings.</summary>
public sealed class LimitTests : IAsyncDisposable
{
    private const int Many = 20;

    /// <summary>Generous, because machines are shared; reached only when nothing moves any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Says that it is there, waits until it is let through, and says that it goes. How many were there when it came is what it says.</summary>
    private const string Comes = "ls here | wc -l > seen/$ME.new; touch here/$ME; mv seen/$ME.new seen/$ME; while [ ! -e go/$ME ] && [ ! -e go/all ]; do sleep 0.05; done; rm here/$ME";

    private readonly DaemonDesk daemon = new();

    public LimitTests()
    {
        foreach (var folder in new[] { "here", "seen", "go", "config/holdfast" })
            Directory.CreateDirectory(Path.Combine(Desk.Folder, folder));
        Desk.Environment["XDG_CONFIG_HOME"] = Path.Combine(Desk.Folder, "config");
    }

    private Desk Desk => daemon.Desk;

    private string UserFile => Path.Combine(Desk.Folder, "config", "holdfast", "config.yaml");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        LetThrough("all");
        await daemon.DisposeAsync();
    }

    [Fact]
    public async Task MaxJobs_TurnedDownAmongTwentyAtoms_StartsNoneUntilBelow_AndUpStartsThemAtOnce()
    {
        Desk.Environment["HOLDFAST_MAX_JOBS"] = "4";
        Desk.Write("plan.yaml", $$"""
            name: many
            schedule: eager
            atoms:
            {{string.Concat(Enumerable.Range(0, Many).Select(atom => $"  - {{ key: a{atom}, kind: shell, working_directory: '{Desk.Folder}', code: 'ME=a{atom}; {Comes}' }}\n"))}}
            """);
        Assert.Equal(0, (await Desk.HoldfastAsync("run", "plan.yaml", "--jobs", $"{Many}", "--detach")).ExitCode);
        var first = await ComeAsync(4);

        await ProveTurnedDownAsync(first, () => Desk.DocumentAsync(json => json.DaemonLimits, "daemon", "limits", "--max-jobs", "2"), limits => limits.MaxJobs);

        await Desk.DocumentAsync(json => json.DaemonLimits, "daemon", "limits", "--max-jobs", $"{Many}");
        // Nobody was let through since: all that are left are there together.
        Assert.Equal(Many, (await ComeAsync(Many)).Count);
        LetThrough("all");
        Assert.Equal(0, (await Desk.HoldfastAsync("runs", "watch", "1")).ExitCode);
    }

    [Fact]
    public async Task MaxExecutions_TurnedDownAmongTwenty_StartsNoneUntilBelow_AndUpStartsThemAtOnce()
    {
        Desk.Environment["HOLDFAST_MAX_EXECUTIONS"] = "4";
        Desk.Environment["HOLDFAST_MIN_FREE_MEMORY_MB"] = "0";
        await daemon.StartAsync("--", "true");
        using var client = new HoldfastClient(daemon.File.Socket, ProductVersion.Text);
        for (var each = 0; each < Many; each++)
            await client.StartExecutionAsync(new ExecutionRequest { Command = ["/bin/sh", "-c", $"ME=e{each}; {Comes}"], WorkingDirectory = Desk.Folder }, Ct);
        var first = await ComeAsync(4);

        await ProveTurnedDownAsync(first, () => Desk.DocumentAsync(json => json.DaemonLimits, "daemon", "limits", "--max-executions", "2"), limits => limits.MaxExecutions);

        await client.ChangeLimitsAsync(new DaemonLimitsChange(MaxExecutions: Many), Ct);
        Assert.Equal(Many, (await ComeAsync(Many)).Count);
    }

    [Fact]
    public async Task Reload_OfAFile_HoldsAtOnce_BelowTheEnvironmentAndWhatWasChanged_UntilTheNextDaemon()
    {
        Desk.Environment["HOLDFAST_MAX_EXECUTIONS"] = "6";
        await File.WriteAllTextAsync(UserFile, "max_jobs: 5\nmax_executions: 9\n", Ct);
        await daemon.StartAsync("--", "true");
        var began = await LimitsAsync();

        await File.WriteAllTextAsync(UserFile, "# slower\nmax_jobs: 3\nhttp_requests_per_sec: 7\nretention_days: 3\n", Ct);
        var changed = await Desk.DocumentAsync(json => json.DaemonLimits, "daemon", "limits", "--http-requests-per-sec", "50", "--max-executions", "2");
        var reloaded = await Desk.DocumentAsync(json => json.ReloadedSettings, "daemon", "reload");
        var now = await LimitsAsync();
        var shown = await Desk.HoldfastAsync("daemon", "limits");
        var again = await Desk.HoldfastAsync("daemon", "reload");
        var log = (await Desk.HoldfastAsync("daemon", "logs")).Out;

        Assert.Equal((5, new LimitOrigin(SettingOrigin.User, UserFile, 1, null)), (began.MaxJobs, began.From["max_jobs"]));
        Assert.Equal((6, new LimitOrigin(SettingOrigin.Environment, "HOLDFAST_MAX_EXECUTIONS", null, null)), (began.MaxExecutions, began.From["max_executions"]));
        Assert.Equal((50, 2), (changed.HttpRequestsPerSec, changed.MaxExecutions));
        Assert.Equal([new SettingChange("max_jobs", "5", "3", SettingOrigin.User, UserFile, 2)], reloaded.Changed);
        Assert.Equal(["http_requests_per_sec"], reloaded.Covered);
        Assert.Equal([new SettingChange("retention_days", "30", "3", SettingOrigin.User, UserFile, 4)], reloaded.NeedRestart);
        Assert.Equal((3, 50, 2), (now.MaxJobs, now.HttpRequestsPerSec, now.MaxExecutions));
        Assert.Equal(("7", "6"), (now.From["http_requests_per_sec"].Setting, now.From["max_executions"].Setting));
        Assert.Contains("the settings say 7", shown.Out, StringComparison.Ordinal);
        Assert.Contains("holds until the daemon ends", shown.Out, StringComparison.Ordinal);
        Assert.Contains($"setting max_jobs is 3 now, no longer 5 ({UserFile}:2)", log, StringComparison.Ordinal);
        Assert.Contains("retention_days holds with the next daemon", again.Out, StringComparison.Ordinal);

        await Desk.HoldfastAsync("daemon", "restart");
        var next = await LimitsAsync();

        Assert.Equal((3, 7, 6), (next.MaxJobs, next.HttpRequestsPerSec, next.MaxExecutions));
        Assert.All(next.From.Values, from => Assert.Null(from.Setting));
    }

    [Fact]
    public async Task Reload_OfAFileThatIsFaulty_SaysWhereAndChangesNothing()
    {
        await File.WriteAllTextAsync(UserFile, "max_jobs: 5\n", Ct);
        await daemon.StartAsync("--", "true");

        await File.WriteAllTextAsync(UserFile, "max_executions: 3\nmax_jobs: none\n", Ct);
        var refused = await Desk.HoldfastAsync("daemon", "reload");
        await File.WriteAllTextAsync(UserFile, "max_jobs: 5\n", Ct);
        var now = await LimitsAsync();

        Assert.Equal((2, 5), (refused.ExitCode, now.MaxJobs));
        Assert.Contains($"{UserFile}:2", refused.Error, StringComparison.Ordinal);
        Assert.Equal(SettingOrigin.Default, now.From["max_executions"].Origin);
    }

    [Fact]
    public async Task Reset_OfWhatWasChanged_LetsTheSettingsHoldAgain()
    {
        Desk.Environment["HOLDFAST_JOBS"] = "3";
        await daemon.StartAsync("--", "true");

        await Desk.HoldfastAsync("daemon", "limits", "--jobs", "1", "--key-limits", "agent:x=2", "--activity-partial", "off");
        var changed = await LimitsAsync();
        var reset = await Desk.DocumentAsync(json => json.DaemonLimits, "daemon", "limits", "--reset");

        Assert.Equal((1, 2, false), (changed.Jobs, changed.KeyLimits["agent:x"], changed.ActivityPartial));
        Assert.Equal((3, 0, true), (reset.Jobs, reset.KeyLimits.Count, reset.ActivityPartial));
    }

    [Fact]
    public async Task Limits_OfWhatCannotBe_AreRefused()
    {
        await daemon.StartAsync("--", "true");

        var bad = await Desk.HoldfastAsync("daemon", "limits", "--max-jobs", "0");
        await Desk.HoldfastAsync("daemon", "stop");
        var nobody = await Desk.HoldfastAsync("daemon", "limits", "--max-jobs", "3");

        Assert.Equal((2, 2), (bad.ExitCode, nobody.ExitCode));
        Assert.Contains("--max-jobs takes a number from 1 to 4096, not '0'.", bad.Error, StringComparison.Ordinal);
        Assert.Contains("daemon_not_running", nobody.Error, StringComparison.Ordinal);
    }

    /// <summary>Four are there. Turned down to two, two may go and nobody comes; with the third that goes one does.</summary>
    private async Task ProveTurnedDownAsync(IReadOnlyList<string> first, Func<Task<DaemonLimits>> turnDown, Func<DaemonLimits, int> limit)
    {
        Assert.Equal(2, limit(await turnDown()));
        foreach (var one in first.Take(3))
        {
            LetThrough(one);
            await UntilAsync(() => !File.Exists(Path.Combine(Desk.Folder, "here", one)), () => $"'{one}' to go");
        }

        var fifth = (await ComeAsync(5)).Except(first).ToList();

        // Of those that may be there together the other is the fourth.
        Assert.Equal("1", (await File.ReadAllTextAsync(Path.Combine(Desk.Folder, "seen", Assert.Single(fifth)), Ct)).Trim());
    }

    /// <summary>Waits until so many have come in all.</summary>
    private async Task<IReadOnlyList<string>> ComeAsync(int count)
    {
        await UntilAsync(() => Came().Count >= count, () => $"{count} to come, of which {Came().Count} have");
        return Came();

        List<string> Came() => [.. Directory.EnumerateFiles(Path.Combine(Desk.Folder, "seen")).Where(file => Path.GetExtension(file).Length == 0).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }

    private static async Task UntilAsync(Func<bool> isSo, Func<string> what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain for {what()}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }
    }

    private void LetThrough(string who) => File.WriteAllText(Path.Combine(Desk.Folder, "go", who), "");

    private Task<DaemonLimits> LimitsAsync() => Desk.DocumentAsync(json => json.DaemonLimits, "daemon", "limits");
}
