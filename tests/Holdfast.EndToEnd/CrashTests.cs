using System.Text.RegularExpressions;
using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

/// <summary>SIGKILL to the daemon at every named boundary between storing and acting, and at random moments; then calm, and all must end.</summary>
public sealed partial class CrashTests : IDisposable
{
    /// <summary>Points that only a resumed run comes by.</summary>
    private static readonly string[] WhileResuming = ["run_claimed", "swept_before_interrupt"];

    // a ─┬─ b ─┬─ d      shot: dies of a signal the first time      broken: is repaired by a rule
    //    └─ c ─┘
    private static readonly string Plan =
        """
        name: crashing
        atoms:
          - { key: a, kind: shell, working_directory: ., code: "echo start a >> ran; echo end a >> ran" }
          - { key: b, kind: shell, working_directory: ., needs: [a], code: "echo start b >> ran; echo end b >> ran" }
          - { key: c, kind: shell, needs: [a], outputs: [c.txt], code: 'echo start c >> "$HOLDFAST_PLAN_DIR/ran"; echo kept > c.txt; echo end c >> "$HOLDFAST_PLAN_DIR/ran"' }
          - { key: d, kind: shell, needs: [b, c], code: 'echo start d >> "$HOLDFAST_PLAN_DIR/ran"; cat c.txt; echo end d >> "$HOLDFAST_PLAN_DIR/ran"' }
          - key: shot
            kind: shell
            working_directory: .
            code: |
              echo start shot >> ran
              [ -e shot ] || { touch shot; kill -9 $$; }
              echo end shot >> ran
          - key: broken
            kind: python
            code: |
              result = json.dumps([1, 2])
        """;

    private readonly Desk desk = new();

    public CrashTests() => desk.Write("plan.yaml", Plan);

    public static TheoryData<string, int> Points
    {
        get
        {
            var points = new TheoryData<string, int>();
            foreach (var name in NamesInTheSource())
            {
                points.Add(name, 1);
                if (Full && name is not ("run_stored" or "run_ended" or "run_claimed" or "swept_before_interrupt" or "fixed_before_report"))
                {
                    points.Add(name, 2);
                    points.Add(name, 4);
                }
            }

            return points;
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Full ? 100 : 6)];

    private static bool Full => Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";

    public void Dispose() => desk.Dispose();

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_AtACrashPoint_LosesNothingAndRepeatsNothingThatConcluded(string point, int pass)
    {
        if (WhileResuming.Contains(point))
        {
            await CutOffAndKillWhileResumingAsync(point, pass);
        }
        else
        {
            await ArmDaemonAsync(point, pass);
            await RunToItsEndAsync();
            await HaveDiedAsync(1, point, pass);
        }

        await CalmAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Kill_AtARandomMoment_LosesNothingAndRepeatsNothingThatConcluded(int seed)
    {
        var random = new Random(seed);
        Assert.Equal(0, (await desk.HoldfastAsync("daemon", "restart")).ExitCode);
        await using (var program = desk.Start("run", "plan.yaml"))
        {
            // A moment, not a wait for anything: whatever it meets is right.
            await Task.Delay(random.Next(0, 1_500), TestContext.Current.CancellationToken);
            await desk.KillDaemonAsync();
            var ended = await program.EndAsync();
            Assert.True(ended.ExitCode == 0, $"run ended with {ended.ExitCode}:\n{ended.Out}{ended.Error}");
        }

        await CalmAsync();
    }

    /// <summary>Whoever watches goes on with the next daemon, and sees the run to its end.</summary>
    private async Task RunToItsEndAsync()
    {
        var ended = await desk.HoldfastAsync("run", "plan.yaml");
        Assert.True(ended.ExitCode == 0, $"run ended with {ended.ExitCode}:\n{ended.Out}{ended.Error}");
    }

    private async Task CutOffAndKillWhileResumingAsync(string point, int pass)
    {
        await ArmDaemonAsync("spawned_before_report", 1);
        // Whichever command starts the next daemon, that one dies at the point; what the commands say is worth nothing then.
        desk.Environment["HOLDFAST_CRASH_POINT"] = $"{point}:{pass}";
        await desk.HoldfastAsync("run", "plan.yaml", "--detach");
        await HaveDiedAsync(1, "spawned_before_report", 1);
        await desk.HoldfastAsync("runs", "list");
        await HaveDiedAsync(2, point, pass);
        desk.Environment["HOLDFAST_CRASH_POINT"] = null;
        var resumed = await desk.HoldfastAsync("resume");
        Assert.True(resumed.ExitCode == 0, $"resume ended with {resumed.ExitCode}:\n{resumed.Out}{resumed.Error}");
    }

    /// <summary>Starts a daemon that kills itself when it comes by the point.</summary>
    private async Task ArmDaemonAsync(string point, int pass)
    {
        desk.Environment["HOLDFAST_CRASH_POINT"] = $"{point}:{pass}";
        var started = await desk.HoldfastAsync("daemon", "restart");
        desk.Environment["HOLDFAST_CRASH_POINT"] = null;
        Assert.Equal((0, ""), (started.ExitCode, started.Error));
    }

    /// <summary>A daemon that ends as it should says so in its log.</summary>
    private async Task HaveDiedAsync(int daemons, string point, int pass)
    {
        var counted = await desk.ShellAsync(
            $"for try in $(seq 1200); do died=$(( $(grep -c ' serves ' {LogFile}) - $(grep -c ' ended$' {LogFile}) )); "
            + $"alive=0; pid=$(grep -o '\"pid\": *[0-9]*' {DaemonFilePath} | grep -o '[0-9]*$'); [ -e /proc/$pid ] && ! grep -qs '^State:.Z' /proc/$pid/status && alive=1; "
            + $"[ $((died - alive)) -ge {daemons} ] && exit 0; sleep 0.05; done; exit 1");
        Assert.True(counted.ExitCode == 0, $"'{point}' was not reached {pass} times: no daemon died there.\n{await File.ReadAllTextAsync(LogFile, TestContext.Current.CancellationToken)}");
    }

    private string LogFile => Path.Combine(desk.Home, "logs", "daemon.log");

    private string DaemonFilePath => Path.Combine(desk.Home, "daemon.json");

    private async Task CalmAsync()
    {
        var run = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        Assert.Equal((RunStatus.Completed, 1), (run.Status, (await desk.DocumentAsync(json => json.RunList, "runs", "list")).Runs.Count));
        Assert.All(run.Atoms, atom => Assert.Equal(Conclusion.Succeeded, atom.Conclusion));
        var starts = Starts();
        foreach (var atom in run.Atoms)
        {
            var history = await desk.DocumentAsync(json => json.AtomHistory, "runs", "show", "1", "--atom", atom.Key);
            // What succeeded was not tried again, and what ran was told of.
            Assert.Equal(history.Attempts.Count - 1, history.Attempts.TakeWhile(attempt => attempt.Outcome != AttemptOutcome.Succeeded).Count());
            Assert.InRange(starts.GetValueOrDefault(atom.Key), 0, history.Attempts.Count);
        }

        Assert.All(["a", "b", "c", "d", "shot"], key => Assert.Contains($"end {key}", File.ReadAllLines(Path.Combine(desk.Folder, "ran"))));
        Assert.Equal([], Survivors());

        // The next daemon finds nothing to do, and nothing that the others left.
        Assert.Equal(0, (await desk.HoldfastAsync("daemon", "stop")).ExitCode);
        var again = await desk.HoldfastAsync("resume");
        Assert.Equal((0, "There is nothing to resume.\n"), (again.ExitCode, again.Out));
        Assert.Equal(starts, Starts());
        Assert.Equal(0, (await desk.HoldfastAsync("daemon", "stop")).ExitCode);
        Assert.Equal([], WorkFolders());
    }

    private Dictionary<string, int> Starts()
    {
        var file = Path.Combine(desk.Folder, "ran");
        return File.Exists(file)
            ? File.ReadLines(file).Where(line => line.StartsWith("start ", StringComparison.Ordinal)).GroupBy(line => line[6..]).ToDictionary(group => group.Key, group => group.Count())
            : [];
    }

    // Everything that runs for this plan is told its folder.
    private List<string> Survivors()
    {
        var survivors = new List<string>();
        foreach (var process in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "environ")).Contains($"HOLDFAST_PLAN_DIR={desk.Folder}", StringComparison.Ordinal))
                    survivors.Add(File.ReadAllText(Path.Combine(process, "cmdline")));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is not ours to look at: what we start runs as ourselves and can be read.
            }
        }

        return survivors;
    }

    private string[] WorkFolders() =>
        Directory.Exists(Path.Combine(desk.Home, "work")) ? Directory.GetDirectories(Path.Combine(desk.Home, "work")) : [];

    private static IEnumerable<string> NamesInTheSource() =>
        PointName().Matches(File.ReadAllText(Path.Combine(Desk.Repository, "src", "Holdfast.Engine", "Recovery", "CrashPoint.cs"))).Select(match => match.Groups[1].Value);

    [GeneratedRegex("public const string \\w+ = \"(\\w+)\";")]
    private static partial Regex PointName();
}
