using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Holdfast.Cli.Commands;

namespace Holdfast.Cli;

/// <summary>All commands, and what happens when none of them fits.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = CreateRoot();
        var parsed = root.Parse(args);
        var terminal = Terminal.Open(args);
        if (IsGroupAlone(parsed))
        {
            root.Parse([.. args, "--help"]).Invoke(new InvocationConfiguration { Output = terminal.Out });
            await terminal.Out.FlushAsync();
            return ExitCode.Refused;
        }

        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            return terminal.Refuse(UsageError.Of(parsed));
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration
        {
            // An unexpected fault is told in one line, and Ctrl-C means something else here than "give up".
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Out,
            Error = terminal.Error,
        });
        // Help and suggestions come from the parser itself; commands flush what they write.
        if (parsed.Action is SynchronousCommandLineAction)
            await terminal.Out.FlushAsync();
        return exitCode;
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Runs plans of generated code, and any command: side by side, durable, watched, and never lost.")
        {
            RunVerb.Create(),
            ResumeVerb.Create(),
            PlanVerbs.Create(),
            RunsVerbs.Create(),
            ExecVerbs.Create(),
            QueueVerbs.Create(),
            WhyVerb.Create(),
            TaskVerbs.Create(),
            DaemonVerbs.Create(),
            ServeVerb.Create(),
            TokenVerb.Create(),
            ConfigVerbs.Create(),
            CheckEnvVerb.Create(),
            MaintainVerbs.Create(),
            RecoverVerbs.Create(),
            CompletionVerb.Create(),
        }.WithExamples(
            """
            holdfast run examples/quickstart.yaml
            holdfast runs list
            holdfast resume
            holdfast exec start --name backup -- tar czf backup.tgz data
            holdfast task create 'Mend the parser' --repo . --execute -- my-agent --print
            """);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static bool IsGroupAlone(ParseResult parsed) =>
        parsed.CommandResult.Command is { Subcommands.Count: > 0, Action: null } && parsed.UnmatchedTokens.Count == 0 && parsed.Action is not HelpWithExamples
        && parsed.Tokens.All(token => token.Type == System.CommandLine.Parsing.TokenType.Command);
}
