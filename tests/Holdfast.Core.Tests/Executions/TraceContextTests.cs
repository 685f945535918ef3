using Holdfast.Core.Executions;

namespace Holdfast.Core.Tests.Executions;

public sealed class TraceContextTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    [Theory]
    [InlineData($"00-{Trace}-{Span}-01", true)]
    [InlineData($"00-{Trace}-{Span}-00", false)]
    [InlineData($"00-{Trace}-{Span}-03", true)]
    [InlineData($"cc-{Trace}-{Span}-01-and-more", true)]
    public void TryParse_APlaceInATrace_IsThatPlace(string given, bool isSampled)
    {
        var place = TraceContext.TryParse(given, "a=1");

        Assert.Equal((Trace, Span, "a=1", isSampled), (place!.TraceId, place.Parent, place.State, place.IsSampled));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData($"00-{Trace}-{Span}-1")]
    [InlineData($"00-{Trace}-{Span}-01-more")]
    [InlineData($"ff-{Trace}-{Span}-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData($"00-{Trace}-{Span}-zz")]
    [InlineData($"00_{Trace}-{Span}-01")]
    public void TryParse_WhatIsNoPlace_IsNull(string? given) => Assert.Null(TraceContext.TryParse(given, "a=1"));

    [Theory]
    [InlineData("a=1,b=2")]
    [InlineData(null)]
    public void Parse_OfWhatIsStored_IsTheSame(string? state)
    {
        var place = new TraceContext(Trace, Span, 1, state);

        Assert.Equal(place, TraceContext.Parse(place.ToString()));
    }

    [Fact]
    public void TryParse_AStateThatIsTooLong_IsLeftOut() =>
        Assert.Null(TraceContext.TryParse($"00-{Trace}-{Span}-01", new string('a', 513))!.State);

    [Fact]
    public void Of_SomethingThatNobodyGaveATrace_HasOneOfItsOwn()
    {
        var id = Guid.Parse("0198c0de-0000-7000-8000-0000000000ff");

        var own = TraceContext.Of(id, asked: null);

        Assert.Equal(("0198c0de0000700080000000000000ff", null, true), (own.TraceId, own.TraceParent, own.IsSampled));
        Assert.Equal("00-0198c0de0000700080000000000000ff-80000000000000ff-01", own.Within(id).TraceParent);
    }

    [Fact]
    public void AddTo_AnEnvironmentThatSaysWhere_ChangesNothing()
    {
        var environment = new Dictionary<string, string> { ["TRACEPARENT"] = "theirs", ["TRACESTATE"] = "too" };

        new TraceContext(Trace, Span, 1, "a=1").AddTo(environment);

        Assert.Equal(("theirs", "too"), (environment["TRACEPARENT"], environment["TRACESTATE"]));
    }

    [Fact]
    public void AddTo_AnEnvironment_LeavesNoStateOfAnotherTrace()
    {
        var environment = new Dictionary<string, string> { ["TRACESTATE"] = "another" };

        new TraceContext(Trace, Span, 0, State: null).AddTo(environment);

        Assert.Equal([new("TRACEPARENT", $"00-{Trace}-{Span}-00")], environment);
    }
}
