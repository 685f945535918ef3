using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Queueing;
using Holdfast.Protocol.Settings;
using Holdfast.Server.Wire.Environments;
using Holdfast.Server.Wire.Executions;
using RecordStanding = Holdfast.Protocol.Diagnostics.RecordStanding;

namespace Holdfast.Server.Wire.Diagnostics;

/// <summary>What only the daemon of a home knows of it.</summary>
/// <param name="Secrets">Values that must not be told, besides those in its environment.</param>
internal sealed record DaemonKnowledge(DaemonDocument Daemon, SettingsDocument? Settings, Func<QueueDocument> Queue, Func<IReadOnlyList<ExecutionVitals>> Vitals, Func<IReadOnlyList<string>> Secrets);

/// <summary>
/// All that whoever mends a fault asks for, of one home and the machine it is on. It is looked at from outside, so that it can be told of a home
/// whose daemon does not start; what fails to be looked at is told as missing and keeps nothing else from being told.
/// </summary>
public static class DiagnosticsDocuments
{
    private const int MostWarnings = 100;
    private const int MostFaults = 5;
    private const int LinesOfAFault = 8;

    /// <summary>Of the end of a log so much is looked through for warnings.</summary>
    private const int LogTailBytes = 1 << 20;

    /// <summary>Looks at a home that no daemon answers for.</summary>
    public static Task<DiagnosticsDocument> LookAsync(string home, CancellationToken cancellationToken) => LookAsync(home, daemon: null, TimeProvider.System, cancellationToken);

    internal static async Task<DiagnosticsDocument> LookAsync(string home, DaemonKnowledge? daemon, TimeProvider time, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")).ToList();
        var secrets = SecretText.ValuesOf(variables).Concat(TokensOf(home)).Concat(Try<IReadOnlyList<string>>("secrets", missing, [], () => daemon?.Secrets() ?? SecretsIn(home))).OrderByDescending(value => value.Length).ToList();
        string Hide(string text) => SecretText.Hide(text, secrets);

        var sessions = await TryAsync("sessions of tmux", missing, [], () => new HomeSessions(Path.Combine(home, "tmux.sock"), ProcessEnvironment.OfThisProcess()).ListAsync());
        var processes = Try<IReadOnlyList<MarkedProcess>>("processes", missing, [], MarkedProcesses.Scan);
        var census = Try("records", missing, null, () => StoreCensus.Take(StoreOf(home)));
        var records = census is null
            ? new Dictionary<ExecutionId, ExecutionRecord>()
            : Try("records of what runs", missing, new Dictionary<ExecutionId, ExecutionRecord>(), () =>
                StoreCensus.RecordsOf(StoreOf(home), processes.Select(process => process.Execution).Concat(sessions.Select(session => session.Execution).OfType<ExecutionId>())));
        var vitals = Try<IReadOnlyList<ExecutionVitals>>("what is stuck", missing, [], () => daemon?.Vitals() ?? ExecutionLook.VitalsIn(home, StoreCensus.OpenIn(StoreOf(home)), LivenessPolicy.Default, time));
        var queue = Try("the queue", missing, null, () => daemon?.Queue());
        var versions = await TryAsync<IReadOnlyList<EnvironmentFinding>>("versions", missing, [], async () =>
            (await EnvironmentDocuments.LookAsync(home, agent: null, daemon is null ? SeenBy.Command : SeenBy.Daemon, cancellationToken)).Findings);
        return new DiagnosticsDocument
        {
            At = time.GetUtcNow(),
            SeenBy = daemon is null ? SeenBy.Command : SeenBy.Daemon,
            Home = home,
            Machine = Machine(),
            Daemon = daemon?.Daemon,
            Environment = SecretText.Environment(variables, secrets),
            Settings = daemon?.Settings?.Masked(secrets),
            Versions = [.. versions.Select(one => one with { Version = one.Version is { } version ? Hide(version) : null, Path = one.Path is { } path ? Hide(path) : null, Message = Hide(one.Message) })],
            Processes = [.. processes.OrderBy(process => process.Execution.Value).ThenBy(process => process.Process.Pid).Select(process => Of(process, records, Hide))],
            Sessions = [.. sessions.Select(session => new TmuxSessionDocument(
                Hide(session.Name), session.Execution?.Value, NumberOf(session.Execution, records), StandingOf(session.Execution, records), session.IsMarked))],
            Records = census is null ? null : new RecordsDocument(census.SchemaVersion, census.Executions, census.Runs, census.Tasks, census.Sessions, census.OpenAttempts, census.Events),
            Stuck = [.. vitals.Where(one => one.Health.IsUnhealthy).Select(one => Masked(HealthDocuments.Of(one), secrets))],
            Locks = Try<IReadOnlyList<HeldLockDocument>>("locks", missing, [], () => [.. FileLocks.In(home).Select(held => new HeldLockDocument(held.Path, held.Process, held.Program, held.Kind))]),
            Disk = Try("disk", missing, null, () => Disk(home)),
            Queue = queue is not null
                ? queue with { Keys = [.. queue.Keys.Select(key => key with { Key = Hide(key.Key), Why = key.Why is { } why ? Hide(why) : null })], Next = [.. queue.Next.Select(entry => entry with { Keys = [.. entry.Keys.Select(Hide)], Detail = Hide(entry.Detail) })] }
                : null,
            Warnings = Try<IReadOnlyList<string>>("the daemon's log", missing, [], () => [.. Warnings(home).Select(Hide)]),
            Faults = Try<IReadOnlyList<FaultDocument>>("details of faults", missing, [], () => [.. Faults(home, Hide)]),
            Missing = [.. missing.Select(Hide)],
        };
    }

    // As far as they can be found from here.
    private static IReadOnlyList<string> SecretsIn(string home) => File.Exists(StoreOf(home)) ? ExecutionLook.SecretsOf(StoreCensus.OpenIn(StoreOf(home))) : [];

    private static string StoreOf(string home) => Path.Combine(home, "store.db");

    // Whatever keeps one thing from being looked at is part of what is asked for.
    private static T Try<T>(string what, List<string> missing, T otherwise, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception refused)
        {
            missing.Add($"{what}: {refused.Message}");
            return otherwise;
        }
    }

    private static async Task<T> TryAsync<T>(string what, List<string> missing, T otherwise, Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            missing.Add($"{what}: {refused.Message}");
            return otherwise;
        }
    }

    // Those that open the home over the network. One that cannot be read is nobody's to tell.
    private static IEnumerable<string> TokensOf(string home)
    {
        foreach (var path in new[] { DaemonFile.TokenIn(home), DaemonFile.ReadTokenIn(home) })
        {
            string token;
            try
            {
                token = File.ReadAllText(path).Trim();
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return token;
        }
    }

    private static MachineDocument Machine()
    {
        var memory = File.ReadLines("/proc/meminfo").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 2).ToDictionary(words => words[0].TrimEnd(':'), words => long.Parse(words[1], CultureInfo.InvariantCulture) * 1024);
        return new MachineDocument(
            RuntimeInformation.OSDescription, File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(), Environment.ProcessorCount,
            memory.GetValueOrDefault("MemTotal"), memory.TryGetValue("MemAvailable", out var available) ? available : null,
            (long)(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture) * 1000));
    }

    private static ProcessDocument Of(MarkedProcess process, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records, Func<string, string> hide) => new(
        process.Execution.Value, NumberOf(process.Execution, records), StandingOf(process.Execution, records), process.Process.Pid, process.Parent, process.IsZombie, hide(process.Name),
        process.MemoryBytes, (long)process.CpuTime.TotalMilliseconds, (long)process.Age.TotalMilliseconds);

    private static long? NumberOf(ExecutionId? execution, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records) =>
        execution is { } id && records.TryGetValue(id, out var record) ? record.Number : null;

    private static RecordStanding StandingOf(ExecutionId? execution, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records) =>
        ProcessRoom.StandingOf(execution is { } id && records.TryGetValue(id, out var record) ? record : null) switch
        {
            Core.Maintenance.RecordStanding.Unknown => RecordStanding.Unknown,
            Core.Maintenance.RecordStanding.OpenAttempt => RecordStanding.OpenAttempt,
            Core.Maintenance.RecordStanding.OpenExecution => RecordStanding.OpenExecution,
            Core.Maintenance.RecordStanding.Over => RecordStanding.Over,
        };

    private static ExecutionHealthDocument Masked(ExecutionHealthDocument execution, IReadOnlyList<string> secrets) => execution with
    {
        Name = execution.Name is { } name ? SecretText.Hide(name, secrets) : null,
        Command = SecretText.Arguments(execution.Command, secrets),
        Detail = SecretText.Hide(execution.Detail, secrets),
    };

    private static DiskDocument Disk(string home)
    {
        var disk = new DriveInfo(home);
        var logs = new DirectoryInfo(Path.Combine(home, "logs"));
        var folders = Path.Combine(home, "executions", "v1");
        return new DiskDocument(
            disk.DriveFormat, disk.TotalSize, disk.AvailableFreeSpace, LengthOf(StoreOf(home)), LengthOf(StoreOf(home) + "-wal"),
            logs.Exists ? logs.EnumerateFiles().Sum(file => file.Length) : 0, Directory.Exists(folders) ? Directory.EnumerateDirectories(folders).Sum(part => Directory.EnumerateDirectories(part).Count()) : 0);
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static IReadOnlyList<string> Warnings(string home)
    {
        var path = DaemonFile.LogIn(home);
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(0, file.Length - LogTailBytes);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().Split('\n');
        return [.. lines.Where(IsWarning).TakeLast(MostWarnings)];
    }

    // "2026-03-01T12:00:00.000Z warn  …"; what does not begin with a time is the runtime's own last words, or belongs to the line before.
    private static bool IsWarning(string line) => line.Split(' ', 3) is [_, "warn" or "error", _] || line.StartsWith("Unhandled exception", StringComparison.Ordinal);

    private static IEnumerable<FaultDocument> Faults(string home, Func<string, string> hide)
    {
        var folder = new DirectoryInfo(Path.Combine(home, "faults"));
        return folder.Exists
            ? folder.EnumerateFiles("*.txt").OrderByDescending(file => file.LastWriteTimeUtc).Take(MostFaults)
                .Select(file => new FaultDocument(file.FullName, [.. File.ReadLines(file.FullName).Take(LinesOfAFault).Select(hide)]))
            : [];
    }
}
