using System.Text.Json;
using Holdfast.Engine.Fixing;

namespace Holdfast.Engine.Tests.Fixing;

public sealed class InputShapeTests
{
    [Theory]
    [InlineData("{}", "object without members")]
    [InlineData("[]", "empty list")]
    [InlineData("null", "null")]
    [InlineData("true", "boolean")]
    [InlineData("-2.5e3", "number, like -2.5e3")]
    [InlineData("\"ada\"", "text, like \"ada\"")]
    [InlineData("[7]", "list of 1 element: number, like 7")]
    [InlineData("[[1,2],[3]]", "list of 2 elements, each list of 2 elements, each number, like 1")]
    public void Describe_Value_IsItsShapeWithAnExample(string json, string shape) => Assert.Equal(shape, InputShape.Describe(json));

    [Fact]
    public void Describe_Object_ShowsItsMembersIndentedByDepth() =>
        Assert.Equal(
            """
            object
            - orders: list of 2 elements, each object
              - id: number, like 1
              - paid: boolean
            - needs: object
              - fetch: null
            """,
            InputShape.Describe("""{"orders":[{"id":1,"paid":true},{"id":2,"paid":false}],"needs":{"fetch":null}}"""));

    // A model need not be sent a novel to know that a text is one.
    [Fact]
    public void Describe_LongText_IsCut() =>
        Assert.Equal($"text, like {JsonSerializer.Serialize(new string('a', 39) + "…")}", InputShape.Describe(JsonSerializer.Serialize(new string('a', 41))));

    [Fact]
    public void Describe_ManyMembers_NamesSomeAndCountsTheRest()
    {
        var shape = InputShape.Describe(JsonSerializer.Serialize(Enumerable.Range(0, 30).ToDictionary(i => $"k{i:00}", i => i)));

        Assert.Equal(1 + 24 + 1, shape.Split('\n').Length);
        Assert.EndsWith("- k23: number, like 23\n- and 6 more", shape);
    }

    [Fact]
    public void Describe_DeepValue_StopsAtItsBound() =>
        Assert.Equal(
            "list of 1 element: list of 1 element: list of 1 element: list of 1 element: list of 1 element: list of 1 element: nested deeper",
            InputShape.Describe("[[[[[[[[1]]]]]]]]"));
}
