using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Tests.Executions;

/// <summary>A home with a real store, real shims and a desk that can be closed and opened again.</summary>
internal sealed partial class DeskHome : IAsyncDisposable
{
    public const int Sigkill = 9;

    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(90);

    private readonly Channel<StoredExecution> changes = Channel.CreateUnbounded<StoredExecution>();
    private readonly List<ExecutionId> started = [];
    private ExecutionDesk? desk;
    private string? gate;

    private DeskHome(ExecutionDeskOptions options, TimeProvider time) => (Options, Time) = (options, time);

    public ExecutionDeskOptions Options { get; set; }

    public TimeProvider Time { get; set; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("holdfast-desk-").FullName;

    public HoldfastHome Home => HoldfastHome.OpenAt(Folder);

    public IStore Store { get; private set; } = null!;

    public ExecutionDesk Desk => desk ?? throw new InvalidOperationException("The desk is closed.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<DeskHome> OpenAsync(ExecutionDeskOptions? options = null, TimeProvider? time = null)
    {
        var home = new DeskHome(options ?? new ExecutionDeskOptions { Limit = 64, Grace = TimeSpan.FromSeconds(5) }, time ?? TimeProvider.System);
        await home.OpenDeskAsync();
        return home;
    }

    public async Task OpenDeskAsync()
    {
        Store = SqliteStore.Open(Home.Store);
        desk = await ExecutionDesk.OpenAsync(Home, Store, Time, Options, Ct);
        desk.Changes += change => changes.Writer.TryWrite(change);
    }

    public async Task CloseDeskAsync()
    {
        await Desk.DisposeAsync();
        desk = null;
        await Store.DisposeAsync();
    }

    public static ExecutionRequest Shell(string script) => new() { Arguments = ["/bin/sh", "-c", script], WorkingDirectory = "/" };

    public async Task<StoredExecution> StartAsync(ExecutionRequest request)
    {
        var start = Assert.IsType<ExecutionStart.Started>(await Desk.StartAsync(request, Ct));
        started.Add(start.Execution.Id);
        return start.Execution;
    }

    /// <summary>A script that says when it has come so far, and goes on after that.</summary>
    public async Task<StoredExecution> StartUntilReadyAsync(string script, Func<ExecutionRequest, ExecutionRequest>? change = null)
    {
        var fifo = Path.Combine(Folder, $"ready-{Guid.NewGuid():N}");
        if (MakeFifo(fifo, 0x180) < 0)
            throw new IOException($"'{fifo}' could not be made.");
        var request = Shell(script.Replace("READY", $"echo ready > {fifo}", StringComparison.Ordinal));
        var execution = await StartAsync(change is null ? request : change(request));
        await Task.Run(() => File.ReadAllText(fifo), Ct).WaitAsync(Safety, Ct);
        return await UntilAsync(execution.Id, now => now.State is not ExecutionState.Queued);
    }

    /// <summary>Gives the script a variable GATE: reading from it waits until <see cref="OpenGateAsync"/>.</summary>
    public ExecutionRequest WithGate(ExecutionRequest request)
    {
        gate = Path.Combine(Folder, $"gate-{Guid.NewGuid():N}");
        if (MakeFifo(gate, 0x180) < 0)
            throw new IOException($"'{gate}' could not be made.");
        return request with { Environment = new Dictionary<string, string> { ["GATE"] = gate } };
    }

    public async Task OpenGateAsync() => await Task.Run(() => File.WriteAllText(gate!, "go\n"), Ct).WaitAsync(Safety, Ct);

    /// <summary>Returns once a shim of nobody's has ended.</summary>
    public static async Task GoneAsync(ProcessIdentity shim)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new ShimWatch();
        watch.Watch(new ExecutionId(Guid.NewGuid()), shim, gone.SetResult);
        await gone.Task.WaitAsync(Safety, Ct);
    }

    /// <summary>For what nothing tells of: looks again and again, and fails when it does not come to be.</summary>
    public static async Task EventuallyAsync(string what, Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Safety);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"This did not come to be: {what}.");
            await Task.Delay(5, Ct);
        }
    }

    /// <summary>Returns once the shim has written so much; the log is looked at whenever the kernel says that it changed.</summary>
    public async Task OutputHasAsync(ExecutionId id, string end)
    {
        var log = Desk.OutputLogOf(id);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Safety);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(log)!);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        watcher.Changed += (_, _) => changed.Writer.TryWrite(true);
        watcher.Created += (_, _) => changed.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        while (!OutputOf(id).EndsWith(end, StringComparison.Ordinal))
            await changed.Reader.ReadAsync(patience.Token);
    }

    public Task<StoredExecution> EndOfAsync(ExecutionId id) => Desk.WaitAsync(id, Ct).WaitAsync(Safety, Ct);

    public async Task<StoredExecution> UntilAsync(ExecutionId id, Func<StoredExecution, bool> isSo)
    {
        if (await StoredAsync(id) is var stored && isSo(stored))
            return stored;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Safety);
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(patience.Token))
            {
                if (change.Id == id && isSo(change))
                    return change;
            }
        }
        catch (OperationCanceledException late) when (!Ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Execution {id} did not become what the test waits for; it is {(await StoredAsync(id)).State}.", late);
        }

        throw new InvalidOperationException("No change follows.");
    }

    public async Task<StoredExecution> StoredAsync(ExecutionId id) =>
        (await Store.FindExecutionAsync(id.ToString(), Ct)).Execution ?? throw new InvalidOperationException($"There is no execution {id}.");

    public async Task<string[]> EventsOfAsync(ExecutionId id) =>
        [.. (await Store.ReadExecutionEventsAsync(id, Ct)).Select(stored => stored.Event.GetType().Name)];

    public ShimFolder FolderOf(ExecutionId id) => ShimFolder.At(Path.GetDirectoryName(Desk.OutputLogOf(id))!);

    public string OutputOf(ExecutionId id) => OutputLog.Read(Desk.OutputLogOf(id)).Text;

    /// <summary>Kills, and returns once it is dead.</summary>
    public static async Task KillAsync(ProcessIdentity process)
    {
        Signal(process, Sigkill);
        await GoneAsync(process);
    }

    /// <summary>A file that is locked until this is disposed of.</summary>
    public static IDisposable LockHeld(string path)
    {
        const int exclusively = 2;
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(0, FileLock(file, exclusively));
        return file;
    }

    public static void Signal(ProcessIdentity process, int signal) => Assert.Equal(0, Kill(process.Pid, signal));

    /// <summary>Of one that may have ended by itself.</summary>
    public static void SignalUnlessGone(ProcessIdentity process, int signal) => _ = Kill(process.Pid, signal);

    /// <summary>Every living process with the mark of an execution in its environment, by a scan of its own.</summary>
    public static List<int> LivingOf(ExecutionId id)
    {
        var living = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            try
            {
                if (File.ReadAllText($"{folder}/environ").Split('\0').Contains($"HOLDFAST_EXECUTION={id}")
                    && File.ReadAllText($"{folder}/stat").Split(") ")[^1][0] is not ('Z' or 'X'))
                    living.Add(pid);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return living;
    }

    public async ValueTask DisposeAsync()
    {
        if (desk is null)
            await OpenDeskAsync();
        await Desk.CancelAllAsync("the test", immediate: true, until: null, CancellationToken.None);
        foreach (var id in started)
            await Desk.WaitAsync(id, CancellationToken.None).WaitAsync(Safety);
        await CloseDeskAsync();
        Directory.Delete(Folder, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int FileLock(Microsoft.Win32.SafeHandles.SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
