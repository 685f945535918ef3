using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Processes.Tests.Shims;

/// <summary>Real shims, each with a folder, and their ends as tasks. What a test leaves running is ended with it.</summary>
internal sealed partial class ShimFolders : IDisposable
{
    public static readonly TimeSpan Safety = TimeSpan.FromSeconds(60);
    private const int SigKill = 9;

    private readonly List<ShimFolder> folders = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("holdfast-shims-").FullName;

    public ShimWatch Watch { get; } = new();

    public static string Program => ShimProgram.Find() ?? throw new InvalidOperationException("The shim is not beside the tests: was it built?");

    public string FileIn(string name) => Path.Combine(Folder, name);

    public ShimRequest Request(params string[] arguments) => new()
    {
        Execution = new ExecutionId(Guid.NewGuid()),
        Arguments = [.. arguments],
        WorkingDirectory = Folder,
        Grace = TimeSpan.FromSeconds(10),
    };

    public ShimRequest Shell(string script) => Request("/bin/sh", "-c", script);

    public ShimRequest Python(string script) => Request("/usr/bin/python3", "-I", "-S", "-c", script);

    public ShimFolder FolderOf(ShimRequest request, string? parent = null)
    {
        var folder = ShimFolder.At(Path.Combine(parent ?? Folder, request.Execution.ToString()));
        lock (folders)
            folders.Add(folder);
        return folder;
    }

    public static Task<ShimStarted> StartAsync(ShimFolder folder, ShimRequest request, params KeyValuePair<string, string>[] variables) =>
        ShimStart.StartAsync(Program, folder, request, [new("PATH", "/usr/bin:/bin"), .. variables], CancellationToken.None).WaitAsync(Safety);

    public async Task<(ShimStarted.Started Started, Task Gone)> Started(ShimFolder folder, ShimRequest request)
    {
        var started = Assert.IsType<ShimStarted.Started>(await StartAsync(folder, request));
        return (started, Gone(request.Execution, started.Shim));
    }

    public Task Gone(ExecutionId execution, ProcessIdentity shim)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Watch.Watch(execution, shim, gone.SetResult);
        return gone.Task.WaitAsync(Safety);
    }

    public async Task<ShimExit> Run(ShimRequest request, ShimFolder? folder = null)
    {
        folder ??= FolderOf(request);
        var (_, gone) = await Started(folder, request);
        await gone;
        return Assert.IsType<ShimExit>(folder.TryReadExit());
    }

    public static void Kill(ProcessIdentity process) => Assert.Equal(0, kill(process.Pid, SigKill));

    public static void Signal(ProcessIdentity process, int signal) => Assert.Equal(0, kill(process.Pid, signal));

    /// <summary>Waits until a file is there, made by a rename or as it is.</summary>
    public static async Task Appears(string path)
    {
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
        void Look(object sender, FileSystemEventArgs e)
        {
            if (e.FullPath == path)
                appeared.TrySetResult();
        }
        watcher.Renamed += Look;
        watcher.Created += Look;
        watcher.Changed += Look;
        watcher.EnableRaisingEvents = true;
        if (File.Exists(path))
            return;
        try
        {
            await appeared.Task.WaitAsync(Safety);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Waited {Safety} for '{path}' to appear.");
        }
    }

    /// <summary>Who lives and has the token in its command line: read without any code of the product, whatever became of marks and parents.</summary>
    public static ImmutableArray<int> Living(string token) =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId && Lives(pid) && (TryRead($"/proc/{pid}/cmdline")?.Contains(token, StringComparison.Ordinal) ?? false))
            .Order(),
    ];

    private static bool Lives(int pid) =>
        TryRead($"/proc/{pid}/status")?.Split('\n').FirstOrDefault(line => line.StartsWith("State:", StringComparison.Ordinal))?.Split('\t')[1][0] is not (null or 'Z' or 'X');

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

    public void Dispose()
    {
        foreach (var folder in folders)
        {
            if (folder.TryReadShim() is { } shim && ProcessIdentities.IsAlive(shim.Process))
                _ = kill(shim.Process.Pid, SigKill);
        }
        ProcessSweep.EndMarked(folders.Select(folder => new ExecutionId(Guid.Parse(Path.GetFileName(folder.Path)))).ToHashSet(), TimeSpan.Zero);
        // A group is left where a shim was killed.
        foreach (var group in folders.Select(folder => folder.TryReadShim()?.Cgroup).Where(group => group is not null && Directory.Exists(group)))
            Directory.Delete(group!);
        Watch.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
