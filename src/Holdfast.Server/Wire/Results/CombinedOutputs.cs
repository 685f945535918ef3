using Holdfast.Engine.Runtimes;
using Holdfast.Protocol.Results;

namespace Holdfast.Server.Wire.Results;

/// <summary>Puts one stream of many atoms together: the same output is kept once.</summary>
/// <param name="mask">Hides secrets.</param>
internal sealed class CombinedOutputs(TextBudget budget, SecretMask mask)
{
    /// <summary>Atoms named with one output; they are all counted.</summary>
    private const int MaxAtomsNamed = 20;

    private readonly Dictionary<UInt128, Part?> parts = [];
    private readonly List<Part> inOrder = [];

    public void Add(string key, OutputStreamReader output)
    {
        if (output.IsEmpty)
            return;
        if (!parts.TryGetValue(output.Digest, out var part))
        {
            part = budget.IsSpent ? null : new Part(mask.Apply(output.Text()), output.IsCut);
            parts.Add(output.Digest, part);
            if (part is not null)
            {
                budget.Spend(part.Text.Length);
                inOrder.Add(part);
            }
        }

        part?.Add(key);
    }

    public CombinedOutput ToWire() => new([.. inOrder.Select(part => part.ToWire())], parts.Count - inOrder.Count);

    private sealed class Part(string text, bool isCut)
    {
        private readonly List<string> keys = new(1);
        private int atoms;

        public string Text => text;

        public void Add(string key)
        {
            atoms++;
            if (keys.Count < MaxAtomsNamed)
                keys.Add(key);
        }

        public OutputPart ToWire() => new(text, isCut, atoms, keys);
    }
}

/// <summary>How much output one report may hold, so that a run that wrote gigabytes can be reported in bounded memory.</summary>
/// <param name="characters">Text kept in all; the last output may go beyond it.</param>
internal sealed class TextBudget(long characters)
{
    private long left = characters;

    public bool IsSpent => left <= 0;

    public void Spend(int characters) => left -= characters;
}
