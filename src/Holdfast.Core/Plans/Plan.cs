using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

/// <summary>A checked DAG of atoms. Made only by <see cref="Create"/>, which refuses what the checker should have reported.</summary>
public sealed class Plan
{
    private readonly Dictionary<string, int> indexByKey;

    private Plan(PlanId id, string name, Schedule schedule, double stopBelow, string inputJson, string folder, ImmutableArray<Atom> atoms)
    {
        Id = id;
        Name = name;
        Schedule = schedule;
        StopBelow = stopBelow;
        InputJson = inputJson;
        Folder = folder;
        Atoms = atoms;
        Graph = AtomGraph.Build(atoms);
        indexByKey = new Dictionary<string, int>(atoms.Length);
        for (var i = 0; i < atoms.Length; i++)
            indexByKey.Add(atoms[i].Key, i);
    }

    public PlanId Id { get; }

    public string Name { get; }

    public Schedule Schedule { get; }

    /// <summary>In [0, 1]: a wave with a smaller share of successes stops the run. Schedule <c>waves</c> only.</summary>
    public double StopBelow { get; }

    /// <summary>A JSON object.</summary>
    public string InputJson { get; }

    /// <summary>The folder of the plan's file: files and working directories are relative to it.</summary>
    public string Folder { get; }

    public ImmutableArray<Atom> Atoms { get; }

    public AtomGraph Graph { get; }

    /// <exception cref="ArgumentException">A key stands twice, a need points outside the plan, or needs form a cycle.</exception>
    public static Plan Create(
        PlanId id, string name, Schedule schedule, double stopBelow, string inputJson, string folder, ImmutableArray<Atom> atoms) =>
        new(id, name, schedule, stopBelow, inputJson, folder, atoms);

    public bool TryFind(string key, out int atom) => indexByKey.TryGetValue(key, out atom);

    public AtomId AtomId(int atom) => Plans.AtomId.Derive(Id, Atoms[atom].Key);
}
