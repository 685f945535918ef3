using System.Text.Json;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Tasks;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

public sealed class TaskDocumentTests
{
    private static readonly Guid Id = new("01a1fcb8-66e8-7e79-a10f-88770a724583");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly AgentDocument Agent = new()
    {
        Command = ["agent", "{prompt}"], PromptBy = PromptBy.File, Environment = new Dictionary<string, string> { ["A"] = "1" },
        Secrets = new Dictionary<string, SecretReference> { ["TOKEN"] = new(File: "/secrets/token") }, TimeoutMs = 60_000, StallMs = 5_000,
    };

    private static readonly TaskDocument Failed = new()
    {
        Id = Id, Number = 7, Title = "Mend it", Prompt = "Please.", Status = TaskPhase.Failed, Allowed = [TaskPhase.InProgress], StoppedFrom = TaskPhase.InProgress,
        Reason = "It exited with code 3.", Priority = 2, Agent = Agent, Workspace = new WorkspaceDocument(WorkspaceKind.Worktree, "/repo", "main", "holdfast/1"),
        SessionId = null, ExecutionId = null, Sessions = 1, Version = 4, CreatedAt = Start, UpdatedAt = Start.AddSeconds(9),
    };

    [Fact]
    public void TaskList_FailedAndNew_IsWrittenAsItAlwaysWas()
    {
        var fresh = Failed with
        {
            Number = 8, Status = TaskPhase.Todo, Allowed = [TaskPhase.Planning, TaskPhase.InProgress], StoppedFrom = null, Reason = null, Agent = null,
            Workspace = new WorkspaceDocument(WorkspaceKind.Folder, null, null, null), Sessions = 0, Version = 0,
        };

        Snapshot.Match("tasks.json", JsonSerializer.Serialize(new TaskList([fresh, Failed], "c3Vy"), ProtocolJson.Indented.TaskList));
    }

    [Fact]
    public void SmallDocuments_All_AreWrittenAsTheyAlwaysWere() => Snapshot.Match("task-documents.jsonl", string.Join('\n',
        JsonSerializer.Serialize(new TaskRequest { Title = "Mend it", Agent = Agent, Workspace = new WorkspaceRequest(WorkspaceKind.Worktree, "/repo") }, ProtocolJson.Compact.TaskRequest),
        JsonSerializer.Serialize(new TaskChange { Title = "Mend all" }, ProtocolJson.Compact.TaskChange),
        JsonSerializer.Serialize(new TaskExecuteRequest("anna"), ProtocolJson.Compact.TaskExecuteRequest),
        JsonSerializer.Serialize(new TaskExecution(Id, Id, Id, TaskExecution.Started, "Started."), ProtocolJson.Compact.TaskExecution),
        JsonSerializer.Serialize(new TransitionRequest(TaskPhase.PlanningReview, "anna", "Why not."), ProtocolJson.Compact.TransitionRequest),
        JsonSerializer.Serialize(new DeletedTask(Id, 7, "/w"), ProtocolJson.Compact.DeletedTask),
        JsonSerializer.Serialize(
            new SessionList(
                [
                    new SessionDocument
                    {
                        Id = Id, Number = 9, TaskId = Id, TaskNumber = 7, Ordinal = 1, Phase = TaskPhase.Fix, Status = SessionStatus.Failed, ExecutionId = Id, Workspace = "/w",
                        CancelledBy = null, Cause = "exited", Reason = "It exited with code 3.", ExitCode = 3, StartedAt = Start, EndedAt = Start.AddSeconds(9),
                    },
                ],
                null),
            ProtocolJson.Compact.SessionList),
        JsonSerializer.Serialize(
            new ActivityPage(
                Id,
                [
                    new ActivityDocument { Id = 1, At = Start, Type = ActivityType.Output, Text = "naïve", Stream = "stderr" },
                    new ActivityDocument
                    {
                        Id = 2, At = Start, Type = ActivityType.ToolCall, Name = "edit", CallId = "c1", Input = JsonSerializer.SerializeToElement("a", ProtocolJson.Compact.String), OmittedRecords = 3,
                    },
                    new ActivityDocument { Id = 3, At = Start, Type = ActivityType.ToolResult, CallId = "c1", Text = "ok", IsError = false, OmittedBytes = 5 },
                    new ActivityDocument { Id = 4, At = Start, Type = ActivityType.AgentMessage, Text = "Do", Partial = true },
                    new ActivityDocument { Id = 5, At = Start, Type = ActivityType.Finished, Text = "It exited with code 0.", Outcome = "completed", ExitCode = 0 },
                ],
                5, true),
            ProtocolJson.Compact.ActivityPage),
        JsonSerializer.Serialize(new ActivityEnd(Id, SessionStatus.Completed, TaskPhase.Review), ProtocolJson.Compact.ActivityEnd),
        JsonSerializer.Serialize(
            Problem.Of(new Error(ErrorCode.TransitionNotAllowed, "It cannot.", Allowed: [TaskPhase.Done, TaskPhase.InProgress])), ProtocolJson.Compact.Problem)));

    [Fact]
    public void TaskRequest_OfTitleOnly_HasTheRestByDefault()
    {
        var request = JsonSerializer.Deserialize("""{"title":"Mend it","agent":{"command":["a"]}}""", ProtocolJson.Compact.TaskRequest)!;

        Assert.Equal((null, 0, null, PromptBy.Argument, 0), (request.Prompt, request.Priority, request.Workspace, request.Agent!.PromptBy, request.Agent.Environment.Count));
    }
}
