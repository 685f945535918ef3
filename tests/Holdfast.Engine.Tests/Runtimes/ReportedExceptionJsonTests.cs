using System.Text;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class ReportedExceptionJsonTests
{
    [Fact]
    public void Write_EveryMember_IsReadBackTheSame()
    {
        var exception = new ReportedException
        {
            Type = "HTTPError",
            Message = "é",
            WhileParsing = true,
            Line = 1,
            Column = 2,
            EndColumn = 3,
            Module = "m",
            Name = "n",
            Code = "ENOENT",
            SystemCall = "open",
            Causes = [new ReportedCause("T", "M", "C")],
            Bases = ["OSError"],
            Frames = [new ReportedFrame("f.py", 4, "g", true)],
            HttpStatus = 429,
            RetryAfterSeconds = 1.5,
        };

        var json = ReportedExceptionJson.Write(exception);

        Assert.Equal(
            """{"type":"HTTPError","message":"\u00E9","while_parsing":true,"line":1,"column":2,"end_column":3,"module":"m","name":"n","code":"ENOENT","system_call":"open","causes":[{"type":"T","message":"M","code":"C"}],"bases":["OSError"],"frames":[{"file":"f.py","line":4,"function":"g","in_user_code":true}],"http_status":429,"retry_after_seconds":1.5}""",
            json);
        Assert.Equivalent(exception, ReportedExceptionJson.Read(Encoding.UTF8.GetBytes(json)), strict: true);
    }

    [Fact]
    public void Read_OnlyTheType_IsEnough()
    {
        Assert.Equivalent(new ReportedException { Type = "E" }, ReportedExceptionJson.Read("""{"type":"E","unknown":1}"""u8), strict: true);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":\"E\",\"frames\":null}")]
    [InlineData("{\"type\":\"E\"")]
    public void Read_SomethingElse_Throws(string json)
    {
        Assert.Throws<JsonException>(() => ReportedExceptionJson.Read(Encoding.UTF8.GetBytes(json)));
    }
}
