using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Maintenance;

/// <summary>The folders of executions, and those that engines work in. A folder that is named otherwise is not Holdfast's, and not looked at.</summary>
internal static class FolderRoom
{
    /// <summary>Where the desk asks git.</summary>
    private const string Scratch = "scratch";

    /// <param name="records">What is over stays over, and no id is given twice: they may be as old as this clean-up.</param>
    public static CleanupPart Part(string home, IStore store, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records, TimeSpan age, TimeProvider time)
    {
        return new CleanupPart(CleanupKind.Folder, LookAsync, (step, ct) => Task.Run(() => Remove(step), ct));

        async Task<IReadOnlyList<CleanupStep>> LookAsync(string? only, CancellationToken cancellationToken)
        {
            var replaced = Directory.EnumerateFiles(home, StoreCare.Replaced).Order(StringComparer.Ordinal).LastOrDefault();
            var found = await Task.Run(() => Find(only).Select(path => FactsOf(home, path, records, time) with { ReplacedStore = replaced }).ToList(), cancellationToken);
            // After it was seen who is dead: nobody who is begins a run any more.
            var needed = found.Exists(folder => IsOfDeadEngine(folder)) ? await WorkFolders.NeededAsync(store, cancellationToken) : new HashSet<ProcessIdentity>();
            var now = time.GetUtcNow();
            return await Task.Run<IReadOnlyList<CleanupStep>>(() => [.. found.Select(folder => Decide(IsNeeded(folder, needed) ? folder with { Standing = RecordStanding.OpenAttempt } : folder, age, now))], cancellationToken);
        }

        IEnumerable<string> Find(string? only) => only is null ? Folders(home) : IsOurs(home, only) && Directory.Exists(only) ? [only] : [];
    }

    private static bool IsOfDeadEngine(FolderFacts folder) => !folder.OwnerLives && WorkFolders.OwnerOf(folder.Path) is not null;

    private static bool IsNeeded(FolderFacts folder, IReadOnlySet<ProcessIdentity> needed) => IsOfDeadEngine(folder) && needed.Contains(WorkFolders.OwnerOf(folder.Path)!);

    private static CleanupStep Decide(FolderFacts folder, TimeSpan age, DateTimeOffset now)
    {
        try
        {
            var step = FolderCleanup.Decide(folder, age, now);
            // Whether a shim lives there costs a look into each: only where that decides.
            if (step.Acts && ShimFolder.At(folder.Path).TryReadShim() is { } shim && ProcessIdentities.IsAlive(shim.Process))
                step = FolderCleanup.Decide(folder with { OwnerLives = true }, age, now);
            return Measure(step);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Of a later release, or closed to us: what cannot be judged stays, and keeps none of the others from being judged.
            return new CleanupStep(CleanupKind.Folder, folder.Path, folder.Path, null, $"It cannot be judged: {unreadable.Message}");
        }
    }

    private static IEnumerable<string> Folders(string home)
    {
        var executions = Path.Combine(home, "executions", "v1");
        var (work, scratch) = (Path.Combine(home, "work"), Path.Combine(home, Scratch));
        return (Directory.Exists(executions) ? Directory.EnumerateDirectories(executions).SelectMany(Directory.EnumerateDirectories) : [])
            .Concat(Directory.Exists(work) ? Directory.EnumerateDirectories(work) : [])
            .Concat(Directory.Exists(scratch) ? Directory.EnumerateDirectories(scratch) : [])
            .Where(path => IsOurs(home, path));
    }

    private static bool IsOurs(string home, string path)
    {
        if (new DirectoryInfo(path).LinkTarget is not null)
            return false;
        return ExecutionOf(path) is not null
            ? IsScratch(home, path) || IsIn(home, path, "executions", "v1")
            : WorkFolders.OwnerOf(path) is not null && Path.GetDirectoryName(path) == Path.Combine(home, "work");
    }

    private static bool IsIn(string home, string path, params string[] folders) =>
        Path.GetDirectoryName(Path.GetDirectoryName(path)) == Path.Combine([home, .. folders])
        && Path.GetFileName(Path.GetDirectoryName(path)!) is { } shelf && (Path.GetFileName(path).StartsWith(shelf, StringComparison.Ordinal) || Path.GetFileName(path).EndsWith(shelf, StringComparison.Ordinal));

    // Of questions that a daemon asked and did not live to hear the answer of. Each takes seconds.
    private static bool IsScratch(string home, string path) => ExecutionOf(path) is not null && Path.GetDirectoryName(path) == Path.Combine(home, Scratch);

    private static ExecutionId? ExecutionOf(string path) => Guid.TryParseExact(Path.GetFileName(path), "N", out var id) ? new ExecutionId(id) : null;

    private static FolderFacts FactsOf(string home, string path, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records, TimeProvider time)
    {
        var changed = new DateTimeOffset(Directory.GetLastWriteTimeUtc(path));
        if (WorkFolders.OwnerOf(path) is { } owner)
            return new FolderFacts(path, RecordStanding.Over, IsAttempt: false, null, changed, ProcessIdentities.IsAlive(owner), null);
        if (IsScratch(home, path))
            return new FolderFacts(path, RecordStanding.Over, IsAttempt: false, null, changed, OwnerLives: time.GetUtcNow() - changed < FolderCleanup.Newborn, null);
        var id = ExecutionOf(path)!.Value;
        var isKnown = records.TryGetValue(id, out var record);
        return new FolderFacts(path, ProcessRoom.StandingOf(id, records), isKnown && record.IsAttempt, isKnown ? record.EndedAt : null, changed, OwnerLives: false, null);
    }

    // Only of what goes: to measure all there is would take as long as to copy it.
    private static CleanupStep Measure(CleanupStep step)
    {
        if (!step.Acts)
            return step;
        try
        {
            var files = new DirectoryInfo(step.Subject).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint });
            return step with { Bytes = files.Sum(file => file.Length) };
        }
        catch (IOException)
        {
            // It changes while it is measured; it is as large as it is.
            return step;
        }
    }

    private static string? Remove(CleanupStep step)
    {
        Directory.Delete(step.Subject, recursive: true);
        return null;
    }
}
