using System.Runtime.InteropServices;

namespace Holdfast.Processes.Tests;

/// <summary>A disk of one megabyte. Skips the test where none can be mounted.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private readonly string path;

    private SmallDisk(string path) => this.path = path;

    public static SmallDisk Mount(string folder)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName;
        if (mount("tmpfs", path, "tmpfs", 0, "size=1m") != 0)
            Assert.Skip($"A tmpfs cannot be mounted here: {Marshal.GetLastPInvokeErrorMessage()}.");
        return new SmallDisk(path);
    }

    public string FileIn(string name) => Path.Combine(path, name);

    public void Dispose()
    {
        if (umount(path) != 0)
            throw new InvalidOperationException($"'{path}' cannot be unmounted: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount(string target);
}
