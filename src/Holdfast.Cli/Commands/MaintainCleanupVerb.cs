using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Maintenance;

namespace Holdfast.Cli.Commands;

internal static class MaintainCleanupVerb
{
    private const string Help = "holdfast maintain cleanup --help";
    private const int DefaultKeep = 3;

    public static Command Create()
    {
        var branches = Flag("--branches", "Branches that Holdfast made in the repository of this folder, and that the default branch has.");
        var force = Flag("--force", "With --branches: also those that the default branch does not have.");
        var defaultBranch = new Option<string?>("--default-branch") { Description = "With --branches: the default branch, where nothing tells which it is.", HelpName = "NAME" };
        var processes = Flag("--processes", "Processes that are orphaned or stuck.");
        var maxRuntime = Duration("--max-runtime", "With --processes: what runs longer is stuck, unless it asked for a time-out of its own. Default: 2h.");
        var executions = Flag("--executions", "Executions whose records say that they run, while they do not.");
        var timeout = Duration("--timeout", "With --executions: closed after so long without a heartbeat (default: 30m); if given, also what runs longer and did not ask for a time-out of its own.");
        var sessions = Flag("--sessions", "Sessions of tmux that Holdfast made and that belong to nothing that lives.");
        var folders = Flag("--folders", "Folders of executions that ended long ago, and those that nobody knows.");
        var age = Duration("--age", "With --branches: unchanged for so long (default: 7d). With --folders: ended so long ago (default: 30d).");
        var logs = Flag("--logs", "The daemon's older logs, and details of faults.");
        var keep = new Option<int?>("--keep") { Description = $"With --logs: so many of each kind stay. Default: {DefaultKeep}.", HelpName = "N" };
        var all = Flag("--all", "All of these; branches only in a repository.");
        var dryRun = Flag("--dry-run", "Only show what would be done.");
        var yes = Confirmation.YesOption();
        return new Command("cleanup", "Clean up: shows what it will do and why, asks, and does it. What Holdfast did not make is never touched.")
        {
            branches, force, defaultBranch, processes, maxRuntime, executions, timeout, sessions, folders, age, logs, keep, all, dryRun, yes, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast maintain cleanup --all --dry-run
            holdfast maintain cleanup --processes --executions --sessions
            holdfast maintain cleanup --branches --age 1d --yes
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var everything = parsed.GetValue(all);
            bool Wants(Option<bool> option) => everything || parsed.GetValue(option);
            if (!new[] { branches, processes, executions, sessions, folders, logs }.Any(Wants))
                throw new RefusedException(new Error(ErrorCode.Usage, "Say what to clean up: --branches, --processes, --executions, --sessions, --folders, --logs or --all.", Help));
            if (parsed.GetValue(keep) is < 0)
                throw new RefusedException(new Error(ErrorCode.Usage, "--keep takes a number from 0.", Help));
            var wantsBranches = parsed.GetValue(branches) || (everything && IsInRepository());
            var request = new CleanupRequest
            {
                Branches = wantsBranches
                    ? new BranchCleanupRequest(Directory.GetCurrentDirectory(), parsed.GetValue(force), Milliseconds(parsed, age) ?? Days(7), parsed.GetValue(defaultBranch))
                    : null,
                ProcessesMaxRuntimeMs = Wants(processes) ? Milliseconds(parsed, maxRuntime) ?? (long)TimeSpan.FromHours(2).TotalMilliseconds : null,
                Executions = Wants(executions)
                    ? new ExecutionCleanupRequest(Milliseconds(parsed, timeout) ?? (long)TimeSpan.FromMinutes(30).TotalMilliseconds, parsed.GetValue(timeout) is not null)
                    : null,
                Sessions = Wants(sessions),
                FoldersAgeMs = Wants(folders) ? Milliseconds(parsed, age) ?? Days(30) : null,
                LogsKeep = Wants(logs) ? parsed.GetValue(keep) ?? DefaultKeep : null,
            };
            return await CleanUpAsync(terminal, request, parsed.GetValue(dryRun), parsed.GetValue(yes), cancellationToken);
        });
    }

    private static async Task<int> CleanUpAsync(Terminal terminal, CleanupRequest request, bool dryRun, bool yes, CancellationToken cancellationToken)
    {
        using var client = await DaemonDoor.OpenAsync(cancellationToken);
        var plan = await client.PlanCleanupAsync(request, cancellationToken);
        var todo = plan.Steps.Where(step => step.Does is not null).ToList();
        if (!terminal.Json)
            CleanupScreen.WritePlan(terminal.Out, terminal.Paint, plan.Steps);
        await terminal.Out.FlushAsync(cancellationToken);
        var results = new List<CleanupResult>();
        if (todo.Count > 0 && !dryRun)
        {
            if (!Confirmation.Given(terminal, yes, $"Do {(todo.Count == 1 ? "it" : $"these {todo.Count} things")}?", Help))
                return ExitCode.Cancelled;
            var progress = new CleanupProgress(terminal, todo.Count);
            await foreach (var result in client.CleanUpAsync(new CleanupOrder(request, todo), cancellationToken))
            {
                results.Add(result);
                progress.Tell(result);
            }

            progress.Finish();
        }

        if (terminal.Json)
            terminal.Print(new CleanupDocument(dryRun, plan.Steps, results), json => json.CleanupDocument);
        else if (results.Count > 0)
            CleanupScreen.WriteEnd(terminal.Out, results);
        return results.Any(result => result.Outcome is CleanupOutcome.Failed) ? ExitCode.Failed : ExitCode.Completed;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<string?> Duration(string name, string description) => new(name) { Description = description, HelpName = "T" };

    private static long? Milliseconds(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text
        ? DurationText.TryParse(text) ?? throw new RefusedException(new Error(ErrorCode.Usage, $"{option.Name} takes {DurationText.Allowed}, not '{text}'.", Help))
        : null;

    private static long Days(int days) => (long)TimeSpan.FromDays(days).TotalMilliseconds;

    // A repository is a folder or, in a worktree, a file.
    private static bool IsInRepository()
    {
        for (var at = Directory.GetCurrentDirectory(); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
                return true;
        }

        return false;
    }
}
