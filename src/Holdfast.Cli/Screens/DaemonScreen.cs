using Holdfast.Protocol.Daemons;

namespace Holdfast.Cli.Screens;

internal static class DaemonScreen
{
    public static void Write(TextWriter writer, Paint paint, DaemonDocument daemon)
    {
        var state = daemon.State switch
        {
            DaemonState.Serving => paint.Green("serving"),
            DaemonState.Draining => paint.Yellow("draining"),
        };
        writer.WriteLine($"daemon {daemon.Version} {state}, pid {daemon.Pid}, since {Text.Time(daemon.StartedAt)}; {Text.Count(daemon.Executions, "execution")} under way");
        writer.WriteLine($"home    {daemon.Home}");
        writer.WriteLine($"socket  {daemon.Socket}");
        writer.WriteLine($"http    {(daemon.Url == DaemonFile.SocketUrl ? "off" : $"{daemon.Url} (holdfast token)")}");
        writer.WriteLine($"log     {daemon.Log ?? "its standard error"}");
    }
}
