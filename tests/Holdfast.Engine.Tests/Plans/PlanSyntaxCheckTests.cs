using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Plans;

public sealed class PlanSyntaxCheckTests
{
    private const string Plan = """
        name: p
        atoms:
          - key: good
            kind: python
            code: fine
          - key: block
            kind: python
            code: |

              fine
              broken
          - { key: inline, kind: python, code: "fine\nbroken" }
          - { key: again, kind: python, code: "fine\nbroken" }
          - { key: other, kind: shell, code: broken }
        """;

    [Fact]
    public async Task Check_CodeThatDoesNotParse_IsToldAtItsLineInThePlan()
    {
        var runtime = new LineRuntime();

        var faults = await CheckAsync(runtime, strict: false);

        Assert.Equal(
            [
                "~11:1 code_does_not_parse /atoms/1/code — Atom 'block': its python code does not parse: SyntaxError: broken line.",
                "~12:40 code_does_not_parse /atoms/2/code — Atom 'inline': its python code does not parse: SyntaxError: broken line (line 2 of the code).",
                "~13:39 code_does_not_parse /atoms/3/code — Atom 'again': its python code does not parse: SyntaxError: broken line (line 2 of the code).",
            ],
            faults.Select(PlanText.Show));
        Assert.Equal(["fine", "\nfine\nbroken", "fine\nbroken"], runtime.Asked);
    }

    [Fact]
    public async Task Check_Strict_MakesThemErrors() =>
        Assert.All(await CheckAsync(new LineRuntime(), strict: true), fault => Assert.Equal(PlanFaultSeverity.Error, fault.Severity));

    private static Task<IReadOnlyList<PlanFault>> CheckAsync(IRuntime runtime, bool strict) =>
        PlanSyntaxCheck.CheckAsync(
            PlanText.ReadYaml(Plan).Codes, new Dictionary<AtomKind, IRuntime> { [AtomKind.Python] = runtime }, strict, TestContext.Current.CancellationToken);

    /// <summary>A language in which a line that says "broken" does not parse.</summary>
    private sealed class LineRuntime : IRuntime
    {
        public List<string> Asked { get; } = [];

        public AtomKind Kind => AtomKind.Python;

        public Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken)
        {
            Asked.AddRange(codes.Select(code => code.TrimEnd('\n')));
            return Task.FromResult<IReadOnlyList<ReportedException?>>([.. codes.Select(Check)]);
        }

        public ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => throw new NotSupportedException();

        private static ReportedException? Check(string code)
        {
            var line = Array.IndexOf(code.Split('\n'), "broken");
            return line < 0 ? null : new ReportedException { Type = "SyntaxError", Message = "broken line", WhileParsing = true, Line = line + 1 };
        }
    }
}
