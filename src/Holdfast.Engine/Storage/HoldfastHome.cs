namespace Holdfast.Engine.Storage;

/// <summary>The folder Holdfast keeps everything in: the store and the executions' folders. Only its owner may look into it.</summary>
public sealed class HoldfastHome
{
    /// <summary>Names another folder than the default.</summary>
    public const string Variable = "HOLDFAST_HOME";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private HoldfastHome(string path) => Path = path;

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string Store => System.IO.Path.Combine(Path, "store.db");

    /// <summary>Where the tmux server of this home listens.</summary>
    public string TmuxSocket => System.IO.Path.Combine(Path, "tmux.sock");

    /// <summary>The folder named by HOLDFAST_HOME, else <c>.holdfast</c> in the user's own; made when it is missing.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be made or written to.</exception>
    public static HoldfastHome Open()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            return OpenAt(chosen);
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return user.Length > 0
            ? OpenAt(System.IO.Path.Combine(user, ".holdfast"))
            : throw new StoreUnavailableException($"There is no home folder to keep runs in. Set {Variable} to a folder of your own.");
    }

    /// <exception cref="StoreUnavailableException">It cannot be made or written to.</exception>
    public static HoldfastHome OpenAt(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            // The mode is that of folders made here; one that is there keeps what its owner chose.
            Directory.CreateDirectory(full, OwnerOnly);
            ProveWritable(full);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"Holdfast cannot keep anything in '{full}': {refused.Message} Make the folder writable, or set {Variable} to another.", refused);
        }

        return new HoldfastHome(full);
    }

    private static void ProveWritable(string folder)
    {
        var probe = System.IO.Path.Combine(folder, $".writable-{Guid.NewGuid():N}");
        using (File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose)) { }
    }
}
