using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Tests;

/// <summary>
/// Tests that count what this process has open, or say whose an orphan without a mark is: nobody else may start processes meanwhile.
/// </summary>
[CollectionDefinition(nameof(AloneWithProcesses), DisableParallelization = true)]
public sealed class AloneWithProcesses;

/// <summary>A host, a folder, and the endings as tasks.</summary>
internal sealed class HostedProcesses : IDisposable
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(60);

    public HostedProcesses() => Folder = Directory.CreateTempSubdirectory("holdfast-processes-").FullName;

    public ProcessHost Host { get; } = new(TimeProvider.System);

    public string Folder { get; }

    public string FileIn(string name) => Path.Combine(Folder, name);

    public ProcessSpec Spec(params string[] arguments)
    {
        var execution = new ExecutionId(Guid.NewGuid());
        return new ProcessSpec
        {
            Execution = execution,
            Arguments = [.. arguments],
            Environment = [new("PATH", "/usr/bin:/bin"), ProcessMark.Of(execution)],
            WorkingDirectory = Folder,
            OutputLog = FileIn($"{execution}.log"),
            OutputLimitBytes = 64 * 1024 * 1024,
            Grace = TimeSpan.FromSeconds(10),
        };
    }

    public ProcessSpec Shell(string script) => Spec("/bin/sh", "-c", script);

    public ProcessSpec Python(string script) => Spec("/usr/bin/python3", "-I", "-S", "-c", script);

    public (ProcessIdentity Process, Task<ExecutionEnding> Ending) Start(ProcessSpec spec)
    {
        var ending = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = Host.Start(spec, ending.SetResult);
        var started = Assert.IsType<ProcessStart.Started>(start);
        return (started.Process, ending.Task.WaitAsync(Safety));
    }

    public Task<ExecutionEnding> Run(ProcessSpec spec) => Start(spec).Ending;

    public string Text(ProcessSpec spec, OutputStreams streams = OutputStreams.Both) => OutputLog.Read(spec.OutputLog, streams).Text;

    public byte[] Bytes(ProcessSpec spec, OutputStreams streams = OutputStreams.Both)
    {
        using var bytes = new MemoryStream();
        OutputLog.CopyTo(spec.OutputLog, bytes, streams);
        return bytes.ToArray();
    }

    /// <summary>Waits until a script has written the whole of a file: it writes elsewhere and renames.</summary>
    public async Task<string[]> Lines(string name)
    {
        var path = FileIn(name);
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Folder) { NotifyFilter = NotifyFilters.FileName };
        void Look(object sender, FileSystemEventArgs e)
        {
            if (e.FullPath == path)
                appeared.TrySetResult();
        }
        // From another folder it is created, by the same rename.
        watcher.Renamed += Look;
        watcher.Created += Look;
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
        {
            try
            {
                await appeared.Task.WaitAsync(Safety);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Waited {Safety} for the script to write '{path}'.");
            }
        }
        return await File.ReadAllLinesAsync(path);
    }

    public void Dispose()
    {
        Host.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// Who lives and is of this execution, read without any code of the product: by mark, or by being one of these pids that still run
    /// what they ran.
    /// </summary>
    public static ImmutableArray<int> Living(ProcessSpec spec, params IEnumerable<string> pids)
    {
        var named = pids.Select(int.Parse).ToHashSet();
        var mark = $"HOLDFAST_EXECUTION={spec.Execution}";
        return
        [
            .. Directory.GetDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
                .Where(pid => pid > 0 && State(pid) is not (null or "Z" or "X") && (named.Contains(pid) || Environ(pid).Contains(mark, StringComparison.Ordinal)))
                .Order(),
        ];
    }

    private static string? State(int pid) =>
        TryRead($"/proc/{pid}/status")?.Split('\n').FirstOrDefault(line => line.StartsWith("State:", StringComparison.Ordinal))?.Split('\t')[1][..1];

    private static string Environ(int pid) => TryRead($"/proc/{pid}/environ") ?? "";

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
