using System.Globalization;
using Holdfast.Protocol.Executions;

namespace Holdfast.Survival.Kills;

internal enum SubjectKind
{
    /// <summary>Writes its lines at once and exits with its code.</summary>
    Quick,

    /// <summary>The same with pauses.</summary>
    Slow,

    /// <summary>As quick, but it ends itself by SIGUSR1.</summary>
    Signalled,

    /// <summary>As quick, and leaves children: in its session, out of it, and without an environment.</summary>
    Family,

    /// <summary>Writes lines until it is ended.</summary>
    Endless,

    /// <summary>The same, and ignores SIGTERM.</summary>
    Stubborn,

    /// <summary>Does nothing until it is ended.</summary>
    Silent,
}

/// <summary>One execution of known behaviour, and everything that was done to it.</summary>
internal sealed class Subject(int number, SubjectKind kind, int lines, int code, long? timeoutMs, string folder)
{
    private readonly List<string> story = [];

    public string Name => $"subject-{number.ToString(CultureInfo.InvariantCulture)}";

    public SubjectKind Kind => kind;

    public int Lines => lines;

    public int Code => code;

    public long? TimeoutMs => timeoutMs;

    public bool EndsByItself => kind is SubjectKind.Quick or SubjectKind.Slow or SubjectKind.Signalled or SubjectKind.Family;

    /// <summary>Its own: it says there that it started, and that it came to its end.</summary>
    public string File => Path.Combine(folder, Name);

    /// <summary>Null until a daemon has said that it is stored.</summary>
    public Guid? Id { get; set; }

    public bool ShimWasKilled { get; private set; }

    public bool WasKilled { get; private set; }

    public bool WasCancelled { get; private set; }

    /// <summary>Its shim was told to die at one of these, if it was started while that was so.</summary>
    public HashSet<string> ShimMayDieAt { get; } = [];

    /// <summary>Of output that its shim had stored when it was killed.</summary>
    public long StoredBytesAtKill { get; private set; }

    /// <summary>The ending it was seen with.</summary>
    public ExecutionDocument? Ended { get; set; }

    public ExecutionRequest Request(string program) => new()
    {
        Name = Name,
        Command = [program, File, Kind.ToString().ToLowerInvariant(), lines.ToString(CultureInfo.InvariantCulture), code.ToString(CultureInfo.InvariantCulture)],
        WorkingDirectory = folder,
        TimeoutMs = timeoutMs,
        NoTimeout = timeoutMs is null,
    };

    public void Tell(int round, string what) => story.Add($"round {round}: {what}");

    public void ShimIsKilled(int round, long storedBytes)
    {
        (ShimWasKilled, StoredBytesAtKill) = (true, storedBytes);
        Tell(round, $"its shim is killed, {storedBytes} bytes of output are stored");
    }

    public void IsKilled(int round)
    {
        WasKilled = true;
        Tell(round, "it is killed");
    }

    public void IsCancelled(int round, bool immediate)
    {
        WasCancelled = true;
        Tell(round, immediate ? "it is cancelled at once" : "it is cancelled");
    }

    public void MayDieAt(int round, string shimPoint)
    {
        ShimMayDieAt.Add(shimPoint);
        Tell(round, $"its shim, should it start now, dies at {shimPoint}");
    }

    public override string ToString() =>
        $"{Name} ({kind}, {lines} lines, code {code}, time-out {timeoutMs?.ToString(CultureInfo.InvariantCulture) ?? "none"}, {Id})\n  {string.Join("\n  ", story)}";
}
