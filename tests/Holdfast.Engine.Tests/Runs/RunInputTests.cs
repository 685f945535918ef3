using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Tests.Runs;

public sealed class RunInputTests
{
    [Fact]
    public void For_PlanAtomAndRunNameTheSameMember_TheRunWinsAndWholeMembersAreReplaced()
    {
        var input = new RunInput("""{"a":{"x":1},"b":2,"c":3}""", """{"c":"run"}""");

        var json = input.For("""{"a":{"y":2},"c":"atom"}""", [], []);

        Assert.Equal("""{"a":{"y":2},"b":2,"c":"run","needs":{},"artifacts":{}}""", json);
    }

    [Fact]
    public void For_NeedWithoutAResult_IsNull()
    {
        var input = new RunInput("{}", null);

        var json = input.For(null, [("sum", """{"total":6}"""), ("lost", null)], [("sum", ["/kept/out.tgz"])]);

        Assert.Equal("""{"needs":{"sum":{"total":6},"lost":null},"artifacts":{"sum":["/kept/out.tgz"]}}""", json);
    }

    [Fact]
    public void For_InputThatNamesNeeds_TheRealOnesWin()
    {
        var input = new RunInput("""{"needs":"mine","artifacts":[1]}""", null);

        Assert.Equal("""{"needs":{},"artifacts":{}}""", input.For(null, [], []));
    }
}
