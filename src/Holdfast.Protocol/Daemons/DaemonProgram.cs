namespace Holdfast.Protocol.Daemons;

/// <summary>
/// The program that is the daemon, and does what needs the engine where no daemon can start: how the client asks it, one release asking
/// itself. Its settings come as variables. Asked for anything but to serve in the foreground, it gives one answer on
/// <see cref="AnswerDescriptor"/>: <see cref="Ready"/> with the document behind it, or an <see cref="ErrorDocument"/>.
/// </summary>
public static class DaemonProgram
{
    public const string Name = "holdfast-daemon";

    /// <summary>Serves the home in the foreground.</summary>
    public const string Serve = "serve";

    /// <summary>Behind <see cref="Serve"/>: answers once it listens, and logs to the home.</summary>
    public const string Background = "--background";

    /// <summary>Looks at the machine; the agent that will be used may be behind it.</summary>
    public const string CheckEnvironment = "check-env";

    /// <summary>Tells all of the home that can be told from outside.</summary>
    public const string Diagnose = "diagnose";

    public const string CheckStore = "check-store";

    /// <summary>With the file behind it, as a full path.</summary>
    public const string BackUpStore = "back-up-store";

    /// <summary>With the file behind it, as a full path.</summary>
    public const string RestoreStore = "restore-store";

    public const int AnswerDescriptor = 3;

    public const string Ready = "ready\n";
}
