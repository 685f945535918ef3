using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;

namespace Holdfast.RepairBench;

/// <summary>Runs snippets as the engine runs atoms, with the real interpreters and the limits of the snippet.</summary>
public sealed class SnippetRunner : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-repair-").FullName;
    private readonly ProcessHost host = new(TimeProvider.System);
    private int attempts;

    public SnippetRunner() => Runtimes = RuntimeSet.Create(
        Path.Combine(folder, "home"), new ProcessEnvironment(new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["LANG"] = "C.UTF-8" }), TimeProvider.System);

    public IReadOnlyDictionary<AtomKind, IRuntime> Runtimes { get; }

    public void Dispose()
    {
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public Task<ExecutionReport> RunAsync(Snippet snippet, CancellationToken cancellationToken) => RunAsync(snippet, snippet.Code, cancellationToken);

    /// <param name="code">Run in place of the snippet's own.</param>
    public async Task<ExecutionReport> RunAsync(Snippet snippet, string code, CancellationToken cancellationToken)
    {
        var atom = new Atom { Key = "snippet", Kind = snippet.Kind, Code = code };
        var id = new AttemptId(new RunId(Guid.CreateVersion7()), atom.Key, Interlocked.Increment(ref attempts));
        var attempt = AttemptFolder.Of(Path.Combine(folder, "home"), id.Execution);
        Directory.CreateDirectory(WorkOf(attempt));
        var launch = new RuntimeLaunch(id.Run, id.Execution, id.Number, folder, attempt, atom, code, snippet.InputJson);
        var start = await Runtimes[snippet.Kind].PrepareAsync(launch, cancellationToken);
        if (start.Refusal is { } refusal)
            throw new InvalidOperationException($"{snippet} cannot run here: {refusal.Why}");

        var ended = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var spec = new ProcessSpec
        {
            Execution = id.Execution,
            Arguments = [.. MemoryLimit(snippet), .. start.Arguments],
            Environment = [.. start.Environment, .. HeapLimit(snippet)],
            WorkingDirectory = WorkOf(attempt),
            OutputLog = attempt.OutputLog,
            OutputLimitBytes = snippet.OutputBytes ?? 16 << 20,
            FailOnOutputLimit = snippet.OutputBytes is not null,
            Timeout = snippet.Timeout ?? Patience,
            Grace = TimeSpan.FromMilliseconds(100),
        };
        if (host.Start(spec, ended.SetResult) is ProcessStart.Refused refused)
            throw new InvalidOperationException($"{snippet} could not be started: {refused.Why.Why}");
        var report = Runtimes[snippet.Kind].Collect(attempt, atom, folder, await ended.Task.WaitAsync(cancellationToken));
        Directory.Delete(attempt.Path, recursive: true);
        return Placeless(report, attempt.Path);
    }

    private static string WorkOf(AttemptFolder attempt) => Path.Combine(attempt.Path, "work");

    /// <summary>Python is given a limit of address space; Node would not start under one, and limits its heap itself.</summary>
    private static string[] MemoryLimit(Snippet snippet) =>
        snippet is { Kind: AtomKind.Python, MemoryMegabytes: { } megabytes } ? ["/usr/bin/prlimit", $"--as={(long)megabytes << 20}", "--"] : [];

    private static KeyValuePair<string, string>[] HeapLimit(Snippet snippet) =>
        snippet is { Kind: not AtomKind.Python, MemoryMegabytes: { } megabytes } ? [new("NODE_OPTIONS", $"--max-old-space-size={megabytes}")] : [];

    /// <summary>The report without the folder it happened to run in, so that it can be kept.</summary>
    private ExecutionReport Placeless(ExecutionReport report, string path)
    {
        string Plain(string text) => text.Replace(path, "/atom", StringComparison.Ordinal).Replace(folder, "/plan", StringComparison.Ordinal);
        return report with
        {
            ErrorTail = report.ErrorTail is { } tail ? Plain(tail) : null,
            Exception = report.Exception is { } exception
                ? exception with { Message = Plain(exception.Message), Causes = [.. exception.Causes.Select(cause => cause with { Message = Plain(cause.Message) })], Frames = [.. exception.Frames.Select(frame => frame with { File = Plain(frame.File) })] }
                : null,
        };
    }
}
