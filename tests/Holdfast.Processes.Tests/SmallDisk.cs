using System.Runtime.InteropServices;

namespace Holdfast.Processes.Tests;

/// <summary>A small disk. Skips the test where none can be mounted.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private const int DetachOnly = 2;

    private readonly string path;
    private bool isMounted = true;

    private SmallDisk(string path) => this.path = path;

    public static SmallDisk Mount(string folder, int mebibytes = 1)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName;
        if (mount("tmpfs", path, "tmpfs", 0, $"size={mebibytes}m,mode=0700") != 0)
            Assert.Skip($"A tmpfs cannot be mounted here: {Marshal.GetLastPInvokeErrorMessage()}.");
        return new SmallDisk(path);
    }

    public string Folder => path;

    public string FileIn(string name) => Path.Combine(path, name);

    /// <summary>Takes it away from under those who use it, who go on with what they have open.</summary>
    public void Detach() => Dispose(DetachOnly);

    public void Dispose() => Dispose(0);

    private void Dispose(int how)
    {
        if (isMounted && umount2(path, how) != 0)
            throw new InvalidOperationException($"'{path}' cannot be unmounted: {Marshal.GetLastPInvokeErrorMessage()}.");
        isMounted = false;
    }

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string target, int flags);
}
