namespace Holdfast.Processes;

/// <summary>One <see cref="FolderWatch"/> for many who ask at the same time, made when the first does. One that could not be made is tried again.</summary>
public sealed class SharedFolderWatch(FolderNews news) : IDisposable
{
    /// <summary>Between two looks where the kernel tells nothing: soon enough for who follows.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

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

    /// <summary>As <see cref="TryListen"/>, and where the kernel grants no more watches, <paramref name="heard"/> is called again and again: who looks then finds all there is.</summary>
    /// <param name="time">It is called by, then.</param>
    public IDisposable? Listen(string folder, string? name, TimeProvider time, Action heard)
    {
        try
        {
            return TryListen(folder, name, heard);
        }
        catch (IOException)
        {
            return time.CreateTimer(_ => heard(), null, LookAgainAfter, LookAgainAfter);
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
