using System.Diagnostics;
using Holdfast.Processes.Shims;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Survival.Kills;

/// <summary>
/// Twenty executions are kept going against a real daemon, while SIGKILL comes to the daemon, to shims and to their processes: at a random
/// moment, or at a crash point that the daemon or the shim was told of. A round is one such death. What a round does, its seed decides; when
/// it meets whom, the machine.
/// </summary>
internal sealed class KillGame(int seed, string program) : IAsyncDisposable
{
    private const int LivingWanted = 20;
    private const int RoundsBetweenChecks = 50;
    private const int StartsOfAnArmedLife = 5;
    private const int LongestMomentMilliseconds = 10;

    private static readonly string[] DaemonPoints = PointsIn("Holdfast.Engine/Executions/ExecutionCrashPoint.cs");
    private static readonly string[] ShimPoints = PointsIn("Holdfast.Processes/Shims/ShimCrashPoint.cs");

    private readonly Random random = new(seed);
    private readonly ServedHome home = new();
    private readonly List<Subject> open = [];
    private readonly List<Subject> over = [];
    private readonly Dictionary<string, int> deaths = [];
    private int started;
    private string? armed;
    private int startsLeft;

    public int Rounds { get; private set; }

    public int Subjects => started;

    public string Deaths => string.Join(", ", deaths.OrderByDescending(death => death.Value).Select(death => $"{death.Key} {death.Value}"));

    public IReadOnlyCollection<Subject> Over => over;

    public ValueTask DisposeAsync() => home.DisposeAsync();

    /// <summary>Chaos.</summary>
    /// <returns>Whether there was time for all rounds.</returns>
    public async Task<bool> PlayAsync(int rounds, TimeSpan limit)
    {
        home.Desk.Environment["HOLDFAST_MAX_EXECUTIONS"] = "64";
        var watch = Stopwatch.StartNew();
        var checkedAt = 0;
        while (Rounds < rounds && watch.Elapsed < limit)
        {
            if (!home.Serves && !await ServeAgainAsync())
                continue;
            if (await WhileItServesAsync(TopUpAsync))
            {
                // The random moment: nothing is waited for.
                await Task.Delay(random.Next(LongestMomentMilliseconds));
                await KillSomebodyAsync();
            }

            if (Rounds - checkedAt >= RoundsBetweenChecks && home.Serves && await WhileItServesAsync(CheckAsync))
                checkedAt = Rounds;
        }

        return Rounds >= rounds;
    }

    /// <summary>Calm: a daemon that nobody kills ends what does not end by itself, and everything is looked at once more.</summary>
    public async Task EndAsync()
    {
        if (home.Serves)
            await home.KillAsync();
        armed = null;
        Assert.True(await home.ServeAsync(), "A daemon that nobody killed has died.");
        await TopUpAsync(0);
        foreach (var subject in open.Where(subject => !subject.EndsByItself))
            await CancelAsync(subject, immediate: true);
        foreach (var subject in open)
            subject.Ended = await home.Client.WaitExecutionAsync(subject.Id!.Value.ToString(), CancellationToken.None);
        await CheckAsync();
        Assert.Empty(open);

        // An ending never changes.
        foreach (var subject in over)
            Assert.Equal(subject.Ended!, await home.Client.GetExecutionAsync(subject.Id!.Value.ToString(), CancellationToken.None), SameEnding);
        await home.KillAsync();
        Fault(Scan.LivingWith(home.Desk.Home).Concat(Scan.LivingWith(home.Desk.Folder)).Select(left => $"{left.Key} {left.Value}").ToArray() is { Length: > 0 } left
            ? $"alive after the end: {string.Join("; ", left)}" : null, null);
    }

    /// <summary>The store of a home that nobody serves any more.</summary>
    public string Home => home.Desk.Home;

    private static bool SameEnding(ExecutionDocument one, ExecutionDocument other) =>
        (one.Id, one.State, one.ExitCode, one.EndedAt, one.End) == (other.Id, other.State, other.ExitCode, other.EndedAt, other.End);

    /// <returns>False when it died before it served.</returns>
    private async Task<bool> ServeAgainAsync()
    {
        if (await home.EndOfAsync())
            Died(DaemonPointOf(armed) ?? throw new InvalidOperationException($"A daemon died that nobody killed. {home.Said}"));
        armed = random.Next(10) switch
        {
            < 2 => $"{DaemonPoints[random.Next(DaemonPoints.Length)]}:{random.Next(1, 5)}",
            < 4 => ShimPoints[random.Next(ShimPoints.Length)],
            _ => null,
        };
        startsLeft = StartsOfAnArmedLife;
        // What is stored and has not started yet may start now.
        foreach (var subject in open.Where(subject => !File.Exists(subject.File)))
            Arm(subject);
        if (await home.ServeAsync(armed))
            return true;
        Died(DaemonPointOf(armed) ?? throw new InvalidOperationException($"A daemon that nobody killed does not serve. {home.Said}"));
        return false;
    }

    /// <summary>Does something that needs the daemon.</summary>
    /// <returns>False when the daemon died meanwhile, of its crash point.</returns>
    private async Task<bool> WhileItServesAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (RefusedException unreachable) when (unreachable.Error.Code == ErrorCode.DaemonUnreachable && DaemonPointOf(armed) is { } point)
        {
            await home.EndOfAsync();
            Died(point);
            return false;
        }
    }

    private Task TopUpAsync() => TopUpAsync(LivingWanted);

    /// <summary>Sees who is over, and starts as many anew.</summary>
    private async Task TopUpAsync(int wanted)
    {
        await FindThoseNobodyToldOfAsync();
        var living = (await home.Client.ListExecutionsAsync(new ExecutionFilter(Running: true, Limit: 1000), CancellationToken.None)).Executions.Select(execution => execution.Id).ToHashSet();
        var missing = wanted - open.Count(subject => subject.Id is { } id && living.Contains(id));
        for (; missing > 0 && (armed is null || ShimPointOf(armed) is null || startsLeft-- > 0); missing--)
        {
            var subject = NextSubject();
            Arm(subject);
            open.Add(subject);
            await StartAsync(subject);
        }
    }

    // Its daemon died with the answer: it is stored, or it has to be asked for again.
    private async Task FindThoseNobodyToldOfAsync()
    {
        if (open.All(subject => subject.Id is not null))
            return;
        var stored = (await home.Client.ListExecutionsAsync(new ExecutionFilter(Limit: 1000), CancellationToken.None)).Executions;
        foreach (var subject in open.Where(subject => subject.Id is null))
        {
            var found = stored.Where(execution => execution.Name == subject.Name).ToArray();
            Fault(found.Length > 1 ? "it is stored twice." : null, subject);
            if (found is [var one])
                subject.Id = one.Id;
            else
                await StartAsync(subject);
        }
    }

    private async Task StartAsync(Subject subject)
    {
        subject.Tell(Rounds, "it is asked for");
        subject.Id = (await home.Client.StartExecutionAsync(subject.Request(program), CancellationToken.None)).Id;
    }

    private void Arm(Subject subject)
    {
        if (ShimPointOf(armed) is { } point)
            subject.MayDieAt(Rounds, point);
    }

    private static string? ShimPointOf(string? point) => point is not null && ShimPoints.Contains(point) ? point : null;

    // With the number of the pass at which it dies.
    private static string? DaemonPointOf(string? point) => point?.Split(':')[0] is { } name && DaemonPoints.Contains(name) ? name : null;

    private Subject NextSubject()
    {
        var kind = random.Next(20) switch
        {
            < 3 => SubjectKind.Quick,
            < 8 => SubjectKind.Slow,
            < 9 => SubjectKind.Signalled,
            < 11 => SubjectKind.Family,
            < 15 => SubjectKind.Endless,
            < 17 => SubjectKind.Stubborn,
            _ => SubjectKind.Silent,
        };
        long? timeoutMs = kind is SubjectKind.Endless or SubjectKind.Silent && random.Next(4) == 0 ? random.Next(50, 1500) : null;
        return new Subject(++started, kind, random.Next(4) == 0 ? 0 : random.Next(400), random.Next(3) == 0 ? 0 : random.Next(1, 100), timeoutMs, home.Desk.Folder);
    }

    private async Task KillSomebodyAsync()
    {
        // A life in which every shim dies must not last.
        if (ShimPointOf(armed) is not null && startsLeft <= 0)
        {
            await KillDaemonAsync();
            return;
        }

        switch (random.Next(20))
        {
            case < 2:
                await KillDaemonAsync();
                break;
            case < 9:
                KillOne(ofShim: true);
                break;
            case < 19:
                KillOne(ofShim: false);
                break;
            default:
                await WhileItServesAsync(() => CancelOneAsync());
                break;
        }
    }

    private async Task KillDaemonAsync()
    {
        if (await home.KillAsync())
            Died("daemon");
        else
            Died(DaemonPointOf(armed) ?? throw new InvalidOperationException($"A daemon died that nobody killed. {home.Said}"));
        // Others die while nobody looks.
        for (var more = random.Next(4); more > 1; more--)
            KillOne(ofShim: random.Next(2) == 0);
    }

    private void KillOne(bool ofShim)
    {
        var candidates = Candidates();
        random.Shuffle(candidates);
        if (candidates.FirstOrDefault(candidate => TryKill(candidate, ofShim)) is not null)
            Died(ofShim ? "shim" : "process");
    }

    private bool TryKill(Subject victim, bool ofShim)
    {
        var folder = ShimFolder.At(home.FolderOf(victim.Id!.Value));
        if ((ofShim ? folder.TryReadShim()?.Process : folder.TryReadProcess()?.Process) is not { } process)
            return false;
        var log = new FileInfo(folder.OutputLog);
        var stored = log.Exists ? log.Length : 0;
        if (!SharpKill.Hit(process.Pid, process.StartTicks))
            return false;
        if (ofShim)
            victim.ShimIsKilled(Rounds, stored);
        else
            victim.IsKilled(Rounds);
        return true;
    }

    private Subject[] Candidates() => [.. open.Where(subject => subject is { Id: not null, Ended: null })];

    private async Task CancelOneAsync()
    {
        var candidates = Candidates();
        if (candidates.Length > 0)
            await CancelAsync(candidates[random.Next(candidates.Length)], immediate: random.Next(2) == 0);
    }

    private async Task CancelAsync(Subject subject, bool immediate)
    {
        subject.IsCancelled(Rounds, immediate);
        await home.Client.CancelExecutionAsync(subject.Id!.Value.ToString(), new CancelRequest("the test", immediate), CancellationToken.None);
    }

    private void Died(string who)
    {
        Rounds++;
        deaths[who] = deaths.GetValueOrDefault(who) + 1;
    }

    /// <summary>Looks at all that are over: how they ended, what they say of themselves, what they wrote, and whether anything of them lives.</summary>
    private async Task CheckAsync()
    {
        await FindThoseNobodyToldOfAsync();
        var unfinished = (await home.Client.ListExecutionsAsync(new ExecutionFilter(Running: true, Limit: 1000), CancellationToken.None)).Executions.Select(execution => execution.Id).ToHashSet();
        var ended = open.Where(subject => subject.Id is { } id && !unfinished.Contains(id)).ToArray();
        var living = Scan.LivingWith(home.Desk.Folder);
        foreach (var subject in ended)
        {
            var id = subject.Id!.Value;
            subject.Ended ??= await home.Client.GetExecutionAsync(id.ToString(), CancellationToken.None);
            await using var log = await home.Client.OpenLogAsync(id.ToString(), follow: false, tail: null, offset: 0, CancellationToken.None);
            var output = await new StreamReader(log).ReadToEndAsync();
            Fault(Verdict.FaultOf(subject, subject.Ended, output, home.FolderOf(id)), subject);
            Fault(living.Values.FirstOrDefault(command => command.Contains(subject.File + ' ', StringComparison.Ordinal)) is { } left ? $"it is over, and alive is: {left}" : null, subject);
            if (!subject.ShimWasKilled && subject.Ended.End!.Cause is "lost" or "could_not_start")
                Died("shim at a crash point");
            open.Remove(subject);
            over.Add(subject);
        }
    }

    private void Fault(string? fault, Subject? subject)
    {
        if (fault is not null)
            Assert.Fail($"Seed {seed}, round {Rounds} (HOLDFAST_SEED={seed} makes the same choices): {fault}\n{subject}\nDeaths: {Deaths}\nThe daemons said:\n{home.Said}");
    }

    private static string[] PointsIn(string source) =>
    [
        .. File.ReadAllText(Path.Combine(EndToEnd.Desk.Repository, "src", source)).Split('\n')
            .Where(line => line.Contains("public const string ", StringComparison.Ordinal)).Select(line => line.Split('"')[1]),
    ];
}
