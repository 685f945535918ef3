using System.Collections.Immutable;
using Holdfast.Core.Environments;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Environments;

/// <summary>Looks at all that Holdfast works with on this machine. Needs no store and no daemon, and changes nothing.</summary>
public sealed class EnvironmentCheck
{
    private readonly ProcessEnvironment environment;
    private readonly OneShot oneShot;
    private readonly PackageManager packages;
    private readonly ProgramLook programs;

    private EnvironmentCheck(ProcessEnvironment environment, TimeProvider time)
    {
        this.environment = environment;
        oneShot = new OneShot(time);
        packages = PackageManager.Of(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");
        programs = new ProgramLook(environment, oneShot, packages);
    }

    /// <summary>Those that <c>--agent</c> may name.</summary>
    public static IReadOnlyList<string> AgentNames { get; } = [.. KnownProgram.Agents.Select(agent => agent.Name)];

    /// <param name="home">The folder everything is kept in; it need not exist.</param>
    /// <param name="agent">One of <see cref="AgentNames"/>, which is then required, as is git; null for none.</param>
    public static Task<EnvironmentReport> RunAsync(string home, string? agent, ProcessEnvironment environment, TimeProvider time, CancellationToken cancellationToken) =>
        new EnvironmentCheck(environment, time).LookAsync(home, agent, cancellationToken);

    private async Task<EnvironmentReport> LookAsync(string home, string? agent, CancellationToken cancellationToken)
    {
        var interpreters = new Interpreters(environment, oneShot);
        Task<EnvironmentFinding>[] asked =
        [
            ProcessesAsync(interpreters, cancellationToken),
            InterpreterAsync(interpreters, InterpreterKind.Python, "python", Need.Required, "python3"),
            InterpreterAsync(interpreters, InterpreterKind.Node, "node", Need.Optional, "nodejs"),
            programs.LookAsync(KnownProgram.Git, agent is null ? Need.Optional : Need.Required, cancellationToken),
            .. KnownProgram.Agents.Select(known => programs.LookAsync(known, known.Name == agent ? Need.Required : Need.Optional, cancellationToken)),
            BubblewrapAsync(cancellationToken),
            programs.LookAsync(KnownProgram.Tmux, Need.Optional, cancellationToken),
        ];
        ImmutableArray<EnvironmentFinding> findings =
        [
            MachineLook.DotNet(), MachineLook.Shim(), MachineLook.Sqlite(packages), HomeLook.Folder(home), HomeLook.Disk(home),
            .. await Task.WhenAll(asked),
            MachineLook.ControlGroups(), MachineLook.OpenFiles(),
        ];
        return new EnvironmentReport(findings);
    }

    /// <summary>Whether this user may start a process and be told how it ends, found out by doing it.</summary>
    private async Task<EnvironmentFinding> ProcessesAsync(Interpreters interpreters, CancellationToken cancellationToken)
    {
        if (interpreters.FindShell() is not { Found: { } shell } search)
            return new("shell", Need.Required, FindingState.Missing, null, null, interpreters.FindShell().Refusal!.Why, packages.CommandFor("dash"));
        var (isGood, said) = await programs.TryAsync(search.Found.Path, ["-c", ":"], cancellationToken);
        return isGood
            ? new("shell", Need.Required, FindingState.Good, null, shell.Path, "Processes can be started, and their ends are seen.", null)
            : new("shell", Need.Required, FindingState.Unusable, null, shell.Path, $"It cannot be run: {said}.", "allow this user to start processes (ulimit -u, seccomp, noexec)");
    }

    private async Task<EnvironmentFinding> InterpreterAsync(Interpreters interpreters, InterpreterKind kind, string name, Need need, string package)
    {
        var search = await interpreters.FindAsync(kind);
        if (search.Found is { } found)
            return new(name, need, FindingState.Good, found.Version.ToString(), found.Path, $"It runs atoms in {(name == "node" ? "JavaScript and TypeScript" : kind.Name)}.", null);
        var state = search.Refusal!.Code == "interpreter_missing" ? FindingState.Missing : FindingState.Unusable;
        return new(name, need, state, null, null, search.Refusal.Why, packages.CommandFor(package));
    }

    // It needs user namespaces, which many machines and containers forbid: only trying tells.
    private async Task<EnvironmentFinding> BubblewrapAsync(CancellationToken cancellationToken)
    {
        var found = await programs.LookAsync(KnownProgram.Bubblewrap, Need.Optional, cancellationToken);
        if (found.State is not FindingState.Good)
            return found;
        var (isGood, said) = await programs.TryAsync(found.Path!, ["--unshare-user", "--ro-bind", "/", "/", "/bin/sh", "-c", ":"], cancellationToken);
        return isGood
            ? found
            : found with { State = FindingState.Unusable, Says = $"It is there, but may not make a sandbox here: {said}.", Mend = "sysctl -w kernel.unprivileged_userns_clone=1, or where AppArmor forbids it: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" };
    }
}
