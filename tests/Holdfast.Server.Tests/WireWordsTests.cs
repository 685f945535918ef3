using Holdfast.Server.Wire;

namespace Holdfast.Server.Tests;

public sealed class WireWordsTests
{
    [Fact]
    public void ToWire_EveryMemberOfEveryEnum_KeepsItsName()
    {
        var mappings = typeof(WireWords).GetMethods().Where(method => method.GetParameters() is [{ ParameterType.IsEnum: true }]).ToList();
        Assert.Equal(13, mappings.Count);

        foreach (var mapping in mappings)
        {
            foreach (var value in Enum.GetValues(mapping.GetParameters()[0].ParameterType))
                Assert.Equal(value.ToString(), mapping.Invoke(null, [value])!.ToString());
        }
    }
}
