using Holdfast.Cli.Commands;

namespace Holdfast.Cli.Tests;

public sealed class DaemonLimitsVerbTests
{
    [Theory]
    [InlineData("on", true)]
    [InlineData("On", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("False", false)]
    public void IsOn_EachWordThatIsTaken_MeansWhatItSays(string text, bool expected) => Assert.Equal(expected, DaemonLimitsVerb.IsOn(text));
}
