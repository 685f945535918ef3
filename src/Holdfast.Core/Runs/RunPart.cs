using System.Collections.Immutable;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Runs;

/// <summary>Which part of a plan is to run. Exactly one case; the whole plan is the case without a choice.</summary>
public abstract record RunPart
{
    private RunPart() { }

    public sealed record Whole : RunPart;

    /// <param name="Number">From 1.</param>
    public sealed record Wave(int Number) : RunPart;

    public sealed record Batch(ImmutableArray<string> Keys) : RunPart;

    public sealed record Module(string Name) : RunPart;

    public sealed record Component(string Name) : RunPart;
}

/// <summary>The atoms a part stands for and what they need from outside it, or why it stands for nothing.</summary>
/// <param name="Selected">Ascending; null for the whole plan.</param>
/// <param name="OutsideNeeds">Atoms that selected ones need and that are not selected themselves; ascending.</param>
/// <param name="Fault">Set when the part names nothing in the plan; the rest is then empty.</param>
public sealed record RunSelection(ImmutableArray<int>? Selected, ImmutableArray<int> OutsideNeeds, RunFault? Fault)
{
    /// <param name="withNeeds">Whether everything the part needs, directly or not, runs too.</param>
    public static RunSelection Of(Plan plan, RunPart part, bool withNeeds) => part switch
    {
        RunPart.Whole => new RunSelection(null, [], null),
        RunPart.Wave wave => wave.Number >= 1 && wave.Number <= plan.Graph.WaveCount
            ? Around(plan, plan.Graph.AtomsOfWave(wave.Number).ToArray(), withNeeds)
            : Nothing("unknown_wave", $"Plan '{plan.Name}' has no wave {wave.Number}; its waves are 1 to {plan.Graph.WaveCount}."),
        RunPart.Batch batch => OfBatch(plan, batch, withNeeds),
        RunPart.Module module => OfGroup(plan, atom => atom.Module, "module", module.Name, withNeeds),
        RunPart.Component component => OfGroup(plan, atom => atom.Component, "component", component.Name, withNeeds),
        _ => throw new InvalidOperationException($"Unplaced part {part.GetType().Name}."),
    };

    private static RunSelection OfBatch(Plan plan, RunPart.Batch batch, bool withNeeds)
    {
        var atoms = new List<int>();
        foreach (var key in batch.Keys)
        {
            if (!plan.TryFind(key, out var atom))
                return Nothing("unknown_atom", $"Plan '{plan.Name}' has no atom '{key}'.{Suggest(key, plan.Atoms.Select(each => each.Key))}");
            atoms.Add(atom);
        }

        return Around(plan, atoms, withNeeds);
    }

    private static RunSelection OfGroup(Plan plan, Func<Atom, string> groupOf, string what, string name, bool withNeeds)
    {
        var atoms = Enumerable.Range(0, plan.Atoms.Length).Where(atom => groupOf(plan.Atoms[atom]) == name).ToArray();
        return atoms.Length > 0
            ? Around(plan, atoms, withNeeds)
            : Nothing($"unknown_{what}", $"Plan '{plan.Name}' has no {what} '{name}'.{Suggest(name, plan.Atoms.Select(groupOf).Where(group => group.Length > 0).Distinct())}");
    }

    private static RunSelection Around(Plan plan, IEnumerable<int> atoms, bool withNeeds)
    {
        var selected = new SortedSet<int>(atoms);
        var outside = new SortedSet<int>();
        var toVisit = new Stack<int>(selected);
        while (toVisit.TryPop(out var atom))
        {
            foreach (var need in plan.Graph.NeedsOf(atom))
            {
                if (selected.Contains(need))
                    continue;
                if (!withNeeds)
                    outside.Add(need);
                else if (selected.Add(need))
                    toVisit.Push(need);
            }
        }

        return new RunSelection([.. selected], [.. outside], null);
    }

    private static RunSelection Nothing(string code, string message) => new([], [], new RunFault(code, message));

    private static string Suggest(string name, IEnumerable<string> known) =>
        NearestName.Of(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
}

/// <summary>Why a run cannot be started, continued or retried.</summary>
/// <param name="Code">Stable snake_case.</param>
/// <param name="Message">What happened, to what, and what to do.</param>
public sealed record RunFault(string Code, string Message);
