using System.Text;
using Holdfast.Server.Daemons;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

public sealed class DaemonLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void File_Full_IsMovedAsideAndTheOldestIsLeft()
    {
        var path = Path.Combine(folder, "daemon.log");
        File.WriteAllText(path, "");
        // What the descriptor is to the program, the path is here.
        using var log = new DaemonLog(path, TimeProvider.System, largestFileBytes: 100, line => File.AppendAllText(path, Encoding.UTF8.GetString(line.Span)), next => File.WriteAllText(next, ""));
        var logger = log.CreateLogger("test");

        foreach (var number in Enumerable.Range(1, 6))
            logger.Log(LogLevel.Warning, default, $"event {number} {new string('x', 60)}", null, (text, _) => text);

        Assert.Equal(["daemon.log", "daemon.log.1", "daemon.log.2", "daemon.log.3"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order());
        Assert.Equal(["event 6", "event 5", "event 4", "event 3"], new[] { "", ".1", ".2", ".3" }.Select(kept => File.ReadAllText(path + kept).Split(" warn  ")[1][..7]));
    }

    [Fact]
    public void Line_WithAnException_SaysAllOfIt()
    {
        var text = new StringBuilder();
        using var log = new DaemonLog(null, TimeProvider.System, 100, line => text.Append(Encoding.UTF8.GetString(line.Span)), _ => { });

        log.CreateLogger("test").Log(LogLevel.Error, default, "two\nlines", new InvalidOperationException("why"), (said, _) => said);

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z error two lines: System\.InvalidOperationException: why\n$", text.ToString());
    }
}
