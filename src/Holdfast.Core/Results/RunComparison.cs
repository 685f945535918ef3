using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Atoms;

namespace Holdfast.Core.Results;

/// <summary>What there is to compare of one atom of one run.</summary>
/// <param name="Conclusion">Null while it has none.</param>
/// <param name="ResultJson">Null when it has none.</param>
/// <param name="Code">What its last attempt ran; the plan's before the first; null for a command.</param>
/// <param name="Duration">Of its last finished attempt; null when there is none.</param>
public sealed record ComparedAtom(string Key, Conclusion? Conclusion, string? ResultJson, string? Code, TimeSpan? Duration);

/// <param name="Before">Null when the atom is not in the first run.</param>
/// <param name="After">Null when the atom is not in the second run.</param>
public sealed record AtomChange(string Key, ComparedAtom? Before, ComparedAtom? After)
{
    public bool ConclusionChanged => Before?.Conclusion != After?.Conclusion;

    public bool ResultChanged { get; } = !RunComparison.IsSameJson(Before?.ResultJson, After?.ResultJson);

    public bool CodeChanged => Before?.Code != After?.Code;

    public bool DurationChanged => RunComparison.Differs(Before?.Duration, After?.Duration);

    public bool IsChange => Before is null || After is null || ConclusionChanged || ResultChanged || CodeChanged || DurationChanged;
}

/// <summary>How one run of a plan differs from another.</summary>
/// <param name="Changes">In the order of the first run, then what only the second has.</param>
/// <param name="Same">Atoms without a change.</param>
public sealed record RunComparison(ImmutableArray<AtomChange> Changes, int Same)
{
    /// <summary>A shorter or longer time than this share is told …</summary>
    public const double DurationShare = 0.25;

    /// <summary>… when it is also by more than this, which machines differ by for no reason.</summary>
    public static readonly TimeSpan DurationNoise = TimeSpan.FromMilliseconds(100);

    public static RunComparison Of(IReadOnlyList<ComparedAtom> before, IReadOnlyList<ComparedAtom> after)
    {
        var added = after.ToDictionary(atom => atom.Key);
        var changes = ImmutableArray.CreateBuilder<AtomChange>();
        foreach (var atom in before)
        {
            added.Remove(atom.Key, out var other);
            var change = new AtomChange(atom.Key, atom, other);
            if (change.IsChange)
                changes.Add(change);
        }

        var same = before.Count - changes.Count;
        changes.AddRange(after.Where(atom => added.ContainsKey(atom.Key)).Select(atom => new AtomChange(atom.Key, null, atom)));
        return new RunComparison(changes.ToImmutable(), same);
    }

    internal static bool Differs(TimeSpan? before, TimeSpan? after)
    {
        if (before is not { } was || after is not { } now)
            return false;
        var change = (now - was).Duration();
        return change > DurationNoise && change > DurationShare * (was > now ? was : now);
    }

    // Spaces and the order of members mean nothing.
    internal static bool IsSameJson(string? before, string? after)
    {
        if (before == after)
            return true;
        if (before is null || after is null)
            return false;
        using var was = JsonDocument.Parse(before, Deep);
        using var now = JsonDocument.Parse(after, Deep);
        return JsonElement.DeepEquals(was.RootElement, now.RootElement);
    }

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };
}
