using Holdfast.Core.Environments;
using Holdfast.Engine.Environments;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Environments;

public sealed class EnvironmentCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-environment-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Home => Path.Combine(folder, "home");

    [Fact]
    public async Task Run_OnThisMachine_CanWorkAndSaysWhereEverythingIs()
    {
        var report = await CheckAsync("/usr/bin:/bin");

        Assert.True(report.CanWork, string.Join('\n', report.Findings.Where(finding => !finding.IsUsable)));
        Assert.Equal(("/usr/bin/python3", FindingState.Good), (Of(report, "python").Path, Of(report, "python").State));
        Assert.Equal(("/usr/bin/git", FindingState.Good), (Of(report, "git").Path, Of(report, "git").State));
        Assert.All(report.Findings.Where(finding => finding.State is not FindingState.Good), finding => Assert.False(string.IsNullOrEmpty(finding.Mend), finding.Name));
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task Run_NothingOnThePath_MissesWhatIsRequiredWithTheCommandThatMendsIt()
    {
        var report = await CheckAsync("/no/such/folder");

        Assert.False(report.CanWork);
        Assert.Equal((FindingState.Missing, Need.Required), (Of(report, "python").State, Of(report, "python").Need));
        Assert.Contains("python3", Of(report, "python").Mend, StringComparison.Ordinal);
        Assert.Equal((FindingState.Missing, Need.Optional), (Of(report, "git").State, Of(report, "git").Need));
    }

    [Fact]
    public async Task Run_WithAnAgent_RequiresItAndGit()
    {
        Script("codex", "echo codex-cli 0.46.0");

        var there = await CheckAsync($"{folder}:/usr/bin:/bin", "codex");
        var missing = await CheckAsync($"{folder}:/usr/bin:/bin", "gemini");

        Assert.True(there.CanWork);
        Assert.Equal(
            (Need.Required, FindingState.Good, "0.46.0", Path.Combine(folder, "codex")),
            (Of(there, "codex").Need, Of(there, "codex").State, Of(there, "codex").Version, Of(there, "codex").Path));
        Assert.Equal(Need.Required, Of(there, "git").Need);
        Assert.False(missing.CanWork);
        Assert.Equal("npm install -g @google/gemini-cli", Of(missing, "gemini").Mend);
    }

    [Theory]
    [InlineData("exit 3", "it ended with code 3")]
    [InlineData("echo 'cannot find module' >&2; exit 1", "cannot find module")]
    [InlineData("echo hello", "holds none")]
    public async Task Run_AProgramThatIsThereButBroken_IsUnusableAndSaysWhy(string script, string why)
    {
        Script("claude", script);

        var found = Of(await CheckAsync($"{folder}:/usr/bin:/bin", "claude"), "claude");

        Assert.Equal(FindingState.Unusable, found.State);
        Assert.Contains(why, found.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AProgramThatIsTooOld_IsUnusable()
    {
        Script("git", "echo git version 1.8.3");

        var found = Of(await CheckAsync($"{folder}:/usr/bin:/bin"), "git");

        Assert.Equal((FindingState.Unusable, "1.8.3"), (found.State, found.Version));
    }

    [Fact]
    public async Task Run_AHomeThatOthersMayLookInto_IsLimitedWithTheCommand()
    {
        Directory.CreateDirectory(Home, (UnixFileMode)0b111_101_101);

        var found = Of(await CheckAsync("/usr/bin:/bin"), "home");

        Assert.Equal((FindingState.Limited, $"chmod 700 '{Home}'"), (found.State, found.Mend));
    }

    [Fact]
    public async Task Run_AHomeThatCannotBe_CannotWork()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var report = await EnvironmentCheck.RunAsync(Path.Combine(file, "home"), null, Environment("/usr/bin:/bin"), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.False(report.CanWork);
        Assert.Equal(FindingState.Unusable, Of(report, "home").State);
    }

    private Task<EnvironmentReport> CheckAsync(string path, string? agent = null) =>
        EnvironmentCheck.RunAsync(Home, agent, Environment(path), TimeProvider.System, TestContext.Current.CancellationToken);

    private ProcessEnvironment Environment(string path) => new(new Dictionary<string, string> { ["PATH"] = path, ["HOME"] = folder });

    private static EnvironmentFinding Of(EnvironmentReport report, string name) => report.Findings.Single(finding => finding.Name == name);

    private void Script(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + content + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
