using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Holdfast.Cli.Commands;

namespace Holdfast.Cli;

/// <summary>All commands, and what happens when none of them fits.</summary>
internal static class CommandLine
{
    // In the order in which help shows them.
    private static readonly OrderedDictionary<string, Func<Command>> Verbs = new()
    {
        ["run"] = RunVerb.Create,
        ["resume"] = ResumeVerb.Create,
        ["plan"] = PlanVerbs.Create,
        ["runs"] = RunsVerbs.Create,
        ["exec"] = ExecVerbs.Create,
        ["queue"] = QueueVerbs.Create,
        ["why"] = WhyVerb.Create,
        ["task"] = TaskVerbs.Create,
        ["daemon"] = DaemonVerbs.Create,
        ["serve"] = ServeVerb.Create,
        ["token"] = TokenVerb.Create,
        ["config"] = ConfigVerbs.Create,
        ["check-env"] = CheckEnvVerb.Create,
        ["maintain"] = MaintainVerbs.Create,
        ["recover"] = RecoverVerbs.Create,
        ["completion"] = CompletionVerb.Create,
    };

    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = CreateRoot(args.FirstOrDefault());
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

    /// <param name="verb">What the command line begins with. Only its part is made, because making all of them takes longer than most of them do; all, where it is none.</param>
    private static RootCommand CreateRoot(string? verb)
    {
        var root = new RootCommand("Runs plans of generated code, and any command: side by side, durable, watched, and never lost.").WithExamples(
            """
            holdfast run examples/quickstart.yaml
            holdfast runs list
            holdfast resume
            holdfast exec start --name backup -- tar czf backup.tgz data
            holdfast task create 'Mend the parser' --repo . --execute -- my-agent --print
            """);
        IEnumerable<Func<Command>> chosen = verb is not null && Verbs.TryGetValue(verb, out var only) ? [only] : Verbs.Values;
        foreach (var create in chosen)
            root.Subcommands.Add(create());
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static bool IsGroupAlone(ParseResult parsed) =>
        parsed.CommandResult.Command is { Subcommands.Count: > 0, Action: null } && parsed.UnmatchedTokens.Count == 0 && parsed.Action is not HelpWithExamples
        && parsed.Tokens.All(token => token.Type == System.CommandLine.Parsing.TokenType.Command);
}
