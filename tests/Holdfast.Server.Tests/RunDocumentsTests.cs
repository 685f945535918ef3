using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire;
using Holdfast.Tests;
using AtomKind = Holdfast.Core.Plans.AtomKind;

namespace Holdfast.Server.Tests;

/// <summary>
/// Wave 1: sum succeeds, flaky is killed and then succeeds, broken throws and is not mended. Wave 2: total succeeds, ship is
/// skipped for broken.
/// </summary>
public sealed class RunDocumentsTests
{
    private static readonly ImmutableArray<Atom> Atoms =
    [
        new Atom { Key = "sum", Kind = AtomKind.Python, Code = "result = 6", Component = "api", Module = "totals" },
        new Atom { Key = "flaky", Kind = AtomKind.Shell, Code = "kill -9 $$" },
        new Atom { Key = "broken", Kind = AtomKind.Python, Code = "\nint('x')", Settings = new AtomSettings { Retries = 0 } },
        new Atom { Key = "total", Kind = AtomKind.Shell, Code = "true", Needs = [0, 1] },
        new Atom { Key = "ship", Kind = AtomKind.Command, Command = ["true"], Needs = [2] },
    ];

    [Fact]
    public async Task OfAsync_EndedRun_TellsItWhole()
    {
        await using var sample = await EndedAsync();
        new WrittenLog().Stdout("adding\n").Stderr("careful\n").SaveTo(sample.FolderOf("sum", 1).OutputLog);
        new WrittenLog().Stdout(new string('x', RunDocument.OutputLimitBytes + 1)).SaveTo(sample.FolderOf("total", 1).OutputLog);

        var document = await new RunDocuments(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), RunContent.Everything, default);

        var total = document.Atoms.Single(atom => atom.Key == "total");
        Assert.Equal((RunDocument.OutputLimitBytes, true), (total.Stdout!.Length, total.StdoutTruncated));
        var told = document with { Atoms = [.. document.Atoms.Select(atom => WithoutWords(atom) with { Stdout = atom.Key == "total" ? "cut" : atom.Stdout })] };
        Snapshot.Match("run.json", JsonSerializer.Serialize(told, ProtocolJson.Indented.RunDocument));
    }

    [Fact]
    public async Task OfAsync_FinalResultsOnly_LeavesOutOutputAndResultsThatOthersNeeded()
    {
        await using var sample = await EndedAsync();
        new WrittenLog().Stdout("adding\n").SaveTo(sample.FolderOf("sum", 1).OutputLog);

        var document = await new RunDocuments(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), RunContent.FinalResults, default);

        Assert.Equal(
            [("sum", null, (string?)null), ("flaky", null, null), ("broken", null, null), ("total", "\"all\"", null), ("ship", null, null)],
            document.Atoms.Select(atom => (atom.Key, atom.Result?.GetRawText(), atom.Stdout)));
    }

    // login (has the secret) → use (was handed it)
    [Fact]
    public async Task OfAsync_SecretWhereverAtomsWroteIt_IsHidden()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("holdfast-secret-").FullName, "token");
        await File.WriteAllTextAsync(file, "s3cret-token\n");
        await using var sample = await StoredRunSample.CreateAsync(
        [
            new Atom { Key = "login", Kind = AtomKind.Shell, Code = "true", Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("TOKEN", new SecretReference(null, file)) },
            new Atom { Key = "use", Kind = AtomKind.Python, Code = "pass", Needs = [0], Settings = new AtomSettings { Retries = 0 } },
        ]);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1), """{"s3cret-token":["a s3cret-token",1,null,"fine"]}""");
        await sample.RunNextAsync(new EndCause.Exited(1), TimeSpan.FromSeconds(1), exception: new ReportedException { Type = "ValueError", Message = "bad s3cret-token", Line = 1 });
        new WrittenLog().Stdout("out s3cret-token\n").Stderr("err s3cret-token\n").SaveTo(sample.FolderOf("login", 1).OutputLog);

        var document = await new RunDocuments(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), RunContent.Everything, default);
        var use = await new AtomHistories(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), atom: 1, default);

        var login = document.Atoms[0];
        Assert.Equal(("""{"***":["a ***",1,null,"fine"]}""", "out ***\n", "err ***\n"), (login.Result?.GetRawText(), login.Stdout, login.Stderr));
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(document, ProtocolJson.Compact.RunDocument));
        Assert.Equal("bad ***", use.Attempts[0].Exception?.Message);
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(use, ProtocolJson.Compact.AtomHistory));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task OfAsync_RunUnderWay_SaysWhereEachAtomStands()
    {
        await using var sample = await StoredRunSample.CreateAsync(Atoms);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1), "6");
        await sample.RunNextAsync(new EndCause.Signalled(9), TimeSpan.FromSeconds(1));
        await sample.TellAsync(RunCommand.Grant.Instance);

        var document = await new RunDocuments(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), RunContent.Everything, default);

        Assert.Equal(
            [
                (Conclusion.Succeeded, null), (null, AtomProgress.BackingOff), (null, AtomProgress.Running), (null, AtomProgress.Waiting),
                (null, (AtomProgress?)AtomProgress.Waiting),
            ],
            document.Atoms.Select(atom => (atom.Conclusion, atom.Progress)));
        Assert.Equal((Protocol.Runs.RunStatus.Running, null, 4), (document.Status, document.EndedAt, document.Summary.Open));
    }

    [Fact]
    public async Task OfAsync_AtomTriedTwice_ShowsEveryTryAndWhatWasDecided()
    {
        await using var sample = await EndedAsync();

        var history = await new AtomHistories(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), atom: 1, default);

        var told = history with
        {
            Atom = WithoutWords(history.Atom),
            Attempts = [.. history.Attempts.Select(attempt => attempt with
            {
                Failure = WithoutWords(attempt.Failure),
                Decisions = [.. attempt.Decisions.Select(decision => decision with { Rule = "rule", Reason = "reason", Confidence = 1 })],
            })],
        };
        Snapshot.Match("atom.json", JsonSerializer.Serialize(told, ProtocolJson.Indented.AtomHistory));
    }

    // What a failure is called and how it is explained is decided and tested elsewhere.
    private static AtomDocument WithoutWords(AtomDocument atom) => atom with { Failure = WithoutWords(atom.Failure) };

    private static FailureDocument? WithoutWords(FailureDocument? failure) => failure is null ? null : failure with { Code = "code", Message = "message", Confidence = 1 };

    private static async Task<StoredRunSample> EndedAsync()
    {
        var sample = await StoredRunSample.CreateAsync(Atoms);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1), """{"total":6}""");
        await sample.RunNextAsync(new EndCause.Signalled(9), TimeSpan.FromSeconds(2));
        await sample.RunNextAsync(
            new EndCause.Exited(1),
            TimeSpan.FromSeconds(1),
            exception: new ReportedException { Type = "ValueError", Message = "invalid literal", Line = 2, Frames = [new ReportedFrame("broken.py", 2, "<module>", true)] });
        await sample.WaitUntilDueAsync("flaky");
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1));
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1), "\"all\"");
        return sample;
    }
}
