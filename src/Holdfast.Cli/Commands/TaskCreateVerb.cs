using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Cli.Commands;

internal static class TaskCreateVerb
{
    private const string NoTimeout = "none";
    private const string Help = "holdfast task create --help";

    public static Command Create()
    {
        var title = new Argument<string>("TITLE") { Description = "What is to be done, in a few words." };
        var prompt = new Option<string?>("--prompt", "-p") { Description = "What the agent is told. Default: the title.", HelpName = "TEXT" };
        var promptFile = new Option<string?>("--prompt-file") { Description = "A file with what the agent is told; - for stdin.", HelpName = "FILE" };
        var promptBy = new Option<string>("--prompt-by") { Description = "How it is told: argument, file or stdin. Default: argument.", HelpName = "WAY", DefaultValueFactory = _ => "argument" };
        promptBy.AcceptOnlyFromAmong("argument", "file", "stdin");
        var repository = new Option<string?>("--repo") { Description = "Work in a git working tree of this repository, on a branch of its own. Default: an empty folder.", HelpName = "DIR" };
        var start = new Option<string?>("--base") { Description = "What that branch begins at. Default: what is checked out.", HelpName = "COMMIT" };
        var priority = new Option<int>("--priority") { Description = "Higher goes first where executions queue up. Default: 0.", HelpName = "N" };
        var timeout = ExecStartVerb.Duration("--timeout", $"End a session after so long, or {NoTimeout}. Default: as for any execution.", NoTimeout);
        var stall = ExecStartVerb.Duration("--stall", "End a session after so long without output. Default: never.", null);
        var environment = ExecStartVerb.Many("--env", "A variable of the agent's environment; without a value, that of this shell. May be given again.", "NAME[=VALUE]");
        var secrets = ExecStartVerb.Many("--secret", "A variable whose value is read at the start and never stored. May be given again.", "NAME=env:VAR|file:PATH");
        var execute = new Option<bool>("--execute", "-x") { Description = "Execute it at once." };
        var agent = new Argument<string[]>("AGENT") { Description = "Behind --: the agent's program and arguments. {prompt} in one stands for the prompt, or the file with it.", Arity = ArgumentArity.ZeroOrMore };
        return new Command("create", "Make a task.")
        {
            title, prompt, promptFile, promptBy, repository, start, priority, timeout, stall, environment, secrets, execute, agent, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task create 'Mend the parser' --prompt-file task.md --repo . -- my-agent --print
            holdfast task create 'Write a poem' --prompt-by stdin --execute -- sh -c 'cat > poem.txt'
            holdfast task create 'Later'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var command = parsed.GetValue(agent) ?? [];
            var request = new TaskRequest
            {
                Title = parsed.GetRequiredValue(title),
                Prompt = await PromptOfAsync(parsed.GetValue(prompt), parsed.GetValue(promptFile), cancellationToken) ?? parsed.GetRequiredValue(title),
                Priority = parsed.GetValue(priority),
                Agent = command.Length == 0 ? null : new AgentDocument
                {
                    Command = command,
                    PromptBy = parsed.GetValue(promptBy) switch
                    {
                        "file" => PromptBy.File,
                        "stdin" => PromptBy.Stdin,
                        _ => PromptBy.Argument,
                    },
                    Environment = ExecStartVerb.ParseEnvironment(parsed.GetRequiredValue(environment)),
                    Secrets = ExecStartVerb.ParseSecrets(parsed.GetRequiredValue(secrets)),
                    TimeoutMs = parsed.GetValue(timeout) is { } limit and not NoTimeout ? DurationText.TryParse(limit) : null,
                    NoTimeout = parsed.GetValue(timeout) == NoTimeout,
                    StallMs = parsed.GetValue(stall) is { } silence ? DurationText.TryParse(silence) : null,
                },
                Workspace = WorkspaceOf(parsed.GetValue(repository), parsed.GetValue(start)),
            };
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var task = await client.CreateTaskAsync(request, cancellationToken);
            if (parsed.GetValue(execute))
            {
                await client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(TaskVerbs.Me), cancellationToken);
                task = await client.GetTaskAsync(task.Id.ToString(), cancellationToken);
            }

            if (terminal.Json)
                terminal.Print(task, json => json.TaskDocument);
            else
                terminal.Out.WriteLine($"Task {task.Number} ({task.Id}) is {TaskScreen.Word(task.Status)}. {NextOf(task)}");
            return ExitCode.Completed;
        });
    }

    private static string NextOf(TaskDocument task) => task switch
    {
        { SessionId: not null } => $"Follow it with: holdfast task watch {task.Number}",
        { Agent: not null } => $"Start it with: holdfast task execute {task.Number}",
        _ => "It has no agent yet.",
    };

    private static WorkspaceRequest? WorkspaceOf(string? repository, string? start) => (repository, start) switch
    {
        ({ } folder, _) => new WorkspaceRequest(WorkspaceKind.Worktree, Path.GetFullPath(folder), start),
        (null, null) => null,
        _ => throw new RefusedException(new Error(ErrorCode.Usage, "--base is of a repository, and there is no --repo.", Help)),
    };

    private static async Task<string?> PromptOfAsync(string? text, string? file, CancellationToken cancellationToken)
    {
        if (text is not null && file is not null)
            throw new RefusedException(new Error(ErrorCode.Usage, "The prompt is given by --prompt or by --prompt-file, not by both.", Help));
        if (file == "-")
            return await Console.In.ReadToEndAsync(cancellationToken);
        try
        {
            return file is null ? text : await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(ErrorCode.Usage, $"The prompt '{file}' cannot be read: {unreadable.Message}", Help));
        }
    }
}
