using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

/// <summary>Collects faults by the node they are about; lines, columns and pointers are looked up once at the end.</summary>
internal sealed class PlanFaultList(string file)
{
    /// <summary>A plan with more faults than this has one cause; the rest is counted.</summary>
    public const int MaxFaults = 10_000;

    private readonly List<Found> faults = [];
    private int dropped;

    private readonly record struct Found(string Code, SourceNode Node, string Message, PlanFaultSeverity Severity);

    /// <summary>The atom that faults are about from now on; null for none.</summary>
    public string? Atom { get; set; }

    public int Errors { get; private set; }

    /// <summary>Adds a fault, and names the atom in front of the message.</summary>
    public void Add(string code, SourceNode node, string message) =>
        AddBare(code, node, Atom is null ? message : $"Atom '{Atom}': {message}");

    /// <summary>Adds a fault whose message already names what it is about.</summary>
    public void AddBare(string code, SourceNode node, string message, PlanFaultSeverity severity = PlanFaultSeverity.Error)
    {
        if (severity == PlanFaultSeverity.Error)
            Errors++;
        if (faults.Count < MaxFaults)
            faults.Add(new Found(code, node, message, severity));
        else
            dropped++;
    }

    /// <summary>In the order of the file. What an alias repeats is told once.</summary>
    public ImmutableArray<PlanFault> Resolve()
    {
        var pointers = new PointerSearch(faults.Select(fault => fault.Node)).Pointers;
        var resolved = faults
            .OrderBy(fault => fault.Node.Line).ThenBy(fault => fault.Node.Column).ThenBy(fault => fault.Node.Index)
            .Select(fault => new PlanFault(
                fault.Code, fault.Message, file, fault.Node.Line, fault.Node.Column, pointers[fault.Node.Index], fault.Severity))
            .DistinctBy(fault => (fault.Code, fault.Line, fault.Column))
            .ToImmutableArray();
        return dropped == 0
            ? resolved
            : resolved.Add(new PlanFault(PlanFaultCodes.TooManyFaults, $"There are {dropped} more faults, which are not listed.", file, 1, 1, ""));
    }

    /// <summary>One walk over the tree that goes only where a wanted node is.</summary>
    private sealed class PointerSearch
    {
        private readonly SourceNode[] wanted;
        private int next;

        public PointerSearch(IEnumerable<SourceNode> nodes)
        {
            wanted = [.. nodes.OrderBy(node => node.Index)];
            if (wanted.Length > 0)
                Visit(wanted[0].Tree.Root, "");
        }

        /// <summary>By the node's index.</summary>
        public Dictionary<int, string> Pointers { get; } = [];

        private void Visit(SourceNode node, string pointer)
        {
            Take(node, pointer);
            if (node.Kind == SourceKind.Sequence)
                VisitMembers(node, pointer);
            else if (node.Kind == SourceKind.Mapping)
                VisitEntries(node, pointer);
        }

        private void VisitMembers(SourceNode node, string pointer)
        {
            var index = 0;
            foreach (var member in node.Members)
            {
                if (IsWantedBefore(member.Next.Index))
                    Visit(member, $"{pointer}/{index}");
                index++;
            }
        }

        private void VisitEntries(SourceNode node, string pointer)
        {
            foreach (var (key, value) in node.Entries)
            {
                if (!IsWantedBefore(value.Next.Index))
                    continue;
                var name = $"{pointer}/{Escape(key.ToString())}";
                while (IsWantedBefore(value.Index))
                    Take(wanted[next], name);
                Visit(value, name);
            }
        }

        private bool IsWantedBefore(int index) => next < wanted.Length && wanted[next].Index < index;

        private void Take(SourceNode node, string pointer)
        {
            for (; next < wanted.Length && wanted[next].Index == node.Index; next++)
                Pointers[node.Index] = pointer;
        }

        private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");
    }
}
