using System.Text.Json;
using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Maintenance;
using Holdfast.Protocol.Settings;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

public sealed class MaintenanceDocumentTests
{
    [Fact]
    public void StoreDocuments_All_AreWrittenAsTheyAlwaysWere()
    {
        var check = new StoreCheckDocument(false, "/h/store.db", 8192, 2, ["a row is missing"]);

        Snapshot.Match("store-care.jsonl", string.Join('\n',
            JsonSerializer.Serialize(new GarbageDocument(1, 2, 3, 4, 5, 6, 7, 8), ProtocolJson.Compact.GarbageDocument),
            JsonSerializer.Serialize(new VacuumDocument(2, 1), ProtocolJson.Compact.VacuumDocument),
            JsonSerializer.Serialize(check, ProtocolJson.Compact.StoreCheckDocument),
            JsonSerializer.Serialize(new RestoredDocument(check, null), ProtocolJson.Compact.RestoredDocument)));
    }

    [Fact]
    public void DiagnosticsReport_Whole_IsWrittenAsItAlwaysWas()
    {
        var settings = new SettingsDocument([new SettingDocument("jobs", "2", SettingOrigin.Default, null, null, "HOLDFAST_JOBS", "Atoms.")], "/u", null);
        var found = new DiagnosticsDocument
        {
            At = DateTimeOffset.UnixEpoch, SeenBy = SeenBy.Command, Home = "/h", Machine = new MachineDocument("Debian", "6.1", "x64", 2, 1024, null, 5), Daemon = null,
            Environment = new Dictionary<string, string> { ["PATH"] = "/bin" }, Settings = null,
            Versions = [new EnvironmentFinding("git", Required: false, FindingState.Good, "2.39", "/usr/bin/git", "It is there.", null)],
            Processes = [new ProcessDocument(Guid.Empty, 4, RecordStanding.Over, 10, 1, Zombie: false, "sleep", 4096, 1, 2)],
            Sessions = [new TmuxSessionDocument("work", null, null, RecordStanding.Unknown, Marked: false)],
            Records = new RecordsDocument(8, new Dictionary<string, long> { ["failed"] = 1 }, new Dictionary<string, long>(), new Dictionary<string, long>(), new Dictionary<string, long>(), 0, 9),
            Stuck = [], Locks = [new HeldLockDocument("/h/daemon.lock", 7, "holdfast", "FLOCK WRITE")], Disk = new DiskDocument("ext4", 3, 2, 1, 0, 0, 4), Queue = null,
            Warnings = ["2026 warn  x"], Faults = [new FaultDocument("/h/faults/1.txt", ["holdfast 1"])], Missing = ["locks: no"],
        };

        Snapshot.Match("diagnostics.json", JsonSerializer.Serialize(
            new DiagnosticsReport(new AskerDocument("0.1.0", settings, new Dictionary<string, string>()), found), ProtocolJson.Indented.DiagnosticsReport));
    }

    [Fact]
    public void CleanupDocuments_All_AreWrittenAsTheyAlwaysWere()
    {
        var step = new CleanupStep(CleanupKind.Process, "0-1", "1 of execution 4", "end it", "It is an orphan.", 4096);
        var request = new CleanupRequest
        {
            Branches = new BranchCleanupRequest("/r", Force: true, 1000, "main"), ProcessesMaxRuntimeMs = 2000, Executions = new ExecutionCleanupRequest(3000, EndsLongRunning: true),
            Sessions = true, FoldersAgeMs = 4000, LogsKeep = 3,
        };

        Snapshot.Match("cleanup.jsonl", string.Join('\n',
            JsonSerializer.Serialize(new CleanupOrder(request, [step]), ProtocolJson.Compact.CleanupOrder),
            JsonSerializer.Serialize(new CleanupPlan([step with { Does = null, Bytes = null }]), ProtocolJson.Compact.CleanupPlan),
            JsonSerializer.Serialize(new CleanupDocument(false, [step], [new CleanupResult(step, CleanupOutcome.NotNeeded, "It is gone.")]), ProtocolJson.Compact.CleanupDocument)));
    }
}
