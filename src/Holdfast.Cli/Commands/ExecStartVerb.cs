using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

internal static class ExecStartVerb
{
    private const string NoTimeout = "none";
    private const string Help = "holdfast exec start --help";

    public static Command Create()
    {
        var name = new Option<string?>("--name") { Description = "What it is called, for people.", HelpName = "NAME" };
        var timeout = Duration("--timeout", $"End it after so long, or {NoTimeout}. Default: as the settings say.", NoTimeout);
        var stall = Duration("--stall", "End it after so long without progress: output, work or reading. Default: never.", null);
        var workdir = new Option<string?>("--workdir", "-C") { Description = "Its working directory. Default: this one.", HelpName = "DIR" };
        var environment = Many("--env", "A variable of its environment; without a value, that of this shell. May be given again.", "NAME[=VALUE]");
        var secrets = Many("--secret", "A variable whose value is read at the start and never stored: from a variable of the daemon or from a file. May be given again.", "NAME=env:VAR|file:PATH");
        var priority = new Option<int>("--priority") { Description = "Higher starts sooner where executions queue up. Default: 0.", HelpName = "N" };
        var keys = new Option<string[]>("--key") { Description = "Executions of one key share a limit, and are held back together when they fail again and again. May be repeated.", HelpName = "KEY" };
        var host = new Option<ExecutionHost>("--host") { Description = "process, or tmux to be able to attach to it.", HelpName = "H" };
        host.AcceptOnlyFromAmong("process", "tmux");
        var completion = Many("--completion", "What shows that it has completed: exit, marker, git, git:REGEX, phases or pattern:REGEX. May be given again: any one can. Default: exit.", "HOW");
        var command = new Argument<string[]>("COMMAND") { Description = "Behind --: the program and its arguments. No shell reads them.", Arity = ArgumentArity.OneOrMore };
        return new Command("start", "Start a command, and return at once.")
        {
            name, timeout, stall, workdir, environment, secrets, priority, keys, host, completion, command, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec start -- make -j4
            holdfast exec start --name backup --timeout 2h -- tar czf backup.tgz data
            holdfast exec start --secret TOKEN=file:token.txt --env REGION=eu -- ./deploy.sh
            holdfast exec start --completion marker -- sh -c 'make && touch "$HOLDFAST_MARKER"'
            holdfast exec start --completion git --completion 'pattern:^READY$' -- ./agent.sh
            holdfast exec wait "$(holdfast exec start --json -- ./test.sh | jq -r .id)"
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var settings = SettingSet.Load();
            var request = new ExecutionRequest
            {
                Command = parsed.GetRequiredValue(command),
                WorkingDirectory = Path.GetFullPath(parsed.GetValue(workdir) ?? "."),
                Name = parsed.GetValue(name),
                Environment = ParseEnvironment(parsed.GetRequiredValue(environment)),
                Secrets = ParseSecrets(parsed.GetRequiredValue(secrets)),
                TimeoutMs = parsed.GetValue(timeout) is { } limit and not NoTimeout ? DurationText.TryParse(limit) : null,
                NoTimeout = parsed.GetValue(timeout) == NoTimeout,
                Policy = new TimeoutPolicy(
                    (long)settings.MaxProcessRuntime.TotalMilliseconds, (long)settings.ExtensionDuration.TotalMilliseconds,
                    settings.MaxTimeoutExtensions, (long)settings.HeartbeatTimeout.TotalMilliseconds),
                StallMs = parsed.GetValue(stall) is { } silence ? DurationText.TryParse(silence) : null,
                Priority = parsed.GetValue(priority),
                Keys = parsed.GetValue(keys) ?? [],
                Host = parsed.GetValue(host),
                Completion = parsed.GetRequiredValue(completion) is { Length: > 0 } asked ? asked : ["exit"],
            };
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var started = await client.StartExecutionAsync(request, cancellationToken);
            if (terminal.Json)
                terminal.Print(started, json => json.StartedExecution);
            else
                terminal.Out.WriteLine($"Execution {started.Number} ({started.Id}) is started. Follow it with: holdfast exec logs -f {started.Number}");
            return ExitCode.Completed;
        });
    }

    internal static Option<string?> Duration(string option, string description, string? word)
    {
        var duration = new Option<string?>(option) { Description = description, HelpName = "T" };
        duration.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value != word && DurationText.TryParse(token.Value) is null)
                result.AddError($"{option} takes {DurationText.Allowed}{(word is null ? "" : $", or {word}")}, not '{token.Value}'.");
        });
        return duration;
    }

    internal static Option<string[]> Many(string option, string description, string form) =>
        new(option) { Description = description, HelpName = form, DefaultValueFactory = _ => [] };

    internal static Dictionary<string, string> ParseEnvironment(IReadOnlyList<string> pairs)
    {
        var environment = new Dictionary<string, string>();
        // The program is looked for where this shell would look, and not where the daemon's did.
        if (Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path)
            environment["PATH"] = path;
        foreach (var pair in pairs)
        {
            var (name, value) = Split("--env", pair);
            environment[name] = value
                ?? Environment.GetEnvironmentVariable(name)
                ?? throw new RefusedException(new Error(ErrorCode.Usage, $"--env {name} has no value, and this shell has no variable of that name.", Help));
        }

        return environment;
    }

    internal static Dictionary<string, SecretReference> ParseSecrets(IReadOnlyList<string> pairs)
    {
        var secrets = new Dictionary<string, SecretReference>();
        foreach (var pair in pairs)
        {
            var (name, source) = Split("--secret", pair);
            secrets[name] = source?.Split(':', 2) switch
            {
                ["env", { Length: > 0 } variable] => new SecretReference(Env: variable),
                ["file", { Length: > 0 } path] => new SecretReference(File: Path.GetFullPath(path)),
                _ => throw new RefusedException(new Error(ErrorCode.Usage, $"--secret '{name}' takes NAME=env:VAR or NAME=file:PATH: where the value is, never the value.", Help)),
            };
        }

        return secrets;
    }

    private static (string Name, string? Value) Split(string option, string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals == 0 || pair.Length == 0)
            throw new RefusedException(new Error(ErrorCode.Usage, $"{option} '{pair}' has no name.", Help));
        return equals < 0 ? (pair, null) : (pair[..equals], pair[(equals + 1)..]);
    }
}
