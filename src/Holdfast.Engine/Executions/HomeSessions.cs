using Holdfast.Core.Executions;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>The sessions of tmux of one home, whether or not a daemon serves it.</summary>
/// <param name="socket">Where the home's tmux server listens.</param>
/// <param name="host">Where tmux is looked for.</param>
public sealed class HomeSessions(string socket, ProcessEnvironment host)
{
    /// <summary>Where tmux is; null when it is missing.</summary>
    public string? FindTmux() => ProgramSearch.OnPath("tmux", host.Base["PATH"]).FirstOrDefault();

    /// <summary>The server, which need not run; null where there is no tmux.</summary>
    public TmuxServer? FindServer() => FindTmux() is { } tmux ? new TmuxServer(tmux, socket) : null;

    /// <summary>All that there are in the server.</summary>
    public Task<IReadOnlyList<TmuxSession>> ListAsync() => AskAsync(server => server.Sessions(), withoutTmux: []);

    /// <summary>Ends a session with all that is in it: one goes with its shim, unless somebody opened more in it, or had tmux keep it.</summary>
    public Task CloseAsync(ExecutionId execution) => AskAsync(
        server =>
        {
            server.Close(execution);
            return true;
        },
        withoutTmux: false);

    // It waits for a program, which no pool thread should.
    private async Task<T> AskAsync<T>(Func<TmuxServer, T> ask, T withoutTmux) =>
        FindServer() is { } server
            ? await Task.Factory.StartNew(() => ask(server), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : withoutTmux;
}
