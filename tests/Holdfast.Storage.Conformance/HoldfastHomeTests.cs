using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

public sealed class HoldfastHomeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-home-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void OpenAt_AFolderThatIsMissing_MakesItForItsOwnerOnly()
    {
        var home = HoldfastHome.OpenAt(Path.Combine(folder, "a", "home"));

        Assert.Equal(Path.Combine(folder, "a", "home", "store.db"), home.Store);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home.Path));
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    [Fact]
    public void OpenAt_AFolderThatIsThere_LeavesItsModeAlone()
    {
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(folder, Shared);

        var home = HoldfastHome.OpenAt(folder);

        Assert.Equal(Shared, File.GetUnixFileMode(home.Path));
    }

    [Fact]
    public void OpenAt_WhereNothingCanBeWritten_SaysWhatToDo()
    {
        var refused = Assert.Throws<StoreUnavailableException>(() => HoldfastHome.OpenAt("/proc/self"));

        Assert.StartsWith("Holdfast cannot keep anything in '/proc/self': ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Make the folder writable, or set HOLDFAST_HOME to another.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAt_WhereAFileIs_SaysWhatToDo()
    {
        var path = Path.Combine(folder, "file");
        File.WriteAllText(path, "");

        Assert.Throws<StoreUnavailableException>(() => HoldfastHome.OpenAt(path));
    }
}
