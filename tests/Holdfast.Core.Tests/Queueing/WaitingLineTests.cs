using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Queueing;

namespace Holdfast.Core.Tests.Queueing;

public sealed class WaitingLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly QueueState holds = new();
    private long number;

    [Fact]
    public void TakeNext_HigherPriorityFirst_ThenWhoCameFirst()
    {
        var line = LineOf(overall: 3);
        var (late, urgent, first) = (Entry(0), Entry(5), Entry(0));
        foreach (var entry in new[] { first with { Number = 0 }, late, urgent })
            line.Add(entry);

        Assert.Equal(urgent.Id, line.TakeNext()!.Id);
        Assert.Equal(first.Id, line.TakeNext()!.Id);
        Assert.Equal(late.Id, line.TakeNext()!.Id);
        Assert.Null(line.TakeNext());
    }

    [Fact]
    public void TakeNext_KeyIsUsedUp_PassesItOverAndComesBackToIt()
    {
        var line = LineOf(overall: 10);
        var (one, two, other) = (Entry(0, "a"), Entry(0, "a"), Entry(0, "b"));
        foreach (var entry in new[] { one, two, other })
            line.Add(entry);

        Assert.Equal([one.Id, other.Id], TakeAll(line));
        Assert.Equal(new WaitReason.KeyFull("a", 1), line.WhyWaiting(two.Id));
        line.Leave(one.Id);
        Assert.Equal([two.Id], TakeAll(line));
    }

    [Fact]
    public void TakeNext_OneOfSeveralKeysIsUsedUp_Waits()
    {
        var line = LineOf(overall: 10, ofKey: ImmutableDictionary<string, int>.Empty.Add("agent", 2));
        var (one, two, three) = (Entry(0, "agent", "x"), Entry(0, "x", "agent"), Entry(0, "agent", "y"));
        foreach (var entry in new[] { one, two, three })
            line.Add(entry);

        Assert.Equal([one.Id, three.Id], TakeAll(line));
        line.Leave(three.Id);
        Assert.Equal(new WaitReason.KeyFull("x", 1), line.WhyWaiting(two.Id));
        line.Leave(one.Id);
        Assert.Equal([two.Id], TakeAll(line));
    }

    [Fact]
    public void TakeNext_QueueOrKeyIsPaused_StartsNothingOfIt()
    {
        var line = LineOf(overall: 10);
        var (one, other) = (Entry(0, "a"), Entry(0));
        line.Add(one);
        line.Add(other);

        Tell(QueueDecider.Pause(holds, null, "me", Noon));
        Assert.Empty(TakeAll(line));
        Assert.Equal(new WaitReason.QueuePaused("me"), line.WhyWaiting(other.Id));
        Tell(QueueDecider.Pause(holds, "a", "you", Noon));
        Tell(QueueDecider.Resume(holds, null, "me", Noon));
        Assert.Equal([other.Id], TakeAll(line));
        Assert.Equal(new WaitReason.KeyPaused("a", "you"), line.WhyWaiting(one.Id));
        Tell(QueueDecider.Resume(holds, "a", "me", Noon));
        Assert.Equal([one.Id], TakeAll(line));
    }

    [Fact]
    public void TakeNext_CircuitIsHalfOpen_LetsOneThrough()
    {
        var line = LineOf(overall: 10, perKey: 3);
        var entries = Enumerable.Range(0, 3).Select(_ => Entry(0, "a")).ToList();
        entries.ForEach(line.Add);
        Tell(new QueueEvent.CircuitOpened(Noon, "a", 5, Noon.AddSeconds(30), 1, "It exited with 1."));

        Assert.Empty(TakeAll(line));
        Assert.Equal(new WaitReason.CircuitOpen("a", Noon.AddSeconds(30), "It exited with 1."), line.WhyWaiting(entries[0].Id));
        Tell(new QueueEvent.CircuitHalfOpened(Noon, "a"));
        Assert.Equal([entries[0].Id], TakeAll(line));
        Assert.Equal(new WaitReason.OnTrial("a"), line.WhyWaiting(entries[1].Id));
        Tell(new QueueEvent.CircuitClosed(Noon, "a"));
        Assert.Equal([entries[1].Id, entries[2].Id], TakeAll(line));
    }

    [Fact]
    public void TakeNext_CircuitIsHalfOpenWhileAnEarlierOneRuns_LetsOneThroughAllTheSame()
    {
        var line = LineOf(overall: 10, perKey: 3);
        var (earlier, trial, next) = (Entry(0, "a"), Entry(0, "a"), Entry(0, "a"));
        line.Occupy(earlier);
        line.Add(trial);
        line.Add(next);
        Tell(new QueueEvent.CircuitOpened(Noon, "a", 5, Noon.AddSeconds(30), 1, "It exited with 1."));
        Tell(new QueueEvent.CircuitHalfOpened(Noon, "a"));

        Assert.Equal([trial.Id], TakeAll(line));
        Assert.Equal((false, true), (line.IsOnTrial(earlier.Id, "a"), line.IsOnTrial(trial.Id, "a")));
        // A trial that was cancelled decided nothing: another takes its place.
        line.Leave(trial.Id);
        Assert.Equal([next.Id], TakeAll(line));
    }

    [Fact]
    public void WhyWaiting_NothingHoldsItBack_CountsThoseAhead()
    {
        var line = LineOf(overall: 1);
        var (running, first, second, keyed) = (Entry(9), Entry(0), Entry(0), Entry(0, "a"));
        line.Occupy(running);
        foreach (var entry in new[] { first, second, keyed })
            line.Add(entry);

        Assert.Equal(new WaitReason.QueueFull(1), line.WhyWaiting(second.Id));
        line.Leave(running.Id);
        Assert.Equal(new WaitReason.Behind(2), line.WhyWaiting(keyed.Id));
        Assert.Null(line.WhyWaiting(running.Id));
    }

    // Whatever is asked of it, it answers as the obvious way would: look through all that wait, in order.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TakeNext_OverRandomSteps_IsWhatLookingThroughAllWouldFind(int seed)
    {
        var random = new Random(seed);
        var line = LineOf(overall: 6, perKey: 2, ofKey: ImmutableDictionary<string, int>.Empty.Add("k0", 1).Add("k1", 4));
        var waiting = new List<QueueEntry>();
        var underWay = new List<QueueEntry>();
        var taken = 0;
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(10))
            {
                case < 4:
                    var entry = Entry(random.Next(3), [.. Enumerable.Range(0, 5).Where(_ => random.Next(4) == 0).Select(key => $"k{key}")]);
                    line.Add(entry);
                    waiting.Add(entry);
                    break;
                case < 7 when underWay.Count > 0:
                    var ended = underWay[random.Next(underWay.Count)];
                    underWay.Remove(ended);
                    line.Leave(ended.Id);
                    break;
                case 7 when waiting.Count > 0:
                    var cancelled = waiting[random.Next(waiting.Count)];
                    waiting.Remove(cancelled);
                    line.Leave(cancelled.Id);
                    break;
                case 8:
                    var key = $"k{random.Next(5)}";
                    Tell(random.Next(3) == 0 ? QueueDecider.Pause(holds, key, "me", Noon) : QueueDecider.Resume(holds, key, "me", Noon));
                    break;
                default:
                    break;
            }

            while (line.TakeNext() is { } next)
            {
                Assert.Equal(ByLookingThroughAll(line, waiting, underWay), next);
                waiting.Remove(next);
                underWay.Add(next);
                taken++;
            }

            Assert.Null(ByLookingThroughAll(line, waiting, underWay));
            Assert.Equal((waiting.Count, underWay.Count), (line.Waiting, line.UnderWay));
        }

        Assert.InRange(taken, 1_000, 20_000);
    }

    private QueueEntry? ByLookingThroughAll(WaitingLine line, List<QueueEntry> waiting, List<QueueEntry> underWay) =>
        underWay.Count >= line.Limits.Overall
            ? null
            : waiting.OrderByDescending(entry => entry.Priority).ThenBy(entry => entry.Number)
                .FirstOrDefault(entry => entry.Keys.All(key => holds.Of(key).PausedBy is null && underWay.Count(other => other.Keys.Contains(key)) < line.Limits.Of(key)));

    private static List<ExecutionId> TakeAll(WaitingLine line)
    {
        var taken = new List<ExecutionId>();
        while (line.TakeNext() is { } next)
            taken.Add(next.Id);
        return taken;
    }

    private WaitingLine LineOf(int overall, int perKey = 1, ImmutableDictionary<string, int>? ofKey = null) =>
        new(new QueueLimits(overall, perKey, ofKey ?? ImmutableDictionary<string, int>.Empty), holds);

    private QueueEntry Entry(int priority, params string[] keys) => new(new ExecutionId(Guid.NewGuid()), priority, ++number, [.. keys]);

    private void Tell(QueueEvent? happened)
    {
        if (happened is not null)
            QueueDecider.Apply(holds, happened);
    }
}
