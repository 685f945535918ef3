namespace Holdfast.Core.Plans;

/// <summary>A field that stands twice in one mapping, anywhere in the file: which of the two was meant nobody can know.</summary>
internal static class DuplicateFields
{
    /// <summary>Below it, comparing each with each is cheaper than a set.</summary>
    private const int Few = 24;

    public static void Report(SourceTree tree, PlanFaultList faults)
    {
        for (var index = 0; index < tree.Count; index++)
        {
            if (tree[index].Kind != SourceKind.Mapping)
                continue;
            var mapping = new SourceNode(tree, index);
            ReportKeysThatAreNotText(mapping, faults);
            if (mapping.Length <= Few)
                CompareEach(mapping, faults);
            else
                CompareByHash(mapping, faults);
        }
    }

    private static void ReportKeysThatAreNotText(SourceNode mapping, PlanFaultList faults)
    {
        foreach (var (key, _) in mapping.Entries)
        {
            if (!key.IsScalar)
                faults.Add(PlanFaultCodes.WrongType, key, $"The name of a field is text, not {PlanValues.Describe(key)}.");
        }
    }

    private static void CompareEach(SourceNode mapping, PlanFaultList faults)
    {
        Span<int> seen = stackalloc int[Few];
        var count = 0;
        foreach (var (key, _) in mapping.Entries)
        {
            if (!key.IsScalar)
                continue;
            foreach (var index in seen[..count])
            {
                var earlier = new SourceNode(mapping.Tree, index);
                if (!earlier.Text.SequenceEqual(key.Text))
                    continue;
                Add(earlier, key, faults);
                break;
            }

            seen[count++] = key.Index;
        }
    }

    private static void CompareByHash(SourceNode mapping, PlanFaultList faults)
    {
        var first = new Dictionary<string, SourceNode>(mapping.Length);
        foreach (var (key, _) in mapping.Entries)
        {
            if (key.IsScalar && !first.TryAdd(key.ToString(), key))
                Add(first[key.ToString()], key, faults);
        }
    }

    private static void Add(SourceNode first, SourceNode second, PlanFaultList faults) =>
        faults.Add(PlanFaultCodes.DuplicateField, second,
            $"The field '{PlanValues.Quote(second)}' stands twice; first at line {first.Line}, column {first.Column}.");
}
