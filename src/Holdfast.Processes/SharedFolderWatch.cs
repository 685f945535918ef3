namespace Holdfast.Processes;

/// <summary>One <see cref="FolderWatch"/> for many who ask at the same time, made when the first does. One that could not be made is tried again.</summary>
public sealed class SharedFolderWatch(FolderNews news) : IDisposable
{
    private readonly Lock gate = new();
    private FolderWatch? watch;
    private bool disposed;

    /// <inheritdoc cref="FolderWatch.TryListen"/>
    /// <exception cref="IOException">The kernel grants no more watches.</exception>
    public IDisposable? TryListen(string folder, string? name, Action heard)
    {
        lock (gate)
        {
            // Whoever comes too late hears nothing.
            if (disposed)
                return null;
            watch ??= new FolderWatch(news);
            return watch.TryListen(folder, name, heard);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            watch?.Dispose();
        }
    }
}
