namespace Holdfast.Server.Daemons;

/// <summary>Why a daemon ended.</summary>
public abstract record DaemonEnd
{
    private DaemonEnd() { }

    public sealed record Stopped(string By) : DaemonEnd;

    /// <summary>There is nothing left to serve.</summary>
    public sealed record HomeRemoved(string Home) : DaemonEnd;

    /// <summary>It cannot trust its store any more, or itself.</summary>
    public sealed record Failed(string Message) : DaemonEnd;
}

/// <summary>A daemon that cannot start; the message says why and what to do.</summary>
/// <param name="running">True when the reason is another daemon on the same home.</param>
/// <param name="addressInUse">True when somebody else listens where it should.</param>
public sealed class DaemonRefusedException(string message, bool running = false, bool addressInUse = false, Exception? inner = null) : Exception(message, inner)
{
    public bool IsRunning { get; } = running;

    public bool IsAddressInUse { get; } = addressInUse;
}
