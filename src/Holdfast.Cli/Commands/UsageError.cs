using System.CommandLine;
using Holdfast.Core;
using Holdfast.Protocol;

namespace Holdfast.Cli.Commands;

/// <summary>What is wrong with a command line, as one sentence with the nearest thing that would be right.</summary>
internal static class UsageError
{
    public static Error Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return new Error(ErrorCode.Usage, Sentence(parsed, command), $"{PathOf(command)} --help");
    }

    private static string Sentence(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens is not [var unknown, ..])
            return parsed.Errors[0].Message;
        if (unknown.StartsWith('-'))
            return $"'{PathOf(command)}' has no option '{unknown}'.{Suggest(unknown, OptionsOf(command))}";
        return command.Subcommands.Count > 0
            ? $"There is no command '{PathOf(command)} {unknown}'.{Suggest(unknown, command.Subcommands.Select(each => each.Name))}"
            : $"'{PathOf(command)}' takes no '{unknown}'.";
    }

    private static string Suggest(string unknown, IEnumerable<string> known) =>
        NearestName.Of(unknown, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help");

    private static string PathOf(Command command)
    {
        var names = new List<string>();
        for (var at = command; at is not RootCommand; at = at.Parents.OfType<Command>().First())
            names.Insert(0, at.Name);
        return string.Join(' ', names.Prepend("holdfast"));
    }
}
