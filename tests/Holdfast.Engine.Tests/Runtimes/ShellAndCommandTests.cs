using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class ShellAndCommandTests : IDisposable
{
    private static readonly EndCause Zero = new EndCause.Exited(0);

    private readonly AtomRunner atoms = new();

    public void Dispose() => atoms.Dispose();

    private Task<Attempt> Shell(string code, string input = "{}") => atoms.RunAsync(AtomKind.Shell, code, input);

    private static Atom Command(params string[] command) => new() { Key = "atom", Kind = AtomKind.Command, Command = [.. command] };

    [Fact]
    public async Task Shell_InputAndResult_TravelInFiles()
    {
        var attempt = await Shell("""echo out; echo err >&2; cat "$HOLDFAST_INPUT" > "$HOLDFAST_RESULT" """, """{"é":1}""");

        Assert.Equal((Zero, """{"é":1}""", "out\n", "err\n"), attempt.Success);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("# nothing", null)]
    [InlineData("false; echo \"$undefined\" > /dev/null", null)]
    [InlineData("echo ' [1, 2] ' > $HOLDFAST_RESULT", "[1, 2]")]
    [InlineData("printf '\\357\\273\\277{}' > $HOLDFAST_RESULT", "{}")]
    [InlineData("echo null > $HOLDFAST_RESULT", "null")]
    public async Task Shell_ScriptThatEndsWell_GivesItsResult(string code, string? result)
    {
        Assert.Equal((Zero, result, "", ""), (await Shell(code)).Success);
    }

    [Theory]
    [InlineData("echo '{\"a\": }' > $HOLDFAST_RESULT", "The result is not JSON: line 1, byte 7: '}' is an invalid start of a value.")]
    [InlineData("echo done > $HOLDFAST_RESULT", "The result is not JSON: line 1, byte 1: 'd' is an invalid start of a value.")]
    [InlineData("echo '1 2' > $HOLDFAST_RESULT", "The result is not JSON: line 1, byte 3: '2' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("printf '[\"\\377\"]' > $HOLDFAST_RESULT", "The result is not JSON: text in it is not Unicode.")]
    [InlineData("printf '[\"\\\\ud800\"]' > $HOLDFAST_RESULT", "The result is not JSON: text in it is not Unicode.")]
    [InlineData(": > $HOLDFAST_RESULT", "The result file is empty. Write JSON to it, or nothing at all.")]
    [InlineData("mkfifo $HOLDFAST_RESULT", "The result file is empty. Write JSON to it, or nothing at all.")]
    [InlineData("ln -s /dev/zero $HOLDFAST_RESULT", "The result file is a link. Write JSON to the file itself.")]
    [InlineData("head -c 2097152 /dev/zero > $HOLDFAST_RESULT", "The result is 2.0 MiB of JSON; at most 1 MiB is kept. Write it to a file and name that file in outputs.")]
    [InlineData("printf '%061d%061d' 0 0 | tr 0 '[' > $HOLDFAST_RESULT", "The result is not JSON: it is nested more than 60 levels deep.")]
    public async Task Shell_ResultThatIsNotJson_IsAnErrorOfTheCode(string code, string message)
    {
        var attempt = await Shell(code);

        Assert.Equal((Zero, null, $"ResultError: {message} @:"), (attempt.Cause, attempt.Report.ResultJson, attempt.Told));
    }

    [Fact]
    public async Task Shell_FailedScript_KeepsTheExitCodeAndTheEndOfStderrButNoResult()
    {
        var attempt = await Shell("echo 1 > $HOLDFAST_RESULT; echo broken >&2; exit 9");

        Assert.Equal((new EndCause.Exited(9), null, null, "broken\n"), (attempt.Cause, attempt.Report.ResultJson, attempt.Report.Exception, attempt.Report.ErrorTail));
    }

    [Fact]
    public async Task Shell_DamagedExceptionFile_IsToldAsAnException()
    {
        var attempt = await Shell("echo '{\"type\":' > $(dirname $HOLDFAST_RESULT)/exception.json; exit 1");

        Assert.StartsWith("ReportError: The code failed, and what it left about that in exception.json cannot be read: ", attempt.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shell_ManyScriptsChecked_AnswersEachInOrder()
    {
        var answers = await atoms[AtomKind.Shell].CheckSyntaxAsync(["echo", "for x in a; do\n  echo\n", "", "echo 'a"], TestContext.Current.CancellationToken);

        Assert.Equal(
            [null, "SyntaxError: Syntax error: end of file unexpected (expecting \"done\") @3: while parsing", null, "SyntaxError: Syntax error: Unterminated quoted string @1: while parsing"],
            answers.Select(answer => answer is null ? null : Attempt.Tell(answer)));
    }

    [Fact]
    public async Task Shell_NamedByTheSetting_IsUsed()
    {
        using var bash = new AtomRunner(new Dictionary<string, string>(AtomRunner.HostVariables()) { ["HOLDFAST_SH"] = "/bin/bash" });

        var attempt = await bash.RunAsync(AtomKind.Shell, "echo ${BASH_VERSION:+bash}");

        Assert.Equal("bash\n", attempt.Stdout);
    }

    [Fact]
    public async Task Command_Arguments_ArriveAsTheyAre()
    {
        var attempt = await atoms.RunAsync(Command("printf", "%s|", "a b", "", "$HOME", "*", "é'\""));

        Assert.Equal((Zero, null, "a b||$HOME|*|é'\"|", ""), attempt.Success);
    }

    [Fact]
    public async Task Command_Result_IsWhatItWroteToTheFile()
    {
        Assert.Equal((Zero, "{\"a\":1}", "", ""), (await atoms.RunAsync(Command("sh", "-c", "cp $HOLDFAST_INPUT $HOLDFAST_RESULT"), "{\"a\":1}")).Success);
    }

    [Fact]
    public async Task Command_PathWithASlash_IsRelativeToThePlan()
    {
        atoms.WritePlanFile("tools/hello", "#!/bin/sh\necho hello $1");
        File.SetUnixFileMode(Path.Combine(atoms.PlanFolder, "tools/hello"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal("hello you\n", (await atoms.RunAsync(Command("./tools/hello", "you"))).Stdout);
    }

    [Fact]
    public async Task Command_ProgramOnThePathOfTheAtom_IsFoundThere()
    {
        atoms.WritePlanFile("bin/only-here", "#!/bin/sh\necho found");
        File.SetUnixFileMode(Path.Combine(atoms.PlanFolder, "bin/only-here"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var attempt = await atoms.RunAsync(new Atom
        {
            Key = "atom",
            Kind = AtomKind.Command,
            Command = ["only-here"],
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PATH", Path.Combine(atoms.PlanFolder, "bin") + ":/usr/bin:/bin"),
        });

        Assert.Equal("found\n", attempt.Stdout);
    }

    [Fact]
    public async Task Command_ProgramThatCannotStart_IsRefusedWithTheReason()
    {
        atoms.WritePlanFile("not-executable", "#!/bin/sh\n");
        var refusals = new List<EndCause.CouldNotStart?>();

        foreach (var program in new[] { "no-such-program", "./missing", "./not-executable" })
            refusals.Add((await atoms.PrepareAsync(Command(program))).Start.Refusal);

        var folder = atoms.PlanFolder;
        Assert.Equal(
            [
                new EndCause.CouldNotStart("command_not_found", "No program 'no-such-program' is on the PATH (/usr/local/bin:/usr/bin:/bin). Install it, or give its path."),
                new EndCause.CouldNotStart("command_not_found", $"There is no program {folder}/missing. A path with a slash is relative to the plan's folder."),
                new EndCause.CouldNotStart("permission_denied", $"{folder}/not-executable may not be executed. Allow it: chmod +x {folder}/not-executable"),
            ],
            refusals);
    }
}
