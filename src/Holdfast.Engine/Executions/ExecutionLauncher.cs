using Holdfast.Core.Executions;
using Holdfast.Engine.Completion;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>From what was asked for to a shim that runs it.</summary>
internal sealed class ExecutionLauncher(HoldfastHome home, string shimProgram, ExecutionDeskOptions options)
{
    // What every tmux emulates, and every machine describes.
    private const string TmuxTerm = "screen-256color";

    private readonly ProcessEnvironment host = ProcessEnvironment.OfThisProcess();

    /// <summary>Of tmux, as this program finds it.</summary>
    public HomeSessions Sessions { get; } = new(home.TmuxSocket, ProcessEnvironment.OfThisProcess());

    public ShimFolder FolderOf(ExecutionId execution) => ExecutionFolders.Of(home.Path, execution);

    /// <param name="added">What the caller wants in the environment.</param>
    public async Task<ShimStarted> StartAsync(StoredExecution execution, IReadOnlyDictionary<string, string> added)
    {
        var order = execution.Order;
        var environment = new Dictionary<string, string>(host.Base);
        foreach (var (name, value) in added)
            environment[name] = value;
        foreach (var secret in order.Secrets)
        {
            var (value, why) = host.Resolve(secret.From, order.WorkingDirectory);
            if (value is null)
                return new ShimStarted.Refused(new EndCause.CouldNotStart("secret_missing", $"Secret '{secret.Variable}' of execution {execution.Id} is missing: {why}"));
            environment[secret.Variable] = value;
        }

        // One that is in a trace already is told of its own part there. What nobody can read is handed on as it is.
        if (TraceContext.TryParse(environment.GetValueOrDefault(TraceContext.ParentVariable), tracestate: null) is not null)
            environment.Remove(TraceContext.ParentVariable);
        execution.Trace.Within(execution.Id.Value).AddTo(environment);
        CompletionFiles.AddTo(environment, order.Completion, FolderOf(execution.Id));
        // Last, so that nothing takes the mark away by which the process is found again.
        environment[ProcessMark.Variable] = execution.Id.ToString();
        if (order.Host is ExecutionHost.Tmux)
            environment["TERM"] = added.GetValueOrDefault("TERM", TmuxTerm);
        if (FindProgram(order, environment["PATH"]) is not { } program)
            return new ShimStarted.Refused(new EndCause.CouldNotStart("program_missing", $"There is no program '{order.Arguments[0]}' on PATH ({environment["PATH"]}). Install it, or name it by its path."));
        var request = RequestOf(execution, program);
        return order.Host switch
        {
            ExecutionHost.Process => await ShimStart.StartAsync(shimProgram, FolderOf(execution.Id), request, [.. environment], CancellationToken.None),
            ExecutionHost.Tmux => await StartInTmuxAsync(execution, request, environment),
        };
    }

    private async Task<ShimStarted> StartInTmuxAsync(StoredExecution execution, ShimRequest request, IReadOnlyDictionary<string, string> environment)
    {
        // It was there when it was asked for; it may have waited for room since.
        if (Sessions.FindServer() is not { } server)
            return new ShimStarted.Refused(new EndCause.CouldNotStart("tmux_missing", "tmux is not on the PATH. Install it."));
        var hints = new PaneHints(FolderOf(execution.Id).PaneHint, TmuxServer.OfAnySession(ExecutionFolders.In(home.Path), ShimFolder.PaneHintName));
        return await ShimStart.StartInPaneAsync(
            shimProgram, FolderOf(execution.Id), request with { Terminal = true }, [.. environment], command => server.Open(execution.Id, command, hints), CancellationToken.None);
    }

    /// <summary>Hides the values of an execution's secrets, as far as they can be found now.</summary>
    public SecretMask MaskOf(ExecutionOrder order) => SecretMask.Of(SecretsOf(order));

    /// <summary>The values of an execution's secrets, as far as they can be found now.</summary>
    public IReadOnlyList<string> SecretsOf(ExecutionOrder order) => SecretsOf(order, host);

    public static IReadOnlyList<string> SecretsOf(ExecutionOrder order, ProcessEnvironment host) =>
        [.. order.Secrets.Select(secret => host.Resolve(secret.From, order.WorkingDirectory).Value).OfType<string>()];

    // A name with a slash is a path, as for a shell.
    private static string? FindProgram(ExecutionOrder order, string path) =>
        order.Arguments[0].Contains('/')
            ? Path.GetFullPath(order.Arguments[0], order.WorkingDirectory)
            : ProgramSearch.OnPath(order.Arguments[0], path).FirstOrDefault();

    private ShimRequest RequestOf(StoredExecution execution, string program)
    {
        var request = new ShimRequest
        {
            Execution = execution.Id,
            Arguments = execution.Order.Arguments.SetItem(0, program),
            WorkingDirectory = execution.Order.WorkingDirectory,
            OutputLimitBytes = options.OutputLimitBytes,
            // A session's activity is read from the log, from its beginning by each daemon anew: what was there once has to stay.
            RotateOutput = execution.Order.Kind != ExecutionKind.Session,
            Grace = options.Grace,
        };
        return execution.Order.Allowance switch
        {
            TimeAllowance.Unlimited => request,
            TimeAllowance.Exactly exactly => request with { Timeout = exactly.Limit },
            TimeAllowance.Extended extended =>
                request with { Deadline = new DeadlinePolicy(extended.First, extended.ProgressWithin, extended.Extension, extended.MostExtensions) },
            _ => throw new InvalidOperationException($"Unplaced allowance {execution.Order.Allowance.GetType().Name}."),
        };
    }
}
