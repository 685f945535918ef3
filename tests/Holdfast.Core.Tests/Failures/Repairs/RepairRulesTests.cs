using System.Reflection;
using System.Runtime.CompilerServices;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs;

public sealed class RepairRulesTests
{
    [Theory]
    [InlineData("Propose_ItsFault_ChangesThatAndNothingElse")]
    [InlineData("Propose_NearMiss_ChangesNothing")]
    public void All_EachRule_HasItsExamples(string test)
    {
        var shown = typeof(RepairRulesTests).Assembly.GetTypes()
            .Select(type => type.GetMethod(test))
            .OfType<MethodInfo>()
            .SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>())
            .Select(example => (string)example.Data[1]!);

        Assert.Equal(RepairRules.All.Select(rule => rule.Name).Order(), shown.Distinct().Order());
    }

    [Fact]
    public void All_Names_AreUniqueAndSnakeCase()
    {
        var names = RepairRules.All.Select(rule => rule.Name).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.Matches("^[a-z0-9]+(_[a-z0-9]+)*$", name));
    }

    [Fact]
    public void All_DocumentedTable_IsTheOneInTheCode()
    {
        var path = DocumentPath();
        var document = File.ReadAllText(path);
        var start = document.IndexOf(TableHead, StringComparison.Ordinal) + TableHead.Length;
        var end = document.IndexOf("\n\n", start - 1, StringComparison.Ordinal) + 1;
        var described = string.Concat(RepairRules.All.Select(rule => $"| `{rule.Name}` | {LanguagesOf(rule)} | {WhenOf(rule)} | {rule.Mends.Replace("|", "\\|", StringComparison.Ordinal)} |\n"));
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, document[..start] + described + document[end..]);

        Assert.Equal(described, document[start..end]);
    }

    private const string TableHead = "| rule | language | asked when | mends |\n|---|---|---|---|\n";

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../../docs/reference/repair.md"));

    private static string LanguagesOf(RepairRule rule) => rule.In switch
    {
        Languages.All => "all",
        Languages.Script => "JavaScript, TypeScript",
        var one => one.ToString(),
    };

    private static string WhenOf(RepairRule rule) => rule.When switch
    {
        When.Parsing => "it does not parse",
        When.Raised => "it raised",
        When.Either => "either",
    };

    // Two rules see the fault: the one that is sure of it stands higher in the table.
    [Fact]
    public void Propose_SeveralRules_GivesTheirCandidatesInTheOrderOfTheTable()
    {
        var error = new ReportedException { Type = "NameError", Message = "name 'inputData' is not defined", Name = "inputData", Line = 1, Column = 10, EndColumn = 19 };

        var candidates = RepairRules.Propose(AtomKind.Python, "result = inputData[\"n\"]\nsize = 1\n", error, """{"n":1}""");

        Assert.Equal(["foreign_words"], candidates.Select(candidate => candidate.Rule));
        Assert.Equal("result = input_data[\"n\"]\nsize = 1\n", candidates[0].Code);
        Assert.Equal([1], candidates[0].Lines);
    }

    [Fact]
    public void Propose_SameCodeAndReport_GivesTheSameCandidates()
    {
        const string code = "numbers = [1, 2, 3\ntotal = sum(numbers)\nresult = total\n";
        var error = new ReportedException { Type = "SyntaxError", Message = "'[' was never closed", WhileParsing = true, Line = 1, Column = 11 };

        var first = RepairRules.Propose(AtomKind.Python, code, error, null).Select(candidate => (candidate.Rule, candidate.Code));

        Assert.NotEmpty(first);
        Assert.Equal(first, RepairRules.Propose(AtomKind.Python, code, error, null).Select(candidate => (candidate.Rule, candidate.Code)));
    }

    [Theory]
    [InlineData(AtomKind.Shell)]
    [InlineData(AtomKind.Command)]
    [InlineData(AtomKind.Agent)]
    public void Propose_KindWithoutRules_ProposesNothing(AtomKind kind) =>
        Assert.Empty(RepairRules.Propose(kind, "echo 'a\n", new ReportedException { Type = "SyntaxError", WhileParsing = true, Line = 1 }, null));
}
