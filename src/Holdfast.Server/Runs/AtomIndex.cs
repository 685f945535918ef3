using System.Diagnostics.CodeAnalysis;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Runs;

/// <summary>
/// Which plan an atom is of. An atom's id is derived from its plan and key and tells neither, so each plan that is kept is read once, and only the
/// ids of its atoms are remembered, until it has another revision.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class AtomIndex(IStore store, ILogger logger)
{
    /// <summary>Ids that are remembered, over all plans: 16 MiB. A plan that does not fit any more is read whenever it may be the one.</summary>
    private const int MostIds = 1 << 20;

    private readonly SemaphoreSlim gate = new(1, 1);
    // Guarded by the gate.
    private readonly Dictionary<PlanId, Entry> entries = [];
    // Ids in all entries; guarded by the gate.
    private int remembered;
    private volatile int unreadable;

    /// <param name="Ids">Of its atoms, in order; none of a plan that cannot be read, null of one that did not fit.</param>
    private sealed record Entry(string Revision, Guid[]? Ids, bool IsReadable);

    /// <summary>Plans that were looked at and cannot be read.</summary>
    public int Unreadable => unreadable;

    /// <returns>The plan, as it is now, and the atom's key; null when no plan that is kept has such an atom.</returns>
    public async Task<(PlanRevision Revision, Plan Plan, string Key)?> FindAsync(AtomId atom, CancellationToken cancellationToken)
    {
        foreach (var candidate in await CandidatesAsync(atom, cancellationToken))
        {
            if (await ReadAsync(candidate, isTold: false, cancellationToken) is var (revision, plan) && KeyOf(plan, atom) is { } key)
                return (revision, plan, key);
        }

        return null;
    }

    private static string? KeyOf(Plan plan, AtomId atom) => plan.Atoms.FirstOrDefault(each => AtomId.Derive(plan.Id, each.Key) == atom)?.Key;

    /// <summary>The plan that has the atom; where that is not known for certain, those that may.</summary>
    private async Task<IReadOnlyList<StoredPlan>> CandidatesAsync(AtomId atom, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var plans = await store.ListPlansAsync(int.MaxValue, cancellationToken);
            await KeepUpAsync(plans, cancellationToken);
            var sure = plans.Where(plan => entries[plan.Id].Ids is { } ids && Array.BinarySearch(ids, atom.Value) >= 0).Take(1).ToList();
            return sure.Count > 0 ? sure : [.. plans.Where(plan => entries[plan.Id].Ids is null)];
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Needs the gate.</summary>
    private async Task KeepUpAsync(IReadOnlyList<StoredPlan> plans, CancellationToken cancellationToken)
    {
        var kept = plans.Select(plan => plan.Id).ToHashSet();
        foreach (var gone in entries.Keys.Where(id => !kept.Contains(id)).ToList())
            Forget(gone);
        foreach (var plan in plans)
        {
            var known = entries.GetValueOrDefault(plan.Id);
            // One that could not be read may have been mended under the same hash.
            if (known is { IsReadable: true } && known.Revision == plan.RevisionHash)
                continue;
            Forget(plan.Id);
            var entry = await IndexAsync(plan, isTold: known is { IsReadable: false } && known.Revision == plan.RevisionHash, cancellationToken);
            entries.Add(plan.Id, entry);
            remembered += entry.Ids?.Length ?? 0;
        }

        unreadable = entries.Values.Count(entry => !entry.IsReadable);
    }

    /// <summary>Needs the gate.</summary>
    private void Forget(PlanId plan)
    {
        if (entries.Remove(plan, out var entry))
            remembered -= entry.Ids?.Length ?? 0;
    }

    /// <param name="isTold">Whether it was said that it cannot be read.</param>
    private async Task<Entry> IndexAsync(StoredPlan stored, bool isTold, CancellationToken cancellationToken)
    {
        if (await ReadAsync(stored, isTold, cancellationToken) is not var (_, plan))
            return new Entry(stored.RevisionHash, [], IsReadable: false);
        if (remembered + plan.Atoms.Length > MostIds)
            return new Entry(stored.RevisionHash, null, IsReadable: true);
        var ids = plan.Atoms.Select(each => AtomId.Derive(plan.Id, each.Key).Value).ToArray();
        Array.Sort(ids);
        return new Entry(stored.RevisionHash, ids, IsReadable: true);
    }

    /// <returns>Null when it cannot be read: the others are not to suffer for it.</returns>
    private async Task<(PlanRevision Revision, Plan Plan)?> ReadAsync(StoredPlan plan, bool isTold, CancellationToken cancellationToken)
    {
        try
        {
            return await store.LoadPlanAsync(plan.RevisionHash, cancellationToken) is { } revision ? (revision, PlanDocument.Read(revision.Document)) : null;
        }
        catch (InvalidDataException damaged)
        {
            if (!isTold)
                logger.PlanUnreadable(plan.Name, plan.Id.Value, plan.RevisionHash, damaged.Message);
            return null;
        }
    }
}

internal static partial class AtomIndexMessages
{
    [LoggerMessage(110, LogLevel.Warning, "plan '{Name}' ({Plan}, revision {Revision}) cannot be read, and its atoms are found by no id: {Message} Storing it again mends that.", EventName = "plan_unreadable")]
    public static partial void PlanUnreadable(this ILogger logger, string name, Guid plan, string revision, string message);
}
