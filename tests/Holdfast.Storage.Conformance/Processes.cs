using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Storage.Conformance;

/// <summary>Starts this program, and others, as processes of their own.</summary>
internal sealed class Processes(string folder) : IDisposable
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(120);

    private readonly ProcessHost host = new(TimeProvider.System);

    public Task<(ExecutionEnding Ending, string Output)> RunMyselfAsync(IReadOnlyList<string> arguments, params KeyValuePair<string, string>[] environment) =>
        RunAsync([Environment.ProcessPath ?? throw new InvalidOperationException("This program has no path."), .. arguments], environment);

    public async Task<(ExecutionEnding Ending, string Output)> RunAsync(IReadOnlyList<string> arguments, params KeyValuePair<string, string>[] environment)
    {
        var execution = new ExecutionId(Guid.NewGuid());
        var log = Path.Combine(folder, $"{execution}.log");
        var ending = new TaskCompletionSource<ExecutionEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = host.Start(
            new ProcessSpec
            {
                Execution = execution,
                Arguments = [.. arguments],
                Environment =
                [
                    new("PATH", "/usr/bin:/bin"), new("HOME", folder), new("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeFolder, "..", "..", ".."))), .. environment,
                ],
                WorkingDirectory = folder,
                OutputLog = log,
                OutputLimitBytes = 1 << 20,
            },
            ending.SetResult);
        Assert.IsType<ProcessStart.Started>(start);
        var ended = await ending.Task.WaitAsync(Safety);
        return (ended, File.Exists(log) ? OutputLog.Read(log, OutputStreams.Both).Text : "");
    }

    public void Dispose() => host.Dispose();

    private static string RuntimeFolder => Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
}
