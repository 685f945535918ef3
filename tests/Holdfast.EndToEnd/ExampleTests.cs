using System.Text.Json;
using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

/// <summary>Every plan in examples/, run as its first lines say.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    private static string Example(params string[] path) => Path.Combine([Desk.Repository, "examples", .. path]);

    [Fact]
    public async Task RepositoryReport_OfASmallRepository_WritesAReportWithItsAuthors()
    {
        var made = await desk.ShellAsync(
            """
            set -e
            git init -q repo && cd repo
            git config user.name 'Ada Lovelace' && git config user.email ada@example.org
            printf 'def add(a, b):\n    # TODO: carry\n    return a + b\n' > add.py && git add . && git commit -qm 'Add: adding'
            printf '# Sums\n' > README.md && git add . && git commit -qm 'Docs: say what it is'
            """);
        Assert.True(made.ExitCode == 0, made.Error);

        var run = await desk.DocumentAsync(
            json => json.RunDocument, "run", Example("repository-report", "plan.yaml"), "--input", $"repository={Path.Combine(desk.Folder, "repo")}");

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.True(run.Atoms.Count >= 30, $"{run.Atoms.Count} atoms");
        Assert.All(run.Atoms, atom => Assert.Equal(Conclusion.Succeeded, atom.Conclusion));
        var kept = Directory.GetFiles(Path.Combine(desk.Home, "executions"), "*", SearchOption.AllDirectories).ToLookup(file => Path.GetFileName(file)!);
        Assert.Contains("Ada Lovelace", await File.ReadAllTextAsync(kept["report.md"].Single(file => file.Contains("/artifacts/", StringComparison.Ordinal))));
        Assert.StartsWith("<svg", (await File.ReadAllTextAsync(kept["chart.svg"].First())).TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RepositoryReport_OfWhatIsNoRepository_FailsOnceAndSaysWhatToDo()
    {
        var ended = await desk.HoldfastAsync("run", Example("repository-report", "plan.yaml"), "--json", "--input", $"repository={desk.Folder}");

        var run = Desk.Read(ended.Out, json => json.RunDocument);
        Assert.Equal((1, RunStatus.Failed), (ended.ExitCode, run.Status));
        var failed = Assert.Single(run.Atoms, atom => atom.Conclusion == Conclusion.Failed);
        Assert.Contains("is not a git repository", failed.Failure!.Message);
        Assert.Equal(1, failed.Attempts);
    }

    [Fact]
    public async Task Repair_EveryBrokenAtom_IsRepairedToItsExpectedResult()
    {
        var plan = await desk.HoldfastAsync("run", Example("repair.yaml"), "--json");

        var run = Desk.Read(plan.Out, json => json.RunDocument);
        Assert.Equal(RunStatus.Completed, run.Status);
        var expected = await desk.ShellAsync(
            "python3 - <<'PY'\nimport json, glob, sys\nfor f in glob.glob('" + desk.Home + "/executions/v1/*/*/input.json'):\n"
            + "    print(json.dumps(json.load(open(f)).get('expected'), sort_keys=True))\nPY");
        Assert.Equal(0, expected.ExitCode);
        var wanted = expected.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.All(run.Atoms.Where(atom => atom.CodeChanged), atom => Assert.Contains(Normal(atom.Result!.Value), wanted.Select(Normal)));
        Assert.Equal(9, run.Atoms.Count(atom => atom.CodeChanged));
    }

    private static string Normal(string json) => Normal(JsonDocument.Parse(json).RootElement);

    private static string Normal(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? "{" + string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}:{Normal(member.Value)}")) + "}"
        : value.GetRawText().Replace(" ", "", StringComparison.Ordinal);
}
