using System.Text.Json;
using Holdfast.Protocol.Maintenance;
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
    public void CleanupDocuments_All_AreWrittenAsTheyAlwaysWere()
    {
        var step = new CleanupStep(CleanupKind.Process, "0-1", "1 of execution 4", "end it", "It is an orphan.", 4096);
        var request = new CleanupRequest
        {
            Branches = new BranchCleanupRequest("/r", Force: true, 1000, "main"), ProcessesMaxRuntimeMs = 2000, Executions = new ExecutionCleanupRequest(3000, EndsLongRunning: true),
            FoldersAgeMs = 4000, LogsKeep = 3,
        };

        Snapshot.Match("cleanup.jsonl", string.Join('\n',
            JsonSerializer.Serialize(new CleanupOrder(request, [step]), ProtocolJson.Compact.CleanupOrder),
            JsonSerializer.Serialize(new CleanupPlan([step with { Does = null, Bytes = null }]), ProtocolJson.Compact.CleanupPlan),
            JsonSerializer.Serialize(new CleanupDocument(false, [step], [new CleanupResult(step, CleanupOutcome.NotNeeded, "It is gone.")]), ProtocolJson.Compact.CleanupDocument)));
    }
}
