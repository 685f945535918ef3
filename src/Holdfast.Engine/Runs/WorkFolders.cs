using Holdfast.Core.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Runs;

/// <summary>
/// The temporary working directories of one engine, in a folder named after its process, so that what a dead engine left can be
/// told from what is in use. One that an attempt leaves empty is used again: making and removing a folder for each attempt
/// costs more than all its other files.
/// </summary>
internal sealed class WorkFolders(string home, ProcessIdentity owner) : IDisposable
{
    private readonly string root = RootOf(home, owner);
    private readonly Stack<string> empty = new();
    private readonly Lock gate = new();
    private UnixFileMode mode;
    private int made;

    /// <returns>An empty folder.</returns>
    public string Take()
    {
        int number;
        lock (gate)
        {
            if (empty.TryPop(out var used))
                return used;
            number = ++made;
        }

        var folder = Directory.CreateDirectory(Path.Combine(root, number.ToString())).FullName;
        mode = File.GetUnixFileMode(folder);
        return folder;
    }

    /// <summary>Nothing of the attempt is left in it afterwards.</summary>
    public void GiveBack(string folder)
    {
        if (IsAsMade(folder))
        {
            lock (gate)
                empty.Push(folder);
            return;
        }

        RemoveIfPossible(folder);
    }

    /// <summary>
    /// Who drives runs that are not over, living or dead: short atoms of one that was killed live on until their run is resumed, and work
    /// in its folder.
    /// </summary>
    public static async Task<IReadOnlySet<ProcessIdentity>> NeededAsync(IStore store, CancellationToken cancellationToken) =>
        (await store.ListRunsAsync(new RunFilter(int.MaxValue, Unfinished: true), cancellationToken)).Select(run => run.Owner.Process).ToHashSet();

    /// <summary>Removes what engines that died left behind.</summary>
    /// <param name="needed">Whose folders stay all the same.</param>
    public static void RemoveOfTheDead(string home, IReadOnlySet<ProcessIdentity> needed)
    {
        var all = Path.Combine(home, "work");
        foreach (var folder in Directory.Exists(all) ? Directory.GetDirectories(all) : [])
        {
            if (OwnerOf(folder) is { } owner && !ProcessIdentities.IsAlive(owner) && !needed.Contains(owner))
                RemoveIfPossible(folder);
        }
    }

    public void Dispose() => RemoveIfPossible(root);

    private static string RootOf(string home, ProcessIdentity owner) => Path.Combine(home, "work", $"{owner.Pid}-{owner.StartTicks}-{owner.BootId:N}");

    internal static ProcessIdentity? OwnerOf(string folder) =>
        Path.GetFileName(folder).Split('-') is [var pid, var startTicks, var bootId] &&
        int.TryParse(pid, out var number) && long.TryParse(startTicks, out var ticks) && Guid.TryParseExact(bootId, "N", out var boot)
            ? new ProcessIdentity(number, ticks, boot)
            : null;

    private bool IsAsMade(string folder)
    {
        try
        {
            return File.GetUnixFileMode(folder) == mode && !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The attempt removed or locked it; the next one gets another.
            return false;
        }
    }

    // What an attempt made undeletable (a mount, an immutable file) is no fault of its result. It stays where clean-up looks for it.
    internal static void RemoveIfPossible(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
