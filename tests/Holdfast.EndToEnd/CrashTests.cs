using System.Text.RegularExpressions;
using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

/// <summary>SIGKILL at every named boundary between storing and acting, and at random moments; then calm, and all must end.</summary>
public sealed partial class CrashTests : IDisposable
{
    private const int SigKill = 9;
    private const int Killed = 128 + SigKill;

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
        var isWhileResuming = WhileResuming.Contains(point);
        await CrashAsync(isWhileResuming ? "spawned_before_report" : point, isWhileResuming ? 1 : pass, "run", "plan.yaml");
        if (isWhileResuming)
            await CrashAsync(point, pass, "resume");

        await CalmAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Kill_AtARandomMoment_LosesNothingAndRepeatsNothingThatConcluded(int seed)
    {
        var random = new Random(seed);
        await using (var program = desk.Start("run", "plan.yaml"))
        {
            // A moment, not a wait for anything: whatever it meets is right.
            await Task.Delay(random.Next(100, 2_000), TestContext.Current.CancellationToken);
            if (Directory.Exists($"/proc/{program.Pid}"))
                program.Signal(SigKill);
            await program.EndAsync();
        }

        await CalmAsync();
    }

    private async Task CrashAsync(string point, int pass, params string[] arguments)
    {
        desk.Environment["HOLDFAST_CRASH_POINT"] = $"{point}:{pass}";
        var ended = await desk.HoldfastAsync(arguments);
        desk.Environment["HOLDFAST_CRASH_POINT"] = null;
        Assert.True(ended.ExitCode == Killed, $"'{point}' was not reached {pass} times: exit code {ended.ExitCode}\n{ended.Out}{ended.Error}");
    }

    private async Task CalmAsync()
    {
        var runs = await desk.DocumentAsync(json => json.RunList, "runs", "list");
        if (runs.Runs.Count == 0)
        {
            // Killed before there was a run: then nothing may have run either.
            Assert.False(File.Exists(Path.Combine(desk.Folder, "ran")));
            return;
        }

        var before = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        var startsBefore = Starts();

        var resumed = await desk.HoldfastAsync("resume");

        Assert.True(resumed.ExitCode == 0, $"resume ended with {resumed.ExitCode}:\n{resumed.Out}{resumed.Error}");
        var after = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        Assert.Equal(RunStatus.Completed, after.Status);
        Assert.All(after.Atoms, atom => Assert.Equal(Conclusion.Succeeded, atom.Conclusion));
        var startsAfter = Starts();
        foreach (var atom in before.Atoms.Where(atom => atom.Conclusion is not null && startsBefore.ContainsKey(atom.Key)))
            Assert.Equal(startsBefore[atom.Key], startsAfter[atom.Key]);
        Assert.All(["a", "b", "c", "d", "shot"], key => Assert.Contains($"end {key}", File.ReadAllLines(Path.Combine(desk.Folder, "ran"))));
        Assert.Equal([], Survivors());
        Assert.Equal([], WorkFolders());

        var again = await desk.HoldfastAsync("resume");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(startsAfter, Starts());
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
