using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class InterpretersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-interpreters-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Interpreters Make(params (string Name, string Value)[] environment) =>
        new(new ProcessEnvironment(environment.ToDictionary()), new OneShot(TimeProvider.System));

    private string Script(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    [Fact]
    public async Task Find_Program_GivesItsPathAndVersion()
    {
        var interpreters = Make(("PATH", "/usr/bin:/bin"));

        var python = await interpreters.FindAsync(InterpreterKind.Python);
        var node = await interpreters.FindAsync(InterpreterKind.Node);

        Assert.Equal(("/usr/bin/python3", null), (python.Found!.Path, python.Refusal));
        Assert.Equal(("/usr/bin/node", null), (node.Found!.Path, node.Refusal));
        Assert.InRange(python.Found.Version, InterpreterKind.Python.Oldest, new Version(4, 0));
        Assert.InRange(node.Found.Version, InterpreterKind.Node.Oldest, new Version(100, 0));
    }

    [Fact]
    public async Task Find_ScriptInItsPlace_IsAskedOnceForTheProgram()
    {
        Script("python3", $"echo asked >> {folder}/log\nexec /usr/bin/python3 \"$@\"");
        Script("node", $"echo asked >> {folder}/log\nexec /usr/bin/node \"$@\"");
        var interpreters = Make(("PATH", folder + ":/usr/bin:/bin"));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("/usr/bin/python3", (await interpreters.FindAsync(InterpreterKind.Python)).Found!.Path);
            Assert.Equal("/usr/bin/node", (await interpreters.FindAsync(InterpreterKind.Node)).Found!.Path);
        }

        Assert.Equal("asked\nasked\n", await File.ReadAllTextAsync(Path.Combine(folder, "log"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Find_ScriptThatFails_GoesOnToTheNextOnThePath()
    {
        Script("python3", "exit 1");

        Assert.Equal("/usr/bin/python3", (await Make(("PATH", folder + ":/usr/bin:/bin")).FindAsync(InterpreterKind.Python)).Found!.Path);
    }

    [Fact]
    public async Task Find_NamedBySetting_IsThat()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "mine"), "/usr/bin/python3");

        var python = await Make(("PATH", "/usr/bin:/bin"), ("HOLDFAST_PYTHON", Path.Combine(folder, "mine"))).FindAsync(InterpreterKind.Python);

        Assert.Equal(Path.Combine(folder, "mine"), python.Found!.Path);
    }

    [Fact]
    public async Task Find_Nothing_SaysWhatToInstall()
    {
        Assert.Equal(
            new EndCause.CouldNotStart(
                "interpreter_missing",
                "Node.js 20.12 or newer is needed, but none is on the PATH. Install it from https://nodejs.org or with your distribution's packages, or name its program in HOLDFAST_NODE."),
            (await Make(("PATH", folder)).FindAsync(InterpreterKind.Node)).Refusal);
        Assert.Equal(
            new EndCause.CouldNotStart("interpreter_missing", "HOLDFAST_PYTHON names /no/python, which does not exist or cannot be executed."),
            (await Make(("PATH", "/usr/bin"), ("HOLDFAST_PYTHON", "/no/python")).FindAsync(InterpreterKind.Python)).Refusal);
        Assert.Equal(
            new EndCause.CouldNotStart("interpreter_missing", "The shell /no/sh does not exist or cannot be executed. Name another in HOLDFAST_SH."),
            Make(("HOLDFAST_SH", "/no/sh")).FindShell().Refusal);
    }

    [Fact]
    public async Task Find_TooOld_SaysWhichItFound()
    {
        var old = Script("python3", $"echo Python 2.7.18; echo {folder}/python3");

        Assert.Equal(
            new EndCause.CouldNotStart(
                "interpreter_unusable",
                $"Python 3.9 or newer is needed, but {old} is 2.7.18. Install it (Debian, Ubuntu: apt install python3; Fedora: dnf install python3), or name its program in HOLDFAST_PYTHON."),
            (await Make(("PATH", folder)).FindAsync(InterpreterKind.Python)).Refusal);
    }

    [Fact]
    public async Task Find_MissingThenInstalled_IsFoundWithoutARestart()
    {
        var interpreters = Make(("PATH", folder));
        Assert.Null((await interpreters.FindAsync(InterpreterKind.Python)).Found);

        File.CreateSymbolicLink(Path.Combine(folder, "python3"), "/usr/bin/python3");

        Assert.Equal(Path.Combine(folder, "python3"), (await interpreters.FindAsync(InterpreterKind.Python)).Found!.Path);
    }

    [Theory]
    [InlineData(AtomKind.Python)]
    [InlineData(AtomKind.JavaScript)]
    [InlineData(AtomKind.TypeScript)]
    public async Task Prepare_MissingInterpreter_IsARefusalAndNoException(AtomKind kind)
    {
        using var atoms = new AtomRunner(new Dictionary<string, string> { ["PATH"] = folder });

        var (start, _) = await atoms.PrepareAsync(new Atom { Key = "atom", Kind = kind, Code = "x = 1" });
        var syntax = await atoms[kind].CheckSyntaxAsync(["x = ="], TestContext.Current.CancellationToken);

        Assert.Equal("interpreter_missing", start.Refusal!.Code);
        Assert.Equal([null], syntax);
    }
}
