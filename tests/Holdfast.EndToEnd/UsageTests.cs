using Holdfast.Protocol;

namespace Holdfast.EndToEnd;

public sealed class UsageTests : IDisposable
{
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("rnu plan.yaml", "There is no command 'holdfast rnu'. Did you mean 'run'? (holdfast --help)")]
    [InlineData("runs lst", "There is no command 'holdfast runs lst'. Did you mean 'list'? (holdfast runs --help)")]
    [InlineData("run plan.yaml --josb 3", "'holdfast run' has no option '--josb'. Did you mean '--jobs'? (holdfast run --help)")]
    [InlineData("run plan.yaml --jobs many", "--jobs takes a number from 1 to 4096, not 'many'. (holdfast run --help)")]
    [InlineData("run plan.yaml --jobs 0", "--jobs takes a number from 1 to 4096, not '0'. (holdfast run --help)")]
    [InlineData("run plan.yaml --input year", "--input 'year' is not of the form name=value. (holdfast run --help)")]
    [InlineData("run plan.yaml --wave 1 --atom a", "--wave and --atom cannot be used together: each names the part to run. (holdfast run --help)")]
    public async Task Usage_Wrong_IsOneLineWithTheNearestRightThing(string arguments, string message)
    {
        desk.Write("plan.yaml", "name: p\natoms: [{ key: a, kind: shell, code: 'true' }]");

        var ended = await desk.HoldfastAsync(arguments.Split(' '));

        Assert.Equal((2, "", $"error[usage]: {message}\n"), (ended.ExitCode, ended.Out, ended.Error));
    }

    [Fact]
    public async Task Usage_WrongWithJson_IsADocumentOnStdout()
    {
        var ended = await desk.HoldfastAsync("runs", "lst", "--json");

        Assert.Equal(
            new Error("usage", "There is no command 'holdfast runs lst'. Did you mean 'list'?", "holdfast runs --help"),
            Desk.Read(ended.Out, json => json.ErrorDocument).Error);
    }

    [Theory]
    [InlineData("runs show 99", "run_not_found", "There is no run '99'.")]
    [InlineData("runs delete 99", "run_not_found", "There is no run '99'.")]
    [InlineData("runs logs 99", "run_not_found", "There is no run '99'.")]
    [InlineData("resume 99", "run_not_found", "There is no run '99'.")]
    [InlineData("runs show 1 --atom fist", "unknown_atom", "Run 1 has no atom 'fist'. Did you mean 'first'?")]
    [InlineData("runs logs 1 --atom first --attempt 3", "attempt_not_found", "Atom 'first' of run 1 has no try 3; it has 1.")]
    [InlineData("resume 1", "run_ended", "Run 1 has ended as completed. Try it again with: holdfast runs retry 1")]
    [InlineData("run plan.yaml --atom fist", "unknown_atom", "Plan 'p' has no atom 'fist'. Did you mean 'first'?")]
    [InlineData("run plan.yaml --wave 4", "unknown_wave", "Plan 'p' has no wave 4; its waves are 1 to 1.")]
    [InlineData("run plan.yaml --module m", "unknown_module", "Plan 'p' has no module 'm'.")]
    public async Task Unknown_Things_AreNamedWithTheirCode(string arguments, string code, string message)
    {
        desk.Write("plan.yaml", "name: p\natoms: [{ key: first, kind: shell, code: 'true' }]");
        Assert.Equal(0, (await desk.HoldfastAsync("run", "plan.yaml", "--quiet")).ExitCode);

        var ended = await desk.HoldfastAsync([.. arguments.Split(' '), "--json"]);

        var error = Desk.Read(ended.Out, json => json.ErrorDocument).Error;
        Assert.Equal((2, code, message), (ended.ExitCode, error.Code, error.Message));
        Assert.StartsWith($"error[{code}]: {message}", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_ThatIsAFile_IsRefusedInOneLine()
    {
        desk.Environment["HOLDFAST_HOME"] = Path.Combine(desk.Folder, desk.Write("file", ""));

        var ended = await desk.HoldfastAsync("runs", "list");

        Assert.Equal((70, "", 1), (ended.ExitCode, ended.Out, ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.StartsWith("error[store_unavailable]: Holdfast cannot keep anything in ", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plan")]
    [InlineData("runs")]
    public async Task Group_Alone_PrintsItsHelpAndRefuses(string group)
    {
        var ended = await desk.HoldfastAsync(group.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("Commands:", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("resume")]
    [InlineData("plan check")]
    [InlineData("plan show")]
    [InlineData("plan schema")]
    [InlineData("runs list")]
    [InlineData("runs show")]
    [InlineData("runs logs")]
    [InlineData("runs delete")]
    [InlineData("exec start")]
    [InlineData("exec list")]
    [InlineData("exec running")]
    [InlineData("exec show")]
    [InlineData("exec logs")]
    [InlineData("exec tail")]
    [InlineData("exec wait")]
    [InlineData("exec kill")]
    [InlineData("exec killall")]
    [InlineData("exec attach")]
    [InlineData("daemon status")]
    [InlineData("daemon stop")]
    [InlineData("daemon restart")]
    [InlineData("daemon logs")]
    [InlineData("config show")]
    [InlineData("serve")]
    [InlineData("token")]
    [InlineData("completion")]
    public async Task Help_OfEveryCommand_HasExamplesAndIsDocumented(string command)
    {
        var ended = await desk.HoldfastAsync([.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains($"Examples:\n  ", ended.Out, StringComparison.Ordinal);
        var reference = await File.ReadAllTextAsync(Path.Combine(Desk.Repository, "docs", "reference", "cli.md"));
        Assert.Contains($"## holdfast {command}", reference, StringComparison.Ordinal);
        var options = ended.Out.Split('\n').Select(line => line.Trim().Split(' ', ',')).Where(words => words[0].StartsWith('-')).Select(words => words.First(word => word.StartsWith("--", StringComparison.Ordinal)));
        Assert.All(options, option => Assert.Contains($"`{option}", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorCodes_All_AreDocumented()
    {
        var reference = File.ReadAllText(Path.Combine(Desk.Repository, "docs", "reference", "cli.md"));

        Assert.All(ErrorCode.All, code => Assert.Contains($"| `{code}` |", reference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_OfEveryShell_IsAScriptThatAsksTheParser(string shell)
    {
        var ended = await desk.HoldfastAsync("completion", shell);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("[suggest:", ended.Out, StringComparison.Ordinal);
        if (shell == "bash")
        {
            desk.Write("completion.bash", ended.Out);
            Assert.Equal("", (await desk.ShellAsync("bash -n completion.bash")).Error);
        }
    }

    [Fact]
    public async Task Completion_InBash_OffersCommandsOptionsAndValues()
    {
        desk.Write("completion.bash", (await desk.HoldfastAsync("completion", "bash")).Out);

        async Task<string> OfferAsync(string line, int word) => (await desk.ShellAsync(
            $"source completion.bash; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({line}); COMP_WORDS[0]={Desk.Program}; " +
            $"COMP_CWORD={word}; _holdfast; echo \"${{COMPREPLY[*]}}\"")).Out.Trim();

        Assert.Equal("run runs", await OfferAsync("holdfast ru", 1));
        Assert.Equal("exec", await OfferAsync("holdfast exe", 1));
        Assert.Equal("kill killall", await OfferAsync("holdfast exec kil", 2));
        Assert.Equal("reload restart", await OfferAsync("holdfast daemon re", 2));
        Assert.Equal("--schedule", await OfferAsync("holdfast run p.yaml --sch", 3));
        Assert.Equal("eager", await OfferAsync("holdfast run p.yaml --schedule e", 4));
    }
}
