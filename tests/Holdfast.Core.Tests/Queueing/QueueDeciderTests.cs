using Holdfast.Core.Queueing;

namespace Holdfast.Core.Tests.Queueing;

public sealed class QueueDeciderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CircuitPolicy Policy = new(3, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(100));

    private readonly QueueState state = new();

    [Fact]
    public void SeeFailure_AsOftenInARowAsThePolicySays_OpensTheCircuit()
    {
        Assert.Null(Fail());
        Assert.Null(Fail());

        Assert.Equal(new QueueEvent.CircuitOpened(Noon, "a", 3, Noon.AddSeconds(30), 1, "It exited with 7."), Fail());
        Assert.Equal(new Circuit.Open(Noon.AddSeconds(30), 1, "It exited with 7."), state.Of("a").Circuit);
        // Those that were under way say nothing new.
        Assert.Null(Fail());
    }

    [Fact]
    public void SeeFailure_WithASuccessBetween_CountsAnew()
    {
        Fail();
        Fail();
        Succeed();
        Fail();

        Assert.Null(Fail());
        Assert.NotNull(Fail());
    }

    [Fact]
    public void SeeFailure_PolicyOfNone_NeverOpens()
    {
        for (var i = 0; i < 100; i++)
            Assert.Null(QueueDecider.SeeFailure(state, "a", isTrial: false, "why", Policy with { Failures = 0 }, 0.5, Noon));
    }

    [Fact]
    public void SeeFailure_OnTrial_OpensForLongerEachTimeUpToTheLongest()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Fail();

        var pauses = new List<double>();
        for (var times = 0; times < 4; times++)
        {
            var until = Assert.IsType<Circuit.Open>(state.Of("a").Circuit).Until;
            Apply(Assert.Single(QueueDecider.SeeTime(state, Policy, until)));
            Assert.IsType<Circuit.HalfOpen>(state.Of("a").Circuit);
            pauses.Add((Assert.IsType<QueueEvent.CircuitOpened>(Fail(isTrial: true)).Until - Noon).TotalSeconds);
        }

        Assert.Equal([60, 100, 100, 100], pauses);
    }

    [Fact]
    public void SeeSuccess_OnTrial_ClosesTheCircuit()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Fail();
        Apply(Assert.Single(QueueDecider.SeeTime(state, Policy, Noon.AddSeconds(30))));

        // What began before it opened, and ends only now, says nothing of whether it works again.
        Assert.Null(Succeed());
        Assert.Null(Fail());
        Assert.Equal(new QueueEvent.CircuitClosed(Noon, "a"), Succeed(isTrial: true));
        Assert.Equal(QueueHold.None, state.Of("a"));
    }

    [Fact]
    public void CloseAll_PolicyOfNone_ClosesWhatAnotherOpened()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Fail();

        Assert.Empty(QueueDecider.CloseAll(state, Policy, Noon));
        Apply(Assert.Single(QueueDecider.CloseAll(state, Policy with { Failures = 0 }, Noon)));
        Assert.Equal(QueueHold.None, state.Of("a"));
    }

    [Fact]
    public void SeeTime_BeforeThePauseIsOver_DoesNothingAndSaysWhenItWill()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Fail();

        Assert.Empty(QueueDecider.SeeTime(state, Policy, Noon.AddSeconds(29)));
        Assert.Equal(TimeSpan.FromSeconds(1), QueueDecider.NextTime(state, Policy, Noon.AddSeconds(29)));
    }

    [Fact]
    public void SeeTime_ClockWasSetBackByADay_EndsThePauseAllTheSame()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Fail();

        Assert.Equal(TimeSpan.Zero, QueueDecider.NextTime(state, Policy, Noon.AddDays(-1)));
        Assert.Single(QueueDecider.SeeTime(state, Policy, Noon.AddDays(-1)));
    }

    [Fact]
    public void Resume_KeyWhoseCircuitIsOpen_ClosesIt()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Fail();

        Apply(QueueDecider.Resume(state, "a", "me", Noon)!);
        Assert.Equal(QueueHold.None, state.Of("a"));
        Assert.Null(QueueDecider.Resume(state, "a", "me", Noon));
    }

    [Fact]
    public void Pause_Twice_ChangesNothingTheSecondTime()
    {
        Apply(QueueDecider.Pause(state, null, "me", Noon)!);

        Assert.Null(QueueDecider.Pause(state, null, "you", Noon));
        Assert.Equal("me", state.Whole.PausedBy);
    }

    [Theory]
    [InlineData(0, 22.5)]
    [InlineData(0.5, 30)]
    [InlineData(0.999_999, 37.5)]
    public void PauseOf_Jitter_SpreadsByAQuarter(double jitter, double seconds) =>
        Assert.Equal(seconds, Policy.PauseOf(1, jitter).TotalSeconds, 0.01);

    private QueueEvent? Fail(bool isTrial = false)
    {
        var happened = QueueDecider.SeeFailure(state, "a", isTrial, "It exited with 7.", Policy, 0.5, Noon);
        if (happened is null)
            QueueDecider.Count(state, "a");
        else
            Apply(happened);
        return happened;
    }

    private QueueEvent? Succeed(bool isTrial = false)
    {
        var happened = QueueDecider.SeeSuccess(state, "a", isTrial, Noon);
        if (happened is null)
            QueueDecider.CountAnew(state, "a");
        else
            Apply(happened);
        return happened;
    }

    private void Apply(QueueEvent happened) => QueueDecider.Apply(state, happened);
}
