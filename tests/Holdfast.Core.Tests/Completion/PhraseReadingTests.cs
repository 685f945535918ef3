using System.Text.RegularExpressions;
using Holdfast.Core.Completion;

namespace Holdfast.Core.Tests.Completion;

public class PhraseReadingTests
{
    private static readonly Regex[] Ready = [new Regex("READY", RegexOptions.None, TimeSpan.FromSeconds(10))];

    [Theory]
    [InlineData("READY")]
    [InlineData("Status: READY")]
    [InlineData("No warnings, no errors: READY")]
    [InlineData("I could not use the cache. The build is READY.")]
    [InlineData("READY in 3 s, 12 of 12 checks")]
    [InlineData("✅ READY 100 %")]
    public void Read_AStatement_IsFor(string line) => Assert.Equal(EvidenceLeaning.For, Said(line)?.Leaning);

    [Theory]
    [InlineData("NOT READY")]
    [InlineData("It is not yet READY")]
    [InlineData("The build isn't READY.")]
    [InlineData("READY: no")]
    [InlineData("READY = false")]
    [InlineData("almost READY")]
    [InlineData("un-READY")]
    [InlineData("3/5 READY")]
    [InlineData("READY 60%")]
    [InlineData("- [ ] READY")]
    public void Read_TheContraryOrAPart_IsAgainst(string line) => Assert.Equal(EvidenceLeaning.Against, Said(line)?.Leaning);

    [Theory]
    [InlineData("> print READY at the end")]
    [InlineData("I will say READY when it works")]
    [InlineData("Is it READY?")]
    [InlineData("echo READY")]
    [InlineData("+ READY=1")]
    [InlineData("the word \"READY\" is searched")]
    [InlineData("| api | READY |")]
    [InlineData("{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"say READY\"}}")]
    [InlineData("nothing of the kind")]
    public void Read_AMention_IsNoStatement(string line) => Assert.Null(Said(line));

    [Fact]
    public void Read_SeveralStatements_TheLastCounts()
    {
        Assert.Equal(EvidenceLeaning.For, Said("NOT READY", "READY")?.Leaning);
        Assert.Equal(EvidenceLeaning.Against, Said("READY", "NOT READY")?.Leaning);
    }

    [Fact]
    public void Read_WithoutThePhrase_SaysVeryLittle() =>
        Assert.Equal([0.2], PhraseReading.Read(Ready, ["all is well"]).Select(claim => claim.Confidence));

    [Fact]
    public void Read_ErrorAfterThePhrase_TakesLittleOff()
    {
        var claims = PhraseReading.Read(Ready, ["READY", "error: no telemetry"]);

        Assert.Equal([(EvidenceLeaning.For, 0.75), (EvidenceLeaning.Against, 0.2)], claims.Select(claim => (claim.Leaning, claim.Confidence)));
    }

    private static Claim? Said(params string[] lines) => PhraseReading.Read(Ready, lines).SingleOrDefault(claim => claim.IsStatement);
}
