using System.CommandLine;
using System.Text.Json;
using Holdfast.Protocol;

namespace Holdfast.Cli.Commands;

/// <summary>The order and the window of a list: the same words for executions and runs.</summary>
internal sealed class ListOptions
{
    private readonly Option<string?> sort = new("--sort") { HelpName = "BY" };
    private readonly Option<bool> ascending = new("--ascending") { Description = "Smallest or oldest first, instead of last." };
    private readonly Option<string?> since = new("--since") { Description = "Only what was created then or later: a time, or how long ago, as 2h.", HelpName = "WHEN" };
    private readonly Option<string?> until = new("--until") { Description = "Only what was created before that; likewise.", HelpName = "WHEN" };
    private readonly Option<string?> search = new("--search") { HelpName = "TEXT" };
    private readonly Option<string?> cursor = new("--cursor") { Description = "The next page: next_cursor of the one before, with the same options.", HelpName = "C" };

    /// <param name="searched">What is searched, as a sentence ends.</param>
    public ListOptions(IReadOnlyList<ListSort> sorts, string searched)
    {
        var words = sorts.Select(Word).ToArray();
        sort.Description = $"By {string.Join(", ", words[..^1])} or {words[^1]}; what does not have it is left out. Default: created.";
        sort.AcceptOnlyFromAmong(words);
        search.Description = $"Only those with this in {searched}.";
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { search, since, until, sort, ascending, cursor })
            command.Add(option);
    }

    public ListWish Read(ParseResult parsed) => new(
        parsed.GetValue(sort) is { } word ? Enum.GetValues<ListSort>().Single(each => Word(each) == word) : null,
        parsed.GetValue(ascending), parsed.GetValue(since), parsed.GetValue(until), parsed.GetValue(search), parsed.GetValue(cursor));

    private static string Word(ListSort sort) => JsonSerializer.SerializeToElement(sort, ProtocolJson.Compact.ListSort).GetString()!;
}
