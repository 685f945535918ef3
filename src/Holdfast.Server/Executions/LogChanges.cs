using System.Threading.Channels;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Executions;

/// <summary>The kernel's word that a log was written to, and the desk's that its execution has changed.</summary>
internal sealed class LogChanges : IDisposable
{
    private readonly Channel<bool> happened = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ExecutionDesk desk;
    private readonly ExecutionId execution;
    private IDisposable? listening;
    private volatile bool isOver;

    public LogChanges(ExecutionDesk desk, ExecutionId execution)
    {
        this.desk = desk;
        this.execution = execution;
        desk.Changes += Hear;
    }

    /// <summary>Whether nothing more will be written.</summary>
    public bool IsOver => isOver;

    /// <summary>Says how it stands now; what changes from here on is heard.</summary>
    public void Begin(StoredExecution now) => isOver |= now.IsOver;

    /// <summary>As soon as there is a folder to watch: its shim makes it, and nobody else may.</summary>
    public void WatchFile()
    {
        if (!isOver)
            listening ??= desk.ListenToOutput(execution, () => happened.Writer.TryWrite(true));
    }

    public async Task NextAsync(CancellationToken cancellationToken) => await happened.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        desk.Changes -= Hear;
        listening?.Dispose();
    }

    private void Hear(StoredExecution changed)
    {
        if (changed.Id != execution)
            return;
        isOver |= changed.IsOver;
        happened.Writer.TryWrite(true);
    }
}
