using System.Text;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

/// <summary>Keys of requests: taken once, with the answer, until they are too old.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task ReserveKey_TakenAndAnswered_IsTheFirstWithItsAnswer()
    {
        var first = new NewRequestKey("a", Bytes("one"), Guid.NewGuid(), Morning);
        var reserved = await Store.ReserveKeyAsync(first, Morning.AddDays(-1), Ct);
        var again = await Store.ReserveKeyAsync(first with { Digest = Bytes("two"), Intent = Guid.NewGuid() }, Morning.AddDays(-1), Ct);
        await Store.KeepAnswerAsync("a", new StoredAnswer(201, """{"Location":"/x"}""", Bytes("made")), Ct);

        var answered = await Store.ReserveKeyAsync(first with { Intent = Guid.NewGuid(), At = Morning.AddHours(23) }, Morning.AddHours(-1), Ct);

        Assert.Equal(("one", first.Intent, null), (Text(reserved.Digest), reserved.Intent, reserved.Answer));
        Assert.Equal(("one", first.Intent, null), (Text(again.Digest), again.Intent, again.Answer));
        Assert.Equal(
            ("one", first.Intent, 201, """{"Location":"/x"}""", "made"),
            (Text(answered.Digest), answered.Intent, answered.Answer!.Status, answered.Answer.Headers, Text(answered.Answer.Body)));
    }

    [Fact]
    public async Task ReserveKey_OlderThanItIsKept_IsTakenAnew()
    {
        await Store.ReserveKeyAsync(new NewRequestKey("a", Bytes("one"), Guid.NewGuid(), Morning), Morning.AddDays(-1), Ct);
        await Store.KeepAnswerAsync("a", new StoredAnswer(200, "{}", Bytes("")), Ct);
        var next = new NewRequestKey("a", Bytes("two"), Guid.NewGuid(), Morning.AddDays(2));

        var taken = await Store.ReserveKeyAsync(next, next.At.AddDays(-1), Ct);

        Assert.Equal(("two", next.Intent, null), (Text(taken.Digest), taken.Intent, taken.Answer));
    }

    [Fact]
    public async Task ReserveKey_WhoseChangeWasStored_SaysSoUntilItIsForgotten()
    {
        var task = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);
        TaskEvent planned = new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.Planning, "me", null);
        var request = new NewRequestKey("a", Bytes("one"), Guid.NewGuid(), Morning);
        var other = new NewRequestKey("b", Bytes("two"), Guid.NewGuid(), Morning);
        foreach (var each in new[] { request, other })
            await Store.ReserveKeyAsync(each, Morning.AddDays(-1), Ct);

        await Store.AppendTaskAsync(task.Id, 0, [planned], request.Intent, Ct);
        Assert.Null(await Store.AppendTaskAsync(task.Id, 0, [planned], other.Intent, Ct));

        await using var reopened = Open();
        Assert.True((await reopened.ReserveKeyAsync(request with { Intent = Guid.NewGuid() }, Morning.AddDays(-1), Ct)).IsMade);
        Assert.False((await Store.ReserveKeyAsync(other, Morning.AddDays(-1), Ct)).IsMade);
        // Forgotten with its key: the same intent would be one that nothing was made under.
        Assert.False((await Store.ReserveKeyAsync(request with { At = Morning.AddDays(2) }, Morning.AddDays(1), Ct)).IsMade);
    }

    [Fact]
    public async Task NoteMade_WithoutAChange_IsMade()
    {
        var request = new NewRequestKey("a", Bytes("one"), Guid.NewGuid(), Morning);
        await Store.ReserveKeyAsync(request, Morning.AddDays(-1), Ct);

        await Store.NoteMadeAsync(request.Intent, Ct);

        Assert.True((await Store.ReserveKeyAsync(request, Morning.AddDays(-1), Ct)).IsMade);
    }

    [Fact]
    public async Task Append_ToARunUnderAnIntent_IsMade()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(1), Ct);
        var request = new NewRequestKey("a", Bytes("one"), Guid.NewGuid(), Morning);
        await Store.ReserveKeyAsync(request, Morning.AddDays(-1), Ct);

        await Store.AppendAsync(new RunAppend(run.Id, 1, run.State.Plan, []) { Intents = [request.Intent] }, Ct);

        Assert.True((await Store.ReserveKeyAsync(request, Morning.AddDays(-1), Ct)).IsMade);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
