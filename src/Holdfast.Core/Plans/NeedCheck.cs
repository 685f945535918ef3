using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Core.Plans;

/// <summary>Resolves what atoms need to who that is: unknown keys, keys that stand twice, and cycles come to light here.</summary>
internal sealed class NeedCheck
{
    /// <summary>Keys compared to find what was meant, all unknown needs together: in a large plan only the first few are worth it.</summary>
    private const int MostComparisons = 2_000_000;

    /// <summary>Further cycles are counted.</summary>
    private const int MostCycles = 100;

    /// <summary>Longer paths are shown without their middle.</summary>
    private const int LongestPath = 60;

    private readonly List<AtomDraft> atoms;
    private readonly PlanFaultList faults;
    private readonly Dictionary<string, int> indexByKey;
    private readonly Dictionary<string, string> suggestions = [];

    private NeedCheck(List<AtomDraft> atoms, PlanFaultList faults)
    {
        this.atoms = atoms;
        this.faults = faults;
        indexByKey = new Dictionary<string, int>(atoms.Count);
    }

    public static void Resolve(List<AtomDraft> atoms, PlanFaultList faults)
    {
        var check = new NeedCheck(atoms, faults);
        check.IndexKeys();
        check.ResolveNeeds();
        check.FindCycles();
    }

    private void IndexKeys()
    {
        for (var i = 0; i < atoms.Count; i++)
        {
            if (atoms[i].Key is not { } key || indexByKey.TryAdd(key, i))
                continue;
            var first = atoms[indexByKey[key]].KeyNode;
            faults.AddBare(PlanFaultCodes.DuplicateKey, atoms[i].KeyNode, $"The key '{key}' stands twice; first at line {first.Line}, column {first.Column}.");
        }
    }

    private void ResolveNeeds()
    {
        var lookup = indexByKey.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[PlanChecker.LongestKey];

        // The last atom that needs it: tells repeats in any number of needs without a set for each atom.
        var neededBy = new int[atoms.Count];
        Array.Fill(neededBy, -1);
        for (var i = 0; i < atoms.Count; i++)
        {
            if (!atoms[i].NeedsNode.Exists)
                continue;
            faults.Atom = atoms[i].Key;
            var needs = ImmutableArray.CreateBuilder<int>(atoms[i].NeedsNode.Length);
            foreach (var node in atoms[i].NeedsNode.Members)
            {
                if (node.Kind != SourceKind.Text)
                    faults.Add(PlanFaultCodes.WrongType, node, $"'needs' is a list of keys; {PlanValues.Describe(node)} is not text.");
                else if (!TryDecode(node.Text, buffer, out var key) || !lookup.TryGetValue(key, out var need))
                    ReportUnknown(i, node);
                else if (need == i)
                    faults.Add(PlanFaultCodes.SelfNeed, node, "It needs itself.");
                else if (neededBy[need] == i)
                    faults.AddBare(PlanFaultCodes.RepeatedNeed, node, $"Atom '{atoms[i].Key}' needs '{atoms[need].Key}' twice.", PlanFaultSeverity.Warning);
                else
                {
                    neededBy[need] = i;
                    needs.Add(need);
                }
            }

            atoms[i].Needs = needs.DrainToImmutable();
        }

        faults.Atom = null;
    }

    private static bool TryDecode(ReadOnlySpan<byte> utf8, Span<char> buffer, out ReadOnlySpan<char> text)
    {
        var fits = Encoding.UTF8.TryGetChars(utf8, buffer, out var length);
        text = buffer[..(fits ? length : 0)];
        return fits;
    }

    private void ReportUnknown(int atom, SourceNode node)
    {
        var name = PlanValues.Quote(node);
        if (!suggestions.TryGetValue(name, out var suggestion))
        {
            suggestion = (long)suggestions.Count * indexByKey.Count < MostComparisons ? PlanValues.DidYouMean(name, indexByKey.Keys) : "";
            suggestions.Add(name, suggestion);
        }

        var subject = atoms[atom].Key is { } key ? $"Atom '{key}'" : "An atom without a key";
        faults.AddBare(PlanFaultCodes.UnknownNeed, node, $"{subject} needs unknown atom '{name}'.{suggestion}");
    }

    // Depth first over the needs. An edge back into the current path closes a cycle; without these edges there is none left,
    // so that each is told exactly once and all of them together are everything there is to mend.
    private void FindCycles()
    {
        var state = new Visit[atoms.Count];
        var next = new int[atoms.Count];
        var path = new List<int>();
        var cycles = 0;
        for (var start = 0; start < atoms.Count; start++)
        {
            if (state[start] != Visit.New)
                continue;
            Enter(start);
            while (path.Count > 0)
            {
                var atom = path[^1];
                if (next[atom] == atoms[atom].Needs.Length)
                {
                    state[atom] = Visit.Left;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                var need = atoms[atom].Needs[next[atom]++];
                if (state[need] == Visit.New)
                    Enter(need);
                else if (state[need] == Visit.OnPath && cycles++ < MostCycles)
                    ReportCycle(path, need);
            }
        }

        if (cycles > MostCycles)
            faults.AddBare(PlanFaultCodes.Cycle, atoms[0].Node, $"There are {cycles - MostCycles} more cycles, which are not listed.");

        void Enter(int atom)
        {
            state[atom] = Visit.OnPath;
            path.Add(atom);
        }
    }

    private enum Visit : byte { New, OnPath, Left }

    private void ReportCycle(List<int> path, int need)
    {
        var cycle = path[path.LastIndexOf(need)..];
        cycle.Add(need);
        var keys = cycle.Count <= LongestPath
            ? cycle.Select(KeyOf)
            : [.. cycle.Take(LongestPath / 2).Select(KeyOf), $"({cycle.Count - LongestPath} more)", .. cycle.TakeLast(LongestPath / 2).Select(KeyOf)];
        faults.AddBare(PlanFaultCodes.Cycle, FindNeed(path[^1], need), $"Atoms need each other in a cycle: {string.Join(" → ", keys)}.");
    }

    private string KeyOf(int atom) => atoms[atom].Key!;

    private SourceNode FindNeed(int atom, int need)
    {
        foreach (var node in atoms[atom].NeedsNode.Members)
        {
            if (node.Kind == SourceKind.Text && node.ToString() == atoms[need].Key)
                return node;
        }

        return atoms[atom].Node;
    }
}
