using Holdfast.Core.Plans;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Sandboxes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Runs;

/// <summary>What every run of one engine shares.</summary>
internal sealed record RunServices
{
    public required string Home { get; init; }

    public required TimeProvider Time { get; init; }

    public required IStore Store { get; init; }

    public required WorkFolders WorkFolders { get; init; }

    public required ProcessHost Processes { get; init; }

    public required SurvivingProcesses Surviving { get; init; }

    public required IReadOnlyDictionary<AtomKind, IRuntime> Runtimes { get; init; }

    /// <summary>As whoever asked for the run has them.</summary>
    public required KnownSecrets Secrets { get; init; }

    public required ISandbox Sandbox { get; init; }

    public required Dispatcher Dispatcher { get; init; }

    /// <summary>Takes the end of an attempt that outlived who started it, and reports it.</summary>
    public required Func<Launch, Task> Adopt { get; init; }

    public required FixDesk Fixers { get; init; }

    public required ResultCache Results { get; init; }
}
