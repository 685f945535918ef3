using Holdfast.Engine.Storage;

namespace Holdfast.Server.Runs;

/// <summary>What whoever orders something of a run has seen of it.</summary>
/// <param name="Intent">As for <see cref="Asking.Intent"/>.</param>
/// <param name="IsMade">The order was carried out before, and its answer got lost.</param>
/// <param name="SeenVersionAsync">The version that has to be current still, null for any; refuses at once where it is not.</param>
internal sealed record RunAsking(Guid? Intent, bool IsMade, Func<StoredRun, Task<long?>> SeenVersionAsync)
{
    public async Task<Asking> OfAsync(StoredRun run) => new(await SeenVersionAsync(run), Intent);
}
