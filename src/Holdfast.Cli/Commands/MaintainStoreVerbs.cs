using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Maintenance;

namespace Holdfast.Cli.Commands;

/// <summary>What is done with the store as a whole.</summary>
internal static class MaintainStoreVerbs
{
    public static Command Gc() => new Command("gc", "Remove what retention lets go: old executions and runs that are over, their folders, logs. The daemon does it by itself, too.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples(
        """
        holdfast maintain gc
        HOLDFAST_RETENTION_DAYS=7 holdfast serve
        """).Does(async (_, terminal, cancellationToken) =>
    {
        using var client = await DaemonDoor.OpenAsync(cancellationToken);
        var done = await client.CollectGarbageAsync(cancellationToken);
        if (terminal.Json)
            terminal.Print(done, json => json.GarbageDocument);
        else
        {
            terminal.Out.WriteLine(
                $"Removed {Text.Count(done.Executions, "execution")}, {Text.Count(done.Runs, "run")}, {Text.Count(done.Folders, "folder")} and {Text.Count(done.Logs, "log")} ({Text.Bytes(done.FreedBytes)}).");
            terminal.Out.WriteLine($"The store has {Text.Bytes(done.StoreBytes)} ({Text.Bytes(done.StoreLiveBytes)} in use); it had {Text.Bytes(done.StoreBytesBefore)}.");
        }

        return ExitCode.Completed;
    });

    public static Command Vacuum() => new Command("vacuum", "Write the store anew without what nothing uses. What is under way waits until it is done.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples("holdfast maintain vacuum").Does(async (_, terminal, cancellationToken) =>
    {
        using var client = await DaemonDoor.OpenAsync(cancellationToken);
        var done = await client.VacuumAsync(cancellationToken);
        if (terminal.Json)
            terminal.Print(done, json => json.VacuumDocument);
        else
            terminal.Out.WriteLine($"The store has {Text.Bytes(done.Bytes)}; it had {Text.Bytes(done.BytesBefore)}.");
        return ExitCode.Completed;
    });

    public static Command Check() => new Command("check", "Read all of the store and check it. Works beside a daemon and without one. Exits 1 when something is wrong.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples("holdfast maintain check").Does(async (_, terminal, cancellationToken) =>
        Tell(terminal, await DaemonBeside.AskAsync([DaemonProgram.CheckStore], json => json.StoreCheckDocument, cancellationToken)));

    public static Command Backup()
    {
        var file = FileArgument("Is written; must not be there yet.");
        return new Command("backup", "Copy the store as it is at one moment, while others go on. Output of executions is not in the store.")
        {
            file, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast maintain backup holdfast-$(date +%F).db").Does(async (parsed, terminal, cancellationToken) =>
        {
            string[] order = [DaemonProgram.BackUpStore, Path.GetFullPath(parsed.GetRequiredValue(file))];
            return Tell(terminal, await DaemonBeside.AskAsync(order, json => json.StoreCheckDocument, cancellationToken));
        });
    }

    public static Command Restore()
    {
        var file = FileArgument("A copy that backup wrote.");
        var yes = Confirmation.YesOption();
        return new Command("restore", "Put a copy in the place of the store. Refused while a daemon serves the home. What is replaced is kept beside it.")
        {
            file, yes, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast daemon stop
            holdfast maintain restore holdfast-2026-03-01.db
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var home = SettingSet.Load().Home;
            var source = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (!Confirmation.Given(terminal, parsed.GetValue(yes), $"Replace the store of '{home}' with '{source}'?", "holdfast maintain restore --help"))
                return ExitCode.Cancelled;
            var restored = await DaemonBeside.AskAsync([DaemonProgram.RestoreStore, source], json => json.RestoredDocument, cancellationToken);
            if (terminal.Json)
                terminal.Print(restored, json => json.RestoredDocument);
            else
                terminal.Out.WriteLine($"'{restored.Store.Path}' is now as '{source}' was.{(restored.Replaced is { } replaced ? $" What was there before is '{replaced}'." : "")}");
            return ExitCode.Completed;
        });
    }

    private static Argument<string> FileArgument(string description) => new("FILE") { Description = description };

    private static int Tell(Terminal terminal, StoreCheckDocument check)
    {
        if (terminal.Json)
            terminal.Print(check, json => json.StoreCheckDocument);
        else
        {
            foreach (var problem in check.Problems)
                terminal.Out.WriteLine(terminal.Paint.Red(Text.OneLine(problem)));
            terminal.Out.WriteLine(check.Ok
                ? $"'{check.Path}' is sound: {Text.Bytes(check.Bytes)}, schema {check.SchemaVersion}."
                : $"'{check.Path}' is damaged. Keep it, and restore a backup: holdfast maintain restore FILE");
        }

        return check.Ok ? ExitCode.Completed : ExitCode.Failed;
    }
}
