using System.Text;
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

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
