using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Screens;

/// <summary>A report of everything, section by section, each as the command shows it that is for it alone.</summary>
internal static class DiagnosticsScreen
{
    public static void Write(TextWriter writer, Paint paint, DiagnosticsReport report)
    {
        var found = report.Found;
        writer.WriteLine($"holdfast {report.Command.Version}, {Text.Time(found.At)}, home {Text.OneLine(found.Home)}");
        writer.WriteLine($"{Text.OneLine(found.Machine.System)}, kernel {found.Machine.Kernel}, {found.Machine.Architecture}, {Text.Count(found.Machine.Processors, "processor")}, up {Text.Duration(found.Machine.UptimeMs)}");
        writer.WriteLine($"memory {Text.Bytes(found.Machine.MemoryBytes)}, available {Text.Bytes(found.Machine.AvailableMemoryBytes)}");
        Section(writer, paint, "daemon");
        if (found.Daemon is { } daemon)
            DaemonScreen.Write(writer, paint, daemon);
        else
            writer.WriteLine("No daemon answered; this is what the command found by itself.");
        if (found.Missing.Count > 0)
        {
            Section(writer, paint, "could not be looked at");
            foreach (var each in found.Missing)
                writer.WriteLine(paint.Yellow(Text.OneLine(each)));
        }

        Section(writer, paint, "versions");
        WriteVersions(writer, paint, found.Versions);
        Section(writer, paint, "records");
        WriteRecords(writer, found.Records);
        Section(writer, paint, "stuck");
        HealthScreen.WriteStuck(writer, paint, found.Stuck);
        Section(writer, paint, "processes");
        WriteProcesses(writer, paint, found.Processes);
        Section(writer, paint, "sessions of tmux");
        WriteSessions(writer, paint, found.Sessions);
        Section(writer, paint, "locks");
        WriteLocks(writer, paint, found.Locks);
        Section(writer, paint, "disk");
        WriteDisk(writer, found.Disk);
        if (found.Queue is { } queue)
        {
            Section(writer, paint, "queue");
            QueueScreen.Write(writer, paint, queue);
        }

        Section(writer, paint, "settings of this command");
        SettingsScreen.Write(writer, paint, report.Command.Settings);
        WriteDifferences(writer, paint, report.Command.Settings, found.Settings);
        Section(writer, paint, "environment of this command");
        WriteVariables(writer, report.Command.Environment);
        if (found.SeenBy is SeenBy.Daemon)
        {
            Section(writer, paint, "environment of the daemon");
            WriteVariables(writer, found.Environment);
        }

        Section(writer, paint, "recent warnings of the daemon");
        foreach (var line in found.Warnings)
            writer.WriteLine(Text.Printable(line));
        if (found.Warnings.Count == 0)
            writer.WriteLine("There are none.");
        foreach (var fault in found.Faults)
        {
            Section(writer, paint, $"fault {fault.Path}");
            foreach (var line in fault.FirstLines)
                writer.WriteLine(Text.Printable(line));
        }
    }

    private static void Section(TextWriter writer, Paint paint, string title)
    {
        writer.WriteLine();
        writer.WriteLine(paint.Bold(title));
    }

    private static void WriteVersions(TextWriter writer, Paint paint, IReadOnlyList<EnvironmentFinding> versions)
    {
        var columns = new Columns("WHAT", "STATE", "VERSION", "WHERE");
        foreach (var finding in versions)
            columns.Add(finding.Name, Text.Word(finding.State), finding.Version ?? "-", Text.OneLine(finding.Path ?? "-"));
        columns.Write(writer, paint);
        foreach (var finding in versions.Where(finding => finding.State is not FindingState.Good))
            writer.WriteLine($"{finding.Name}: {Text.OneLine(finding.Message)}");
    }

    private static void WriteRecords(TextWriter writer, RecordsDocument? records)
    {
        if (records is null)
        {
            writer.WriteLine("The store cannot be read.");
            return;
        }

        writer.WriteLine($"executions  {Counts(records.Executions)}");
        writer.WriteLine($"runs        {Counts(records.Runs)}; {records.OpenAttempts:#,0} attempts are not over");
        writer.WriteLine($"tasks       {Counts(records.Tasks)}");
        writer.WriteLine($"sessions    {Counts(records.Sessions)}");
        writer.WriteLine($"events      {records.Events:#,0}; schema {records.SchemaVersion}");
    }

    private static string Counts(IReadOnlyDictionary<string, long> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(state => $"{state.Value:#,0} {state.Key.Replace('_', ' ')}"));

    private static void WriteProcesses(TextWriter writer, Paint paint, IReadOnlyList<ProcessDocument> processes)
    {
        if (processes.Count == 0)
        {
            writer.WriteLine("No process bears the mark of an execution.");
            return;
        }

        var columns = new Columns("PID", "PARENT", "PROGRAM", "EXECUTION", "ITS RECORD", "AGE", "CPU TIME", "MEMORY");
        foreach (var process in processes)
        {
            columns.Add(
                process.Pid.ToString(), process.Parent.ToString(), Text.OneLine(process.Name) + (process.Zombie ? " (zombie)" : ""), process.Number?.ToString() ?? process.Execution.ToString(),
                Text.Word(process.Standing), Text.Duration(process.AgeMs), Text.Duration(process.CpuMs), Text.Bytes(process.MemoryBytes));
        }

        columns.Write(writer, paint);
    }

    private static void WriteSessions(TextWriter writer, Paint paint, IReadOnlyList<TmuxSessionDocument> sessions)
    {
        if (sessions.Count == 0)
        {
            writer.WriteLine("There are none.");
            return;
        }

        var columns = new Columns("SESSION", "EXECUTION", "ITS RECORD", "MARKED");
        foreach (var session in sessions)
            columns.Add(Text.OneLine(session.Name), session.Number?.ToString() ?? "-", Text.Word(session.Standing), session.Marked ? "yes" : "no");
        columns.Write(writer, paint);
    }

    private static void WriteLocks(TextWriter writer, Paint paint, IReadOnlyList<HeldLockDocument> locks)
    {
        if (locks.Count == 0)
        {
            writer.WriteLine("Nobody holds one.");
            return;
        }

        var columns = new Columns("FILE", "PID", "PROGRAM", "LOCK");
        foreach (var held in locks)
            columns.Add(Text.OneLine(held.Path), held.Pid.ToString(), Text.OneLine(held.Program), held.Kind);
        columns.Write(writer, paint);
    }

    private static void WriteDisk(TextWriter writer, DiskDocument? disk)
    {
        if (disk is null)
        {
            writer.WriteLine("It cannot be measured.");
            return;
        }

        writer.WriteLine($"{Text.Bytes(disk.FreeBytes)} of {Text.Bytes(disk.TotalBytes)} are free ({disk.FileSystem})");
        writer.WriteLine($"store {Text.Bytes(disk.StoreBytes)} and its log {Text.Bytes(disk.StoreLogBytes)}, logs {Text.Bytes(disk.LogsBytes)}, {disk.Folders:#,0} folders of executions");
    }

    private static void WriteDifferences(TextWriter writer, Paint paint, SettingsDocument here, SettingsDocument? there)
    {
        var byKey = here.Settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        foreach (var setting in (there?.Settings ?? []).Where(setting => byKey.GetValueOrDefault(setting.Key) != setting.Value))
            writer.WriteLine(paint.Yellow($"The daemon goes by {setting.Key} = {Text.OneLine(setting.Value)} until it is restarted."));
    }

    private static void WriteVariables(TextWriter writer, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
            writer.WriteLine($"{Text.OneLine(name)}={Text.OneLine(value)}");
    }
}
