using System.Threading.Channels;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Sessions;

/// <summary>
/// Writes one session's activity while its agent works. The output log of the process is the source, which outlives everybody: a
/// recorder that begins later reads it from its beginning, and goes on behind what is written already.
/// </summary>
internal sealed class SessionRecorder(IStore store, Func<ActivityPolicy> current, Action<SessionId> grew)
{
    /// <summary>Frames looked at before what came of them is written.</summary>
    private const int FramesTogether = 256;

    /// <summary>Follows the process to its end, and returns when all it did is written.</summary>
    /// <param name="outputLog">Of the execution; made by its shim with the first byte.</param>
    /// <param name="listen">To its growth; null as long as its folder is not there.</param>
    /// <param name="over">Completes when nothing more will be written to it.</param>
    public async Task RecordAsync(StoredSession session, string path, string outputLog, Func<Action, IDisposable?> listen, SecretMask mask, Task<StoredExecution> over, CancellationToken cancellationToken)
    {
        var policy = ActivityPolicyFile.Settle(path, current());
        using var writing = new Writing(session, ActivityFile.Open(path), policy);
        using var cursor = new OutputLogCursor(outputLog);
        var output = new AgentOutput(policy, mask);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _ = over.ContinueWith(_ => changed.Writer.TryWrite(true), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var folder = Path.GetDirectoryName(outputLog)!;
        IDisposable? watching = null;
        try
        {
            while (true)
            {
                // Before it is read: what comes after is told.
                watching ??= listen(() => changed.Writer.TryWrite(true));
                var isOver = over.IsCompleted;
                while (cursor.TryRead(out var frame))
                {
                    output.Read(frame.Value, cursor.StartedAt, writing.Take);
                    if (++writing.Frames % FramesTogether == 0)
                        await WriteAsync(writing, cancellationToken);
                }

                await WriteAsync(writing, cancellationToken);
                if (isOver)
                    break;
                await (watching is null ? AppearedAsync(folder, over, cancellationToken) : changed.Reader.ReadAsync(cancellationToken).AsTask());
            }
        }
        finally
        {
            watching?.Dispose();
        }

        var ended = await over;
        var cause = ended.Cause ?? throw new InvalidOperationException($"Execution {ended.Id} is over without a cause.");
        await FinishAsync(writing, output, SessionOutcomes.Of(ended), cause, ended.EndedAt ?? session.StartedAt, cancellationToken);
    }

    /// <summary>The end of a session whose process never was.</summary>
    public async Task RecordNothingAsync(StoredSession session, string path, SessionEnding ending, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var policy = ActivityPolicyFile.Settle(path, current());
        using var writing = new Writing(session, ActivityFile.Open(path), policy);
        await FinishAsync(writing, new AgentOutput(policy, SecretMask.None), ending.Outcome, ending.Cause, at, cancellationToken);
    }

    private async Task FinishAsync(Writing writing, AgentOutput output, SessionOutcome outcome, EndCause cause, DateTimeOffset at, CancellationToken cancellationToken)
    {
        output.Finish(StoredNames.SessionOutcomes[outcome], EndSentences.Of(cause), cause.ExitCode, at, writing.Take);
        await WriteAsync(writing, cancellationToken);
        writing.File.MakeDurable();
    }

    // The file first: an event never points at what is not there.
    private async Task WriteAsync(Writing writing, CancellationToken cancellationToken)
    {
        if (writing.Lines.Count > 0)
        {
            writing.File.Append(writing.Lines);
            writing.Lines.Clear();
            grew(writing.Session.Id);
        }

        if (writing.Events.Count > 0)
        {
            await store.LogActivityAsync(writing.Session.Id, writing.Events, writing.Seen, cancellationToken);
            writing.Events.Clear();
        }
    }

    /// <summary>Waits until its shim has made its folder, or there will be none.</summary>
    private static async Task AppearedAsync(string folder, Task over, CancellationToken cancellationToken)
    {
        // The kernel tells of folders only through the one above, where the folders of others come and go: looked for instead,
        // and only while a process is being started.
        do
            await Task.WhenAny(over, Task.Delay(LookAgainAfter, cancellationToken));
        while (!Directory.Exists(folder) && !over.IsCompleted);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>What is to be written next.</summary>
    private sealed class Writing(StoredSession session, ActivityFile file, ActivityPolicy policy) : IDisposable
    {
        private int events;

        public StoredSession Session => session;

        public ActivityFile File => file;

        public List<ReadOnlyMemory<byte>> Lines { get; } = [];

        public List<TaskEvent> Events { get; } = [];

        public long Seen { get; private set; }

        public long Frames { get; set; }

        public void Take(ActivityRecord record, ReadOnlyMemory<byte> json)
        {
            Seen = record.Sequence;
            if (record.Sequence > file.Last + Lines.Count)
                Lines.Add(json);
            if (EventOf(record) is { } happened && ++events <= policy.Events && record.Sequence > session.ActivityLogged)
                Events.Add(happened);
        }

        public void Dispose() => file.Dispose();

        private TaskEvent? EventOf(ActivityRecord record) => record switch
        {
            { Kind: ActivityKind.AgentMessage, Partial: false, Text: { } text } =>
                new TaskEvent.AgentSpoke(record.At, session.Id, record.Sequence, text.Length <= TaskEvent.LongestText ? text : text[..TaskEvent.LongestText]),
            { Kind: ActivityKind.ToolCall, Name: { } tool } => new TaskEvent.ToolUsed(record.At, session.Id, record.Sequence, tool),
            _ => null,
        };
    }
}
