namespace Holdfast.Protocol.Maintenance;

/// <summary>What <c>maintain gc --json</c> prints.</summary>
/// <param name="FreedBytes">Of folders and logs, not of the store.</param>
/// <param name="StoreLiveBytes">Of the store, what is in use.</param>
public sealed record GarbageDocument(
    int Executions, int Runs, int Folders, int Logs, long FreedBytes, long StoreBytesBefore, long StoreBytes, long StoreLiveBytes);

/// <summary>What <c>maintain vacuum --json</c> prints.</summary>
public sealed record VacuumDocument(long BytesBefore, long Bytes);

/// <summary>What <c>maintain check|backup --json</c> prints, of the store or of its copy.</summary>
/// <param name="Problems">Empty when all is well.</param>
public sealed record StoreCheckDocument(bool Ok, string Path, long Bytes, int SchemaVersion, IReadOnlyList<string> Problems);

/// <summary>What <c>maintain restore --json</c> prints.</summary>
/// <param name="Replaced">Where the store is that was there before; null when there was none.</param>
public sealed record RestoredDocument(StoreCheckDocument Store, string? Replaced);
