using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>A program with its arguments as the plan gives them; no shell reads them.</summary>
public sealed class CommandRuntime : IRuntime
{
    private readonly RuntimeKit kit;

    internal CommandRuntime(RuntimeKit kit) => this.kit = kit;

    public AtomKind Kind => AtomKind.Command;

    public ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken)
    {
        var (environment, _, refusal) = kit.Begin(launch, extension: null);
        if (refusal is not null)
            return new(RuntimeStart.Refused(refusal));
        var (program, missing) = Find(launch.Atom.Command[0], environment["PATH"], launch.PlanFolder);
        return new(program is null ? RuntimeStart.Refused(missing!) : new RuntimeStart([program, .. launch.Atom.Command.AsSpan(1..)], [.. environment]));
    }

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => kit.Collect(folder, atom, planFolder, ending);

    /// <summary>A command has no code.</summary>
    public Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReportedException?>>(new ReportedException?[codes.Count]);

    private static (string? Program, EndCause.CouldNotStart? Refusal) Find(string name, string path, string planFolder)
    {
        if (!name.Contains('/'))
        {
            return ProgramSearch.OnPath(name, path).FirstOrDefault() is { } found
                ? (found, null)
                : (null, new EndCause.CouldNotStart("command_not_found", $"No program '{name}' is on the PATH ({path}). Install it, or give its path."));
        }

        var file = Path.GetFullPath(Path.Combine(planFolder, name));
        if (ProgramSearch.IsExecutable(file))
            return (file, null);
        return (null, File.Exists(file)
            ? new EndCause.CouldNotStart("permission_denied", $"{file} may not be executed. Allow it: chmod +x {file}")
            : new EndCause.CouldNotStart("command_not_found", $"There is no program {file}. A path with a slash is relative to the plan's folder."));
    }
}
