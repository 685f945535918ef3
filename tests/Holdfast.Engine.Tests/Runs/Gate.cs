using System.Runtime.InteropServices;

namespace Holdfast.Engine.Tests.Runs;

/// <summary>A named pipe: a script that reads from it waits until the test opens it.</summary>
internal sealed partial class Gate
{
    public Gate(string path)
    {
        Path = path;
        Assert.Equal(0, MakeFifo(path, 0b110_000_000));
    }

    public string Path { get; }

    public async Task OpenAsync()
    {
        // Opening a pipe to write waits for its reader, so it is done on a thread of its own.
        await Task.Run(() => File.WriteAllText(Path, "go\n"), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
