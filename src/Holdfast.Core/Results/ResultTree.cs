using Holdfast.Core.Plans;

namespace Holdfast.Core.Results;

public enum ResultLevel { System, Component, Module, Atom }

/// <summary>A run's atoms, grouped down to one level.</summary>
/// <param name="Name">Empty for the whole run, and for a component or module without a name.</param>
/// <param name="Atoms">In the plan's order.</param>
/// <param name="Children">In the plan's order; empty at the deepest level asked for.</param>
public sealed record ResultNode(ResultLevel Level, string Name, IReadOnlyList<LevelSummary.Member> Atoms, IReadOnlyList<ResultNode> Children)
{
    public LevelSummary Summarize() => LevelSummary.Of(Name, Atoms);

    internal static ResultNode Of(ResultLevel level, string name, IReadOnlyList<LevelSummary.Member> atoms, Plan plan, ResultLevel deepest) =>
        new(level, name, atoms, level == deepest ? [] : Below(level + 1, atoms, plan, deepest));

    private static List<ResultNode> Below(ResultLevel level, IReadOnlyList<LevelSummary.Member> atoms, Plan plan, ResultLevel deepest) =>
        [.. atoms.GroupBy(member => NameOf(level, plan.Atoms[member.Atom])).Select(group => Of(level, group.Key, [.. group], plan, deepest))];

    private static string NameOf(ResultLevel level, Atom atom) => level switch
    {
        ResultLevel.System => "",
        ResultLevel.Component => atom.Component,
        ResultLevel.Module => atom.Module,
        ResultLevel.Atom => atom.Key,
    };
}
