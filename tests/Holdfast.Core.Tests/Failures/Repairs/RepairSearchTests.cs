using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs;

public sealed class RepairSearchTests
{
    private static readonly ReportedException Unclosed = new() { Type = "SyntaxError", Message = "'[' was never closed", WhileParsing = true, Line = 1, Column = 11 };

    private const string Open = "numbers = [1, 2, 3\nresult = numbers\n";
    private const string Closed = "numbers = [1, 2, 3]\nresult = numbers\n";

    [Fact]
    public void Take_OneCandidateParses_FindsIt()
    {
        var search = RepairSearch.Begin(AtomKind.Python, Open, Unclosed, null);

        search.Take([.. search.Pending.Select(code => code == Closed ? null : Unclosed)]);

        Assert.Equal(Closed, search.Found?.Code);
        Assert.Equal(["bracket_missing"], search.Found!.Steps.Select(step => step.Rule));
        Assert.Empty(search.Pending);
    }

    // One fault hides another: the first step only moves the error, the second mends what is left.
    [Fact]
    public void Take_ErrorMoves_GoesOnFromThere()
    {
        const string code = "numbers = [1, 2, 3\nif numbers\n    result = 1\n";
        const string half = "numbers = [1, 2, 3]\nif numbers\n    result = 1\n";
        var second = new ReportedException { Type = "SyntaxError", Message = "expected ':'", WhileParsing = true, Line = 2, Column = 11 };
        var search = RepairSearch.Begin(AtomKind.Python, code, Unclosed, null);

        for (var rounds = 0; search.Pending.Count > 0 && rounds < RepairSearch.MaxChecks; rounds++)
            search.Take([.. search.Pending.Select(candidate => candidate == half ? second : candidate == half.Replace("if numbers", "if numbers:") ? null : Unclosed)]);

        Assert.Equal("numbers = [1, 2, 3]\nif numbers:\n    result = 1\n", search.Found?.Code);
        Assert.Equal(["bracket_missing", "colon"], search.Found!.Steps.Select(step => step.Rule));
    }

    [Fact]
    public void Take_NothingEverParses_EndsWithinItsBounds()
    {
        var (search, asked, line) = (RepairSearch.Begin(AtomKind.Python, Open, Unclosed, null), new List<string>(), 1);

        while (search.Pending.Count > 0)
        {
            asked.AddRange(search.Pending);
            // Another error each time, so that every candidate is worth following.
            search.Take([.. search.Pending.Select(_ => Unclosed with { Message = $"error {line++}" })]);
        }

        Assert.Null(search.Found);
        Assert.InRange(asked.Count, 1, RepairSearch.MaxChecks);
        Assert.Equal(asked.Distinct(), asked);
    }

    // A rule for code that raises must not break it: a candidate that does not parse is no step on the way.
    [Fact]
    public void Take_CandidateForAnExceptionDoesNotParse_IsGivenUp()
    {
        var error = new ReportedException { Type = "NameError", Message = "name 'totl' is not defined", Name = "totl", Line = 2, Column = 10, EndColumn = 14 };
        var search = RepairSearch.Begin(AtomKind.Python, "total = 3\nresult = totl + 1\n", error, null);
        Assert.NotEmpty(search.Pending);

        search.Take([.. search.Pending.Select(_ => Unclosed)]);

        Assert.Null(search.Found);
        Assert.Empty(search.Pending);
    }

    [Fact]
    public void Begin_CodeTooLong_AsksNothing() =>
        Assert.Empty(RepairSearch.Begin(AtomKind.Python, Open + new string('#', RepairSearch.MaxLength), Unclosed, null).Pending);

    [Fact]
    public void Take_AnswersForOtherCodes_Throws()
    {
        var search = RepairSearch.Begin(AtomKind.Python, Open, Unclosed, null);

        var thrown = Assert.Throws<ArgumentException>(() => search.Take([]));

        Assert.StartsWith($"{search.Pending.Count} codes were to be checked and 0 answers came.", thrown.Message);
    }
}
