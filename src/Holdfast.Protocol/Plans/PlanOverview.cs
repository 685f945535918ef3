using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Plans;

/// <summary>A checked plan, drawn: what <c>plan show --json</c> prints.</summary>
public sealed record PlanOverview
{
    public required Guid PlanId { get; init; }

    public required string Name { get; init; }

    public required string File { get; init; }

    public required Schedule Schedule { get; init; }

    /// <summary>In [0, 1].</summary>
    public required double StopBelow { get; init; }

    public required int Atoms { get; init; }

    /// <summary>How many needs there are between them.</summary>
    public required int Needs { get; init; }

    public required IReadOnlyList<KindCount> Kinds { get; init; }

    public required IReadOnlyList<ComponentOverview> Components { get; init; }

    public required IReadOnlyList<WaveOverview> Waves { get; init; }

    /// <summary>The longest path of needs, first atom first; the earliest in the plan where several are equally long.</summary>
    public required IReadOnlyList<string> CriticalPath { get; init; }

    /// <summary>Atoms ÷ length of the critical path: more workers than that cannot help.</summary>
    public required double PossibleParallelism { get; init; }
}

public sealed record KindCount(AtomKind Kind, int Count);

public sealed record ComponentOverview(string Name, IReadOnlyList<ModuleOverview> Modules);

public sealed record ModuleOverview(string Name, int Atoms);

public sealed record WaveOverview(int Number, IReadOnlyList<AtomOverview> Atoms);

public sealed record AtomOverview(string Key, AtomKind Kind, string Component, string Module, bool Critical, IReadOnlyList<string> Needs);
