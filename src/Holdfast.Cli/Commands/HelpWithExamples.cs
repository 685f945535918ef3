using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Holdfast.Cli.Commands;

/// <summary>The help of a command, and then how it is used.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (CommandExamples.Of(parseResult.CommandResult.Command) is { } examples)
        {
            var writer = parseResult.InvocationConfiguration.Output;
            writer.WriteLine("Examples:");
            foreach (var line in examples.Split('\n'))
                writer.WriteLine("  " + line);
            writer.WriteLine();
        }

        return exitCode;
    }
}

/// <summary>What the parser has no place for.</summary>
internal static class CommandExamples
{
    private static readonly ConditionalWeakTable<Command, string> Examples = [];

    public static T WithExamples<T>(this T command, string examples) where T : Command
    {
        Examples.Add(command, examples);
        return command;
    }

    public static string? Of(Command command) => Examples.TryGetValue(command, out var examples) ? examples : null;
}
