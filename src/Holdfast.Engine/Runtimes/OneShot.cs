using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Runtimes;

/// <summary>Runs a short program of our own and waits for it: to ask an interpreter something, not to run anybody's code.</summary>
internal sealed class OneShot(TimeProvider time)
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(1);
    private const int OutputLimitBytes = 1 << 20;

    // The first question starts its thread; a plan of commands never asks one.
    private readonly Lazy<ProcessHost> host = new(() => new ProcessHost(time));

    /// <param name="folder">Becomes the working directory; output.log is written there.</param>
    /// <param name="limit">Null for a minute.</param>
    public async Task<Answer> RunAsync(
        ImmutableArray<string> arguments, IReadOnlyDictionary<string, string> environment, string folder, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        var execution = new ExecutionId(Guid.NewGuid());
        var log = Path.Combine(folder, "output.log");
        var ended = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = host.Value.Start(
            new ProcessSpec
            {
                Execution = execution,
                Arguments = arguments,
                Environment = [.. environment],
                WorkingDirectory = folder,
                OutputLog = log,
                OutputLimitBytes = OutputLimitBytes,
                Timeout = limit ?? UsualLimit,
            },
            ended.SetResult);
        if (start is ProcessStart.Refused refused)
            return new Answer(refused.Why, "", "");

        await using var _ = cancellationToken.Register(() => host.Value.Stop(execution, new EndCause.CancelledBy("holdfast"), immediate: true));
        var ending = await ended.Task;
        cancellationToken.ThrowIfCancellationRequested();
        return new Answer(ending.Cause, OutputLog.Read(log, OutputStreams.Stdout).Text, OutputLog.Read(log, OutputStreams.Stderr).Text);
    }

    public sealed record Answer(EndCause Cause, string Output, string Errors)
    {
        public bool IsGood => Cause is EndCause.Exited { Code: 0 };
    }
}
