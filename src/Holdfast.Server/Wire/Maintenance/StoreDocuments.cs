using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Maintenance;

namespace Holdfast.Server.Wire.Maintenance;

/// <summary>Care of a home's store, as documents. What is done here needs no daemon, and must work where none can start.</summary>
public static class StoreDocuments
{
    private const string StoreName = "store.db";

    /// <exception cref="RefusedException">There is no store.</exception>
    public static StoreCheckDocument Check(string home) => Refusing(() => Of(StoreCare.Check(Path.Combine(home, StoreName))));

    /// <exception cref="RefusedException">It cannot be written.</exception>
    public static StoreCheckDocument BackUp(string home, string file) => Refusing(() => Of(StoreCare.BackUp(Path.Combine(home, StoreName), file)));

    /// <exception cref="RefusedException">A daemon serves the home, something runs, or the file is not sound.</exception>
    public static async Task<RestoredDocument> RestoreAsync(string home, string file, CancellationToken cancellationToken)
    {
        try
        {
            HoldfastHome.OpenAt(home);
            using var alone = HomeLock.TryTake(DaemonFile.LockIn(home))
                ?? throw new RefusedException(new Error(ErrorCode.DaemonRunning, $"A daemon serves '{home}', and a store is not replaced under it.", "holdfast daemon stop"));
            var (check, replaced) = await StoreCare.RestoreAsync(Path.Combine(home, StoreName), file, TimeProvider.System.GetUtcNow(), cancellationToken);
            return new RestoredDocument(Of(check), replaced);
        }
        catch (RestoreRefusedException refused)
        {
            throw new RefusedException(new Error(refused.Code, refused.Message, refused.Advice));
        }
        catch (Exception refused) when (refused is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(ErrorCode.StoreUnavailable, refused.Message));
        }
    }

    internal static GarbageDocument Of(GarbageCollected done) =>
        new(done.Executions, done.Runs, done.Folders, done.Logs, done.FreedBytes, done.Before.FileBytes, done.After.FileBytes, done.After.LiveBytes);

    private static StoreCheckDocument Of(StoreCheck check) => new(check.Problems.Count == 0, check.Path, check.Bytes, check.SchemaVersion, check.Problems);

    private static StoreCheckDocument Refusing(Func<StoreCheckDocument> work)
    {
        try
        {
            return work();
        }
        catch (Exception refused) when (refused is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(ErrorCode.StoreUnavailable, refused.Message));
        }
    }
}
