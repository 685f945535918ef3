using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Engine.Fixing;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Tests.Runtimes;

namespace Holdfast.Engine.Tests.Fixing;

/// <summary>With the real interpreters: what they report goes in, and what comes out they must run.</summary>
public sealed class RuleFixerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AtomRunner atoms = new();

    public void Dispose() => atoms.Dispose();

    [Theory]
    [InlineData(AtomKind.Python, "value = 12\nif value > 10\n    label = 'big'\nresult = label\n", "\"big\"", "rule colon", "-if value > 10\n+if value > 10:")]
    [InlineData(AtomKind.Python, "result = json.dumps([1])\n", "\"[1]\"", "rule import_missing", "+import json")]
    [InlineData(AtomKind.Python, "count = 3\nresult = 'count: ' + count\n", "\"count: 3\"", "rule text_conversion", "-result = 'count: ' + count\n+result = 'count: ' + str(count)")]
    [InlineData(AtomKind.JavaScript, "const n = 20;\nlet result = 'small';\nif n > 10 {\n  result = 'big';\n}\n", "\"big\"", "rule condition_parentheses", "-if n > 10 {\n+if (n > 10) {")]
    [InlineData(AtomKind.JavaScript, "const total = 0;\ntotal += 2;\nconst result = total;\n", "2", "rule const_changed", "-const total = 0;\n+let total = 0;")]
    [InlineData(AtomKind.TypeScript, "const label: string = 'a;\nconst result = label;\n", "\"a\"", "rule quote", "-const label: string = 'a;\n+const label: string = 'a';")]
    [InlineData(AtomKind.TypeScript, "const result: boolean = existsSync('/');\n", "true", "rule require_missing", "+const { existsSync } = require('node:fs');")]
    public async Task ProposeAsync_FaultARuleKnows_GivesCodeThatRunsAndDiffersOnlyThere(AtomKind kind, string code, string result, string origin, string changed)
    {
        var request = await FailAsync(kind, code);

        var revision = Assert.IsType<FixProposal.Proposed>(await Fixer().ProposeAsync(request, TestContext.Current.CancellationToken)).Revision;

        Assert.Equal((origin, changed), (revision.Origin, ChangedLines(revision.Diff)));
        Assert.Equal((new EndCause.Exited(0), result, "", ""), (await atoms.RunAsync(kind, revision.Code)).Success);
    }

    [Fact]
    public async Task ProposeAsync_SeveralFaults_MendsThemOneAfterTheOtherAndNamesEachRule()
    {
        var request = await FailAsync(AtomKind.Python, "numbers = [1, 2, 3\nif numbers\n    result = len(numbers)\n");

        var revision = Assert.IsType<FixProposal.Proposed>(await Fixer().ProposeAsync(request, TestContext.Current.CancellationToken)).Revision;

        Assert.Equal("numbers = [1, 2, 3]\nif numbers:\n    result = len(numbers)\n", revision.Code);
        Assert.Equal("rule bracket_missing, colon", revision.Origin);
        Assert.Equal("-numbers = [1, 2, 3\n-if numbers\n+numbers = [1, 2, 3]\n+if numbers:", ChangedLines(revision.Diff));
    }

    [Theory]
    [InlineData(AtomKind.Python, "result = 1 / 0\n", "No rule mends this ZeroDivisionError at line 1.")]
    [InlineData(AtomKind.Python, "total = 3\nresult = quantity + 1\n", "No rule mends this NameError at line 2.")]
    [InlineData(AtomKind.JavaScript, "throw new RangeError('too far');\n", "No rule mends this RangeError at line 1.")]
    [InlineData(AtomKind.TypeScript, "const box: any = { a: 1 };\nconst result = box.frobnicate();\n", "No rule mends this TypeError at line 2.")]
    public async Task ProposeAsync_FaultNoRuleKnows_DoesNothing(AtomKind kind, string code, string why) =>
        Assert.Equal(new FixProposal.Declined(why), await Fixer().ProposeAsync(await FailAsync(kind, code), TestContext.Current.CancellationToken));

    // The report may be of another interpreter, or of code that was changed since.
    [Fact]
    public async Task ProposeAsync_ReportedNotToParseButDoes_DoesNothing()
    {
        var request = await FailAsync(AtomKind.Python, "if 3 > 2\n    result = 1\n");

        var proposal = await Fixer().ProposeAsync(request with { Code = "if 3 > 2:\n    result = 1\n" }, TestContext.Current.CancellationToken);

        Assert.Equal(new FixProposal.Declined("The code parses, so there is nothing a rule could mend."), proposal);
    }

    [Fact]
    public async Task ProposeAsync_ParserFindsAnotherFaultThanWasReported_GoesByTheParser()
    {
        var request = await FailAsync(AtomKind.Python, "if 3 > 2\n    result = 1\n");
        var elsewhere = request.Exception! with { Message = "'(' was never closed", Line = 2, Column = 5 };

        var proposal = await Fixer().ProposeAsync(request with { Exception = elsewhere }, TestContext.Current.CancellationToken);

        Assert.Equal("if 3 > 2:\n    result = 1\n", Assert.IsType<FixProposal.Proposed>(proposal).Revision.Code);
    }

    [Fact]
    public async Task ProposeAsync_SameRepairWasTriedBefore_DoesNothing()
    {
        var request = await FailAsync(AtomKind.Python, "count = 3\nresult = 'count: ' + count\n");

        var proposal = await Fixer().ProposeAsync(
            request with { Earlier = [new FixTry("count = 3\nresult = 'count: ' + str(count)\n", request.Failure)] }, TestContext.Current.CancellationToken);

        Assert.Equal(new FixProposal.Declined("What the rules would make of it was tried before."), proposal);
    }

    [Fact]
    public async Task ProposeAsync_OtherCodeIsAskedFor_DoesNothing()
    {
        var request = await FailAsync(AtomKind.Python, "if 3 > 2\n    result = 1\n");

        Assert.Equal(
            new FixProposal.Declined("Rules mend code; they do not write other code."),
            await Fixer().ProposeAsync(request with { Strategy = Strategy.Regenerate }, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(AtomKind.Python, false)]
    [InlineData(AtomKind.Shell, true)]
    public async Task ProposeAsync_NothingToGoBy_DoesNothing(AtomKind kind, bool hasException)
    {
        var request = await FailAsync(AtomKind.Python, "if 3 > 2\n    result = 1\n");

        Assert.Equal(
            new FixProposal.Declined("No rule knows how to mend this without an exception to go by."),
            await Fixer().ProposeAsync(request with { Kind = kind, Exception = hasException ? request.Exception : null }, TestContext.Current.CancellationToken));
    }

    // Starting a parser is what takes the time of a repair.
    [Theory]
    [InlineData("value = 12\nif value > 10\n    result = 1\n")]
    [InlineData("count = 3\nresult = 'count: ' + count\n")]
    [InlineData("word = \"abc'\nresult = word\n")]
    public async Task ProposeAsync_OneFault_StartsTheParserOnce(string code)
    {
        var parser = new WatchedParser(atoms[AtomKind.Python], Task.CompletedTask);

        var proposal = await Fixer(parser).ProposeAsync(await FailAsync(AtomKind.Python, code), TestContext.Current.CancellationToken);

        Assert.IsType<FixProposal.Proposed>(proposal);
        Assert.Equal(1, parser.Started);
    }

    [Fact]
    public async Task ProposeAsync_ManyAtomsFailAtOnce_RunsNoMoreParsersThanThereAreCores()
    {
        var cores = Environment.ProcessorCount;
        var request = await FailAsync(AtomKind.Python, "if 3 > 2\n    result = 1\n");
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var parser = new WatchedParser(atoms[AtomKind.Python], open.Task) { Expected = cores };

        var proposals = Enumerable.Range(0, 3 * cores).Select(_ => Fixer(parser).ProposeAsync(request, TestContext.Current.CancellationToken)).ToList();
        await parser.ExpectedStarted.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(cores, parser.Started);
        open.SetResult();
        Assert.All(await Task.WhenAll(proposals), proposal => Assert.IsType<FixProposal.Proposed>(proposal));
        Assert.Equal(3 * cores, parser.Started);
    }

    private RuleFixer Fixer(IRuntime? python = null) => new(new Dictionary<AtomKind, IRuntime>
    {
        [AtomKind.Python] = python ?? atoms[AtomKind.Python],
        [AtomKind.JavaScript] = atoms[AtomKind.JavaScript],
        [AtomKind.TypeScript] = atoms[AtomKind.TypeScript],
    });

    /// <summary>Runs code that fails, and makes of what it reports what the fixer is asked.</summary>
    private async Task<FixRequest> FailAsync(AtomKind kind, string code)
    {
        var report = (await atoms.RunAsync(kind, code)).Report;
        return new FixRequest { Kind = kind, Code = code, Failure = FailureTable.Classify(kind, report)!, Exception = report.Exception, Strategy = Strategy.Fix, InputJson = "{}" };
    }

    private static string ChangedLines(string diff) =>
        string.Join('\n', diff.Split('\n').Where(line => line.Length > 0 && line[0] is '+' or '-' && !line.StartsWith("+++", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal)));

    /// <summary>The real parser, counted, and held back until it may answer.</summary>
    private sealed class WatchedParser(IRuntime real, Task open) : IRuntime
    {
        private readonly TaskCompletionSource expectedStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int started;

        public AtomKind Kind => real.Kind;

        public int Expected { get; init; }

        public int Started => started;

        public Task ExpectedStarted => expectedStarted.Task;

        public async Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref started) == Expected)
                expectedStarted.SetResult();
            await open;
            return await real.CheckSyntaxAsync(codes, cancellationToken);
        }

        public ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken) => real.PrepareAsync(launch, cancellationToken);

        public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => real.Collect(folder, atom, planFolder, ending);
    }
}
