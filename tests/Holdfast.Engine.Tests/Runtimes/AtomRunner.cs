using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Runtimes;

/// <summary>Runs atoms as the engine does, with the real interpreters, but without a run around them.</summary>
public sealed class AtomRunner : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-runtimes-").FullName;
    private readonly ProcessHost host = new(TimeProvider.System);
    private readonly IReadOnlyDictionary<AtomKind, IRuntime> runtimes;
    private int attempts;

    public AtomRunner() : this(HostVariables()) { }

    public AtomRunner(IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(PlanFolder);
        runtimes = RuntimeSet.Create(Home, new ProcessEnvironment(environment), TimeProvider.System);
    }

    public string Home => Path.Combine(folder, "home");

    public string PlanFolder => Path.Combine(folder, "plan");

    /// <summary>The machine's own interpreters, whatever the developer's PATH begins with.</summary>
    public static Dictionary<string, string> HostVariables() => new() { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["LANG"] = "C.UTF-8" };

    public IRuntime this[AtomKind kind] => runtimes[kind];

    public void Dispose()
    {
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public Task<Attempt> RunAsync(AtomKind kind, string code, string input = "{}", string? file = null) =>
        RunAsync(new Atom { Key = "atom", Kind = kind, Code = code, File = file }, input);

    public async Task<Attempt> RunAsync(Atom atom, string input = "{}")
    {
        var (start, attempt) = await PrepareAsync(atom, input);
        Assert.Null(start.Refusal);
        var ended = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = host.Start(
            new ProcessSpec
            {
                Execution = attempt.Execution,
                Arguments = start.Arguments,
                Environment = start.Environment,
                WorkingDirectory = WorkOf(attempt.Folder),
                OutputLog = attempt.Folder.OutputLog,
                OutputLimitBytes = 16 << 20,
                Timeout = Patience,
            },
            ended.SetResult);
        Assert.IsType<ProcessStart.Started>(started);

        var report = runtimes[atom.Kind].Collect(attempt.Folder, atom, folder, await ended.Task);
        return new Attempt(
            report,
            OutputLog.Read(attempt.Folder.OutputLog, OutputStreams.Stdout).Text,
            OutputLog.Read(attempt.Folder.OutputLog, OutputStreams.Stderr).Text,
            attempt.Folder.Path);
    }

    public async Task<(RuntimeStart Start, RuntimeLaunch Launch)> PrepareAsync(Atom atom, string input = "{}")
    {
        var id = new AttemptId(new RunId(Guid.CreateVersion7()), atom.Key, ++attempts);
        var attempt = AttemptFolder.Of(Home, id.Execution);
        Directory.CreateDirectory(WorkOf(attempt));
        var launch = new RuntimeLaunch(id.Run, id.Execution, id.Number, PlanFolder, attempt, atom, atom.Code, input);
        return (await runtimes[atom.Kind].PrepareAsync(launch, TestContext.Current.CancellationToken), launch);
    }

    private static string WorkOf(AttemptFolder folder) => Path.Combine(folder.Path, "work");

    public void WritePlanFile(string name, string content)
    {
        var path = Path.Combine(PlanFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}

/// <param name="Folder">Where the attempt's files were.</param>
public sealed record Attempt(ExecutionReport Report, string Stdout, string Stderr, string Folder)
{
    public EndCause Cause => Report.Ending.Cause;

    /// <summary>What matters of a success: how it ended, its result, and what it printed.</summary>
    public (EndCause Cause, string? Result, string Stdout, string Stderr) Success => (Cause, Report.ResultJson, Stdout, Stderr);

    public ReportedException Exception => Report.Exception ?? throw new InvalidOperationException($"No exception was told: {Success}");

    /// <summary>Type, message and place of the exception in one line.</summary>
    public string Told => Tell(Exception);

    public static string Tell(ReportedException exception) =>
        $"{exception.Type}: {exception.Message} @{exception.Line}:{exception.Column}{(exception.WhileParsing ? " while parsing" : "")}";
}
