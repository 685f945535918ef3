using System.Text.Json;
using Holdfast.Protocol.Maintenance;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

public sealed class MaintenanceDocumentTests
{
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
