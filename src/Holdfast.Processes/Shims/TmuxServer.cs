using System.Globalization;
using System.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>
/// The tmux server of one home, apart from people's: a session for each execution that a person can look into. It comes with the first
/// session and goes with the last, and belongs to no program: it outlives whoever made it.
/// </summary>
/// <param name="tmux">The program's full path.</param>
/// <param name="socket">Where the server listens.</param>
public sealed unsafe class TmuxServer(string tmux, string socket)
{
    // tmux answers in milliseconds; on a machine that swaps, in seconds.
    private const int AnswersWithinMilliseconds = 30_000;

    // Of the names of some thousand sessions.
    private const int LongestAnswerBytes = 256 * 1024;
    private const int ReadAtOnceBytes = 4096;

    // A server whose last session just ended may still listen, and then hang up.
    private const int Tries = 5;
    private const int TryAgainMilliseconds = 100;

    // A user option of the session: what people name like ours does not have it.
    private const string Mark = "@holdfast";
    private const string Listed = "session:";

    private const string Columns = "120", Rows = "40";

    /// <summary>Makes a session with one pane.</summary>
    /// <param name="execution">Whose it is.</param>
    /// <param name="command">A program's full path and its arguments. No shell reads them.</param>
    /// <param name="hints">What the server is to touch when the pane or the session ends.</param>
    public PaneOpening Open(ExecutionId execution, IReadOnlyList<string> command, PaneHints hints)
    {
        var session = new ExecutionNames(execution).Session;
        var why = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
                _ = Libc.poll(null, 0, TryAgainMilliseconds);
            var answer = Ask(execution, [
                // A session that was closed has no hooks any more: that is the server's to tell, which is ours alone.
                "start-server", ";", "set-hook", "-g", "session-closed", Touch(hints.OfAnySession), ";",
                "new-session", "-d", "-s", session, "-x", Columns, "-y", Rows, "-P", "-F", "#{pane_pid}", "--", .. command, ";",
                "set-option", "-t", $"={session}:", Mark, execution.ToString(), ";",
                "set-hook", "-t", $"={session}:", "pane-died", Touch(Literally(hints.OfThis))]);
            // Behind it is what tmux says of mark and hook, which is nothing as a rule.
            if (int.TryParse(answer.Split('\n')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                return new PaneOpening(pid, Why: null);
            why = answer;
            // The session is there: an earlier try made it, or an earlier starter.
            if (answer.StartsWith("duplicate session", StringComparison.Ordinal))
                break;
        }

        return new PaneOpening(Program: null, why);
    }

    /// <summary>The file of each execution, in tmux' words: the session that was closed is named in it as tmux expands it.</summary>
    /// <param name="parent">Of the folders whose names are the last two digits of an id, in which there are those of the executions.</param>
    public static string OfAnySession(string parent, string file) =>
        $"{Literally(parent)}/#{{=-2:hook_session_name}}/#{{s/^{ExecutionNames.SessionBegins}//:hook_session_name}}/{Literally(file)}";

    private static string Literally(string text) => text.Replace("#", "##", StringComparison.Ordinal);

    // Through a shell, and before it through tmux' own quotes; not in the background (-b), as a server that goes with its last session waits
    // for nothing that is. A session of somebody's own has no folder: nothing is touched, and of that nothing is said, as tmux would show it to
    // whoever is attached to another session. In a shell of its own, as one that cannot redirect its ":" ends.
    private static string Touch(string path)
    {
        var script = $"(: > '{path.Replace("'", "'\\''", StringComparison.Ordinal)}') 2>/dev/null; true";
        return $"run-shell \"{script.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"";
    }

    /// <summary>All sessions there are; none when there is no server.</summary>
    public IReadOnlyList<TmuxSession> Sessions() =>
        File.Exists(socket)
            ? [.. Ask(starts: null, ["list-sessions", "-F", $"{Listed}#{{{Mark}}}:#{{session_name}}"]).Split('\n').Select(Read).OfType<TmuxSession>()]
            : [];

    // A name has no colon: tmux changes it. What does not begin as asked for is a complaint, as that there is no server.
    private static TmuxSession? Read(string line)
    {
        if (!line.StartsWith(Listed, StringComparison.Ordinal) || line[Listed.Length..].Split(':') is not [var mark, var name])
            return null;
        var execution = ExecutionNames.OfSession(name);
        return new TmuxSession(name, execution, execution is { } of && mark == of.ToString());
    }

    /// <summary>Ends a session with all that is in it. One that is not there is left alone.</summary>
    public void Close(ExecutionId execution)
    {
        if (File.Exists(socket))
            _ = Ask(starts: null, ["kill-session", "-t", $"={new ExecutionNames(execution).Session}"]);
    }

    /// <param name="starts">Of whom a shim may be started by that; null for a question.</param>
    /// <returns>What it said, on stdout and stderr; empty when it said nothing in time.</returns>
    private string Ask(ExecutionId? starts, string[] arguments)
    {
        var pipe = stackalloc int[2];
        if (Libc.pipe2(pipe, Libc.O_CLOEXEC) < 0)
            return "there is no descriptor left.";
        var spec = new ProcessSpec
        {
            Execution = starts ?? new ExecutionId(Guid.Empty),
            // People's settings are for people's sessions.
            Arguments = [tmux, "-u", "-f", "/dev/null", "-S", socket, .. arguments],
            Environment = EnvironmentOf(starts),
            WorkingDirectory = "/",
            OutputLog = "",
            OutputLimitBytes = 0,
        };
        var nanoseconds = Libc.BootTimeNanoseconds();
        Children.SpawnBegins(nanoseconds);
        var error = SpawnCall.Spawn(spec, stdin: -1, pipe[1], pipe[1], kept: -1, isMarked: false, out var pid);
        Libc.close(pipe[1]);
        if (error != 0)
        {
            Children.SpawnFailed(nanoseconds);
            Libc.close(pipe[0]);
            return SpawnCall.Explain(error, spec).Why;
        }

        Children.ShimSpawned(nanoseconds, pid);
        var answer = Read(pipe[0]);
        Libc.close(pipe[0]);
        if (answer is null)
            _ = Libc.kill(pid, Libc.SIGKILL);
        Children.AwaitShim(pid);
        return answer?.Trim() ?? "it did not answer.";
    }

    /// <remarks>
    /// Marked as a shim is: the server comes to the nearest subreaper, which is a program that ends what executions leave behind. A mark
    /// of an execution, as its processes carry it, would have the server ended with whichever was the first.
    /// </remarks>
    private static KeyValuePair<string, string>[] EnvironmentOf(ExecutionId? starts) => [
        new("PATH", Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"), new("HOME", Environment.GetEnvironmentVariable("HOME") ?? "/"),
        new("SHELL", "/bin/sh"), new("LANG", "C.UTF-8"), .. starts is { } execution ? [ShimProgram.MarkOf(execution)] : Array.Empty<KeyValuePair<string, string>>()];

    private static string? Read(int fd)
    {
        var deadline = Libc.BootTimeNanoseconds() + AnswersWithinMilliseconds * 1_000_000L;
        var answer = new List<byte>();
        Span<byte> buffer = stackalloc byte[ReadAtOnceBytes];
        while (answer.Count < LongestAnswerBytes)
        {
            var wait = new Libc.PollFd { Fd = fd, Events = Libc.POLLIN };
            var ready = Libc.poll(&wait, 1, (int)Math.Max(0, (deadline - Libc.BootTimeNanoseconds()) / 1_000_000));
            if (ready == 0)
                return null;
            if (ready < 0)
                continue;
            nint count;
            fixed (byte* start = buffer)
                count = Libc.read(fd, start, buffer.Length);
            if (count <= 0)
                break;
            answer.AddRange(buffer[..(int)count]);
        }

        return Encoding.UTF8.GetString([.. answer]);
    }
}

/// <summary>The files that tell of the end of a pane.</summary>
/// <param name="OfThis">Of the execution whose pane it is.</param>
/// <param name="OfAnySession">See <see cref="TmuxServer.OfAnySession"/>.</param>
public readonly record struct PaneHints(string OfThis, string OfAnySession);
