using Holdfast.Protocol.Environments;

namespace Holdfast.EndToEnd;

public sealed class CheckEnvTests : IAsyncLifetime
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task CheckEnv_WithoutADaemon_LooksByItselfAndStartsNone()
    {
        var found = await Desk.DocumentAsync(json => json.EnvironmentDocument, "check-env");

        Assert.Equal((true, SeenBy.Command, Desk.Home), (found.Ok, found.SeenBy, found.Home));
        Assert.Equal(
            ["dotnet", "shim", "sqlite", "home", "disk", "shell", "python", "node", "git", "claude", "codex", "opencode", "gemini", "bubblewrap", "tmux", "cgroups", "open_files"],
            found.Findings.Select(finding => finding.Name));
        Assert.False(Directory.Exists(Desk.Home));
    }

    [Fact]
    public async Task CheckEnv_WithADaemon_IsAsTheDaemonSeesIt()
    {
        await Desk.HoldfastAsync("exec", "running");

        Assert.Equal(SeenBy.Daemon, (await Desk.DocumentAsync(json => json.EnvironmentDocument, "check-env")).SeenBy);
    }

    [Fact]
    public async Task CheckEnv_WhereNoDaemonCanStart_SaysWhyAndExits1()
    {
        var home = Path.Combine(Desk.Folder, Desk.Write("file", ""), "home");
        Desk.Environment["HOLDFAST_HOME"] = home;

        var ended = await Desk.HoldfastAsync("check-env");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("The main job cannot run without: home.", ended.Out, StringComparison.Ordinal);
        Assert.Contains($"mend it: mkdir -p -m 700 '{home}'", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckEnv_AnUnknownAgent_IsRefused()
    {
        var ended = await Desk.HoldfastAsync("check-env", "--agent", "cluade");

        Assert.Equal((2, "error[usage]: There is no agent 'cluade'. Did you mean 'claude'? (known are claude, codex, opencode, gemini)\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task ExecStart_AMissingTool_IsRefusedAtOnceWithItsCode()
    {
        var ended = await Desk.HoldfastAsync("exec", "start", "--json", "--", "no-such-tool");
        var listed = await Desk.DocumentAsync(json => json.ExecutionList, "exec", "list");

        Assert.Equal((2, "tool_missing"), (ended.ExitCode, Desk.Read(ended.Out, json => json.ErrorDocument).Error.Code));
        Assert.Empty(listed.Executions);
    }
}
