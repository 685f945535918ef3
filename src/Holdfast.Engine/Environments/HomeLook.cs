using Holdfast.Core.Environments;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Environments;

/// <summary>Looks at the folder everything is kept in, and at the disk it is on. Makes nothing that was not there.</summary>
internal static class HomeLook
{
    /// <summary>Below it nothing is started: what runs could not even write how it ended.</summary>
    public const long LeastFreeBytes = 64L << 20;

    /// <summary>Below it a person is told.</summary>
    private const long ComfortableFreeBytes = 1L << 30;

    private const UnixFileMode OfOthers = (UnixFileMode)0b000_111_111;

    // Locks and shared memory, which the store rests on, do not work there, or work sometimes.
    private static readonly HashSet<string> Remote = ["nfs", "cifs", "smb", "smb2", "afs", "ceph"];

    public static EnvironmentFinding Folder(string home)
    {
        if (!Directory.Exists(home))
        {
            var above = ExistingAbove(home);
            return Directory.Exists(above) && ProgramSearch.IsWritable(above)
                ? Finding("home", FindingState.Good, home, "It does not exist yet, and will be made when it is needed.", null)
                : Finding("home", FindingState.Unusable, home, $"It does not exist, and nothing can be made in '{above}'.", $"mkdir -p -m 700 '{home}', or set {HoldfastHome.Variable} to a folder of your own");
        }

        try
        {
            HoldfastHome.OpenAt(home);
        }
        catch (StoreUnavailableException refused)
        {
            return Finding("home", FindingState.Unusable, home, refused.Message, $"chown -R $(id -u) '{home}' && chmod u+rwx '{home}', or set {HoldfastHome.Variable} to another");
        }

        return (File.GetUnixFileMode(home) & OfOthers) == UnixFileMode.None
            ? Finding("home", FindingState.Good, home, "It can be written to, and only its owner may look into it.", null)
            : Finding("home", FindingState.Limited, home, "It can be written to, but others may look into it.", $"chmod 700 '{home}'");
    }

    public static EnvironmentFinding Disk(string home)
    {
        var disk = new DriveInfo(ExistingAbove(home));
        var free = disk.AvailableFreeSpace;
        var says = $"{free / 1048576.0:0} MiB are free ({disk.DriveFormat}).";
        if (Remote.Contains(disk.DriveFormat))
            return Finding("disk", FindingState.Unusable, disk.Name, $"The home is on a file system of another machine ({disk.DriveFormat}), where the store's locks do not hold.", $"set {HoldfastHome.Variable} to a folder on a local disk");
        return free switch
        {
            < LeastFreeBytes => Finding("disk", FindingState.Unusable, disk.Name, $"It is full: {says} Nothing is started below {LeastFreeBytes >> 20} MiB.", "holdfast maintain gc, or remove what is not needed"),
            < ComfortableFreeBytes => Finding("disk", FindingState.Limited, disk.Name, says, "holdfast maintain gc, or remove what is not needed"),
            _ => Finding("disk", FindingState.Good, disk.Name, says, null),
        };
    }

    public static long FreeBytes(string home) => new DriveInfo(ExistingAbove(home)).AvailableFreeSpace;

    private static EnvironmentFinding Finding(string name, FindingState state, string path, string says, string? mend) =>
        new(name, Need.Required, state, null, path, says, mend);

    private static string ExistingAbove(string folder)
    {
        while (!Path.Exists(folder))
            folder = Path.GetDirectoryName(folder) ?? "/";
        return folder;
    }
}
