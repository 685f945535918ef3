using Holdfast.Protocol.Executions;

namespace Holdfast.EndToEnd;

/// <summary>How executions are doing, and what a person does about one that is stuck.</summary>
public sealed class HealthTests : IAsyncDisposable
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Health_OfWhatRuns_IsTold_AndMonitorGoesOnTelling()
    {
        await daemon.StartAsync("--name", "sleeper", "--", "sleep", "600");
        await Desk.ShellAsync($"until {Desk.Program} exec health | grep -q healthy; do :; done");

        var shown = await Desk.HoldfastAsync("exec", "health");
        var health = await Desk.DocumentAsync(json => json.HealthDocument, "exec", "health");
        var monitored = await Desk.HoldfastAsync("exec", "monitor", "--count", "2", "--interval", "10ms", "--json");

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("sleeper", shown.Out, StringComparison.Ordinal);
        var one = Assert.Single(health.Executions);
        Assert.Equal((true, "sleeper", HealthCondition.Healthy, 1), (health.Healthy, one.Name, one.Condition, one.Processes));
        Assert.True(one.MemoryBytes > 0);
        Assert.Equal(2, monitored.Out.TrimEnd('\n').Split('\n').Select(line => Desk.Read(line, json => json.HealthDocument)).Count(document => document.Executions.Count == 1));
    }

    [Fact]
    public async Task Health_WhereAShimHangs_ExitsOne_AndResetPutsItRight()
    {
        Desk.Environment["HEARTBEAT_TIMEOUT_SEC"] = "1";
        await daemon.StartAsync("--", "sleep", "600");
        await Desk.ShellAsync($"until {Desk.Program} exec health | grep -q healthy; do :; done");
        var folder = (await Desk.ShellAsync("dirname \"$(find \"$HOLDFAST_HOME/executions\" -name shim.json)\"")).Out.Trim();
        await Desk.ShellAsync($"kill -STOP $(sed 's/.*\"pid\": *\\([0-9]*\\).*/\\1/' {folder}/shim.json | head -1); echo 1 > {folder}/heartbeat");

        var health = await Desk.HoldfastAsync("exec", "health");
        var stuck = await Desk.HoldfastAsync("recover", "list-stuck", "--json");
        var reset = await Desk.HoldfastAsync("recover", "reset", "1", "--yes", "--json");
        var after = await Desk.HoldfastAsync("recover", "list-stuck");

        Assert.True(health.ExitCode == 1, health.Out + health.Error);
        Assert.Equal((1, HealthCondition.Silent), (stuck.ExitCode, Assert.Single(Desk.Read(stuck.Out, json => json.HealthDocument).Executions).Condition));
        Assert.Equal((0, ExecutionStatus.Failed), (reset.ExitCode, Desk.Read(reset.Out, json => json.ExecutionDocument).State));
        Assert.Equal((0, "Nothing is stuck.\n"), (after.ExitCode, after.Out));
    }

    [Fact]
    public async Task Recover_WhatIsFine_IsRefusedUnlessForced()
    {
        await daemon.StartAsync("--", "sleep", "600");
        await Desk.ShellAsync($"until {Desk.Program} exec health | grep -q healthy; do :; done");

        var refused = await Desk.HoldfastAsync("recover", "reset", "1", "--yes", "--json");
        var zombie = await Desk.HoldfastAsync("recover", "kill-zombie", "1", "--yes", "--json");
        var forced = await Desk.HoldfastAsync("recover", "reset", "1", "--force", "--yes");
        var left = await Desk.DocumentAsync(json => json.KilledZombieDocument, "recover", "kill-zombie", "1", "--yes");

        Assert.Equal((2, "execution_not_stuck"), (refused.ExitCode, Desk.Read(refused.Out, json => json.ErrorDocument).Error.Code));
        Assert.Equal((2, "execution_not_stuck"), (zombie.ExitCode, Desk.Read(zombie.Out, json => json.ErrorDocument).Error.Code));
        Assert.True(forced.ExitCode == 0, forced.Error);
        Assert.Equal((0, 0), (left.Ended, left.Left));
    }

    [Fact]
    public async Task Stats_OfWhatEnded_CountByDayStateAndCause()
    {
        foreach (var code in new[] { "0", "0", "3" })
            await daemon.StartAsync("--", "sh", "-c", $"exit {code}");
        foreach (var number in new[] { "1", "2", "3" })
            await Desk.HoldfastAsync("exec", "wait", number);

        var stats = await Desk.DocumentAsync(json => json.ExecutionStatsDocument, "exec", "stats");
        var refused = await Desk.HoldfastAsync("exec", "stats", "--days", "0");

        Assert.Equal(
            [(ExecutionStatus.Completed, 2L), (ExecutionStatus.Failed, 1L)],
            stats.Rows.GroupBy(row => row.State).Select(rows => (rows.Key, rows.Sum(row => row.Count))).OrderBy(rows => rows.Key));
        Assert.All(stats.Rows, row => Assert.Equal(("command", "exited"), (row.Kind, row.Cause)));
        Assert.Equal(2, refused.ExitCode);
    }
}
