using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Failures.Repairs.Source;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs;

/// <summary>One rule asked about one piece of code, with the report that the real interpreter gave.</summary>
internal static partial class RuleExample
{
    /// <summary>What the code ran with, where that matters.</summary>
    private const string Input = """{"n":4,"year":2026,"needs":{"count":{"n":4}}}""";

    /// <summary>What the rule would make of the code, likeliest first.</summary>
    /// <param name="error">As in <c>NameError 2:10-14 name=totl: name 'totl' is not defined</c>; <c>parsing</c> behind the type where the code did not parse.</param>
    /// <param name="code">Without its last line break.</param>
    public static IReadOnlyList<string> Proposals(AtomKind kind, string rule, string error, string code)
    {
        var found = RepairRules.All.Single(candidate => candidate.Name == rule);
        var broken = new BrokenCode(kind, Lines(code), Parse(error), Input);
        Assert.True(found.IsFor(broken), $"Rule '{rule}' is never asked about such a failure, so the example says nothing.");
        return [.. found.Propose(broken).Select(change => TextEdit.Apply(broken.Code, change.Edits))];
    }

    public static string Lines(string code) => code + "\n";

    private static ReportedException Parse(string error)
    {
        var match = Form().Match(error);
        Assert.True(match.Success, $"Not a report: {error}");
        return new ReportedException
        {
            Type = match.Groups["type"].Value,
            WhileParsing = match.Groups["parsing"].Success,
            Line = Number(match, "line"),
            Column = Number(match, "column"),
            EndColumn = Number(match, "end"),
            Name = Text(match, "name"),
            Module = Text(match, "module"),
            Code = Text(match, "code"),
            Message = match.Groups["message"].Value,
        };
    }

    private static int? Number(Match match, string group) => Text(match, group) is { } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : null;

    private static string? Text(Match match, string group) => match.Groups[group] is { Success: true, Value: var value } ? value : null;

    [GeneratedRegex(
        @"^(?<type>\w+)(?<parsing> parsing)?(?: (?<line>\d+)(?::(?<column>\d+)(?:-(?<end>\d+))?)?)?(?: name=(?<name>\S+?))?(?: module=(?<module>\S+?))?(?: code=(?<code>\w+))?: (?<message>.*)$",
        RegexOptions.Singleline)]
    private static partial Regex Form();
}
