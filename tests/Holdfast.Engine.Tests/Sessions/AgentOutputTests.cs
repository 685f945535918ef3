using System.Text;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Sessions;

public sealed class AgentOutputTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_JsonBehindBlanks_IsActivityToo() =>
        Assert.Equal(
            [ActivityKind.AgentMessage, ActivityKind.StepStart, ActivityKind.Output, ActivityKind.Finished],
            Read("  {\"type\":\"agent_message\",\"text\":\"Hm.\"}\n\t {\"type\":\"step_start\",\"name\":\"plan\"} \n  {no json\n").Select(record => record.Kind));

    [Fact]
    public void Read_EveryKind_BecomesActivityInOrder()
    {
        var records = Read(
            """
            {"type":"step_start","name":"plan"}
            {"type":"reasoning","text":"Hm."}
            {"type":"tool_call","name":"edit","id":"c1","input":{"file":"a"}}
            {"type":"tool_result","call_id":"c1","output":{"lines":3},"is_error":false}
            {"type":"agent_message","text":"Wor","partial":true}
            {"type":"agent_message","text":"Works."}
            {"type":"output","text":"raw"}
            {"type":"finished","result":"done"}
            plain

            """);

        Assert.Equal(
            [
                ActivityKind.StepStart, ActivityKind.Reasoning, ActivityKind.ToolCall, ActivityKind.ToolResult, ActivityKind.AgentMessage, ActivityKind.AgentMessage,
                ActivityKind.Output, ActivityKind.Finished, ActivityKind.Output, ActivityKind.Finished,
            ],
            records.Select(record => record.Kind));
        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), records.Select(record => record.Sequence));
        Assert.Equal(("edit", "c1", """{"file":"a"}"""), (records[2].Name, records[2].CallId, records[2].InputJson));
        Assert.Equal(("c1", """{"lines":3}""", false), (records[3].CallId, records[3].Text, records[3].IsError));
        Assert.Equal((true, false), (records[4].Partial, records[5].Partial));
        Assert.Equal(("plain", "stdout"), (records[8].Text, records[8].Stream));
        Assert.Equal(("completed", 0), (records[9].Outcome, records[9].ExitCode));
    }

    [Theory]
    [InlineData("""{"type":"tool_call"}""")]
    [InlineData("""{"type":"agent_message","text":5}""")]
    [InlineData("""{"type":"weather","text":"sunny"}""")]
    [InlineData("""{"type":""")]
    [InlineData("""{}""")]
    [InlineData("""{"type":"agent_message","text":"half an emoji \ud83d"}""")]
    [InlineData("""{"type":"tool_call","name":"edit","input":{"text":["\ud83d"]}}""")]
    [InlineData("""{"\ud83d":1,"type":"agent_message","text":"half a name"}""")]
    public void Read_JsonWithoutTheFields_IsOutput(string line)
    {
        var records = Read(line + "\n");

        Assert.Equal((ActivityKind.Output, line), (records[0].Kind, records[0].Text));
    }

    [Fact]
    public void Read_CutIntoFramesAnywhere_IsTheSame()
    {
        var text = """{"type":"agent_message","text":"naïve — ü"}""" + "\nplain ü\r\nrest";
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = Read(text);

        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(whole, Read(new ActivityPolicy(), SecretMask.None, Frame(bytes[..cut]), Frame(bytes[cut..])));
        Assert.Equal(["naïve — ü", "plain ü", "rest", "It exited."], whole.Select(record => record.Text));
    }

    [Fact]
    public void Read_ASecret_IsMaskedEvenWhereJsonWritesItOtherwise()
    {
        var mask = SecretMask.Of(["pass\"word"]);

        var records = Read(
            new ActivityPolicy(), mask,
            Frame(Encoding.UTF8.GetBytes("{\"type\":\"agent_message\",\"text\":\"it is pass\\\"word\"}\n{\"type\":\"tool_call\",\"name\":\"t\",\"input\":{\"p\":\"pass\\\"word\"}}\n")));

        Assert.Equal("it is ***", records[0].Text);
        Assert.Equal("""{"p":"***"}""", records[1].InputJson);
    }

    [Theory]
    [InlineData("the key is sk-a|bc123 as I said", "the key is |*** as I said")]
    [InlineData("s|k|-|a|bc123|!", "||||***|!")]
    [InlineData("it was sk-abc|4 and no more", "it was |sk-abc4 and no more")]
    [InlineData("sk-abc123sk-abc|123 twice", "***|*** twice")]
    [InlineData("the tok|token1|-and-more of all", "the |tok|*** of all")]
    [InlineData("naïve pä|ßwörd", "naïve |***")]
    public void Read_ASecretInPartsOfAMessage_IsMasked(string parts, string shown)
    {
        var mask = SecretMask.Of(["sk-abc123", "token1", "token1-and-more", "päßwörd"]);
        var lines = parts.Split('|').Select(part => $$"""{"type":"agent_message","text":"{{part}}","partial":true}""" + "\n");

        var records = Read(new ActivityPolicy(), mask, Frame(Encoding.UTF8.GetBytes(string.Concat(lines))));

        Assert.Equal(shown, string.Join('|', records[..^1].Select(record => record.Text)));
    }

    [Fact]
    public void Read_AMessageThatEndsAsASecretBegins_IsShownWhole()
    {
        var mask = SecretMask.Of(["sk-abc123"]);
        const string Text = """
            {"type":"agent_message","text":"look at disk","partial":true}
            between
            {"type":"tool_call","name":"ls"}
            {"type":"agent_message","text":"it has desks","partial":true}
            {"type":"agent_message","text":"it has desks"}
            {"type":"agent_message","text":"these","partial":true}
            {"type":"agent_message","text":"these sk","partial":true}
            {"type":"agent_message","text":"these sketching","partial":true}
            {"type":"agent_message","text":"these sketching sk","partial":true}

            """;

        var records = Read(new ActivityPolicy(), mask, Frame(Encoding.UTF8.GetBytes(Text)));

        Assert.Equal(
            ["look at di", "between", "sk", "ls", "it has desk", "it has desks", "these", "these ", "these sketching", "these sketching ", "sk", "It exited."],
            records.Select(record => record.Text ?? record.Name));
    }

    [Theory]
    [InlineData("""{"type":"weather","say":"pass\"wörd\\"}""", """{"type":"weather","say":"***"}""")]
    [InlineData("""{"say" : "\u0070ass\u0022w\u00F6rd\u005c", "n":1}""", """{"say":"***","n":1}""")]
    [InlineData("""{"say" : "nothing", "n":1.0}""", """{"say" : "nothing", "n":1.0}""")]
    [InlineData("""{"half":"\ud83d","say":"pass\"w\u00f6rd\\"}""", """{"half":"\ud83d","say":"***"}""")]
    [InlineData("""{"type":"tool_result","id":"c","output":{"say":"pass\"w\u00f6rd\\"}}""", """{"say":"***"}""")]
    [InlineData("""{"type":"tool_result","id":"c","text":"{\"say\":\"pass\\\"w\\u00f6rd\\\\\"}"}""", """{"say":"***"}""")]
    public void Read_ASecretWithinJson_IsMaskedHoweverItIsWritten(string line, string shown)
    {
        var records = Read(new ActivityPolicy(), SecretMask.Of(["pass\"wörd\\"]), Frame(Encoding.UTF8.GetBytes(line + "\n")));

        Assert.Equal(shown, records[0].Text);
    }

    [Fact]
    public void Read_MoreThanIsKept_SaysWhatWasCut()
    {
        var policy = new ActivityPolicy(TextBytes: 100, LineBytes: 1000, LightBytes: 500, AllBytes: 100_000);
        var many = string.Concat(Enumerable.Range(0, 50).Select(number => $"line {number}\n"));

        var records = Read(policy, SecretMask.None, Frame(Encoding.UTF8.GetBytes(new string('x', 2000) + "\n" + many + """{"type":"agent_message","text":"still here"}""" + "\n")));

        Assert.Equal(2000, records[0].Text!.Length + records[0].OmittedBytes);
        var message = Assert.Single(records, record => record.Kind == ActivityKind.AgentMessage);
        Assert.Equal(50, records.Count(record => record.Text!.StartsWith("line", StringComparison.Ordinal)) + message.OmittedRecords);
        Assert.Equal((message.OmittedRecords, true), (records[^1].OmittedRecords, message.OmittedRecords > 0));
        Assert.Equal(Enumerable.Range(1, records.Count).Select(number => (long)number), records.Select(record => record.Sequence));
    }

    [Fact]
    public void Read_WithoutPartialMessages_KeepsTheWholeOnesAndCountsTheOthers()
    {
        var policy = ActivityPolicy.Within(1 << 20, partial: false);
        const string Text = """
            {"type":"agent_message","text":"He","partial":true}
            {"type":"agent_message","text":"Hello","partial":true}
            {"type":"agent_message","text":"Hello."}

            """;

        var records = Read(policy, SecretMask.None, Frame(Encoding.UTF8.GetBytes(Text)));

        Assert.Equal([("Hello.", 2L), ("It exited.", 2)], records.Select(record => (record.Text, record.OmittedRecords)));
    }

    private static List<ActivityRecord> Read(string text) => Read(new ActivityPolicy(), SecretMask.None, Frame(Encoding.UTF8.GetBytes(text)));

    private static OutputFrame Frame(byte[] bytes) => new(OutputFrameKind.Stdout, TimeSpan.FromSeconds(1), bytes);

    private static List<ActivityRecord> Read(ActivityPolicy policy, SecretMask mask, params OutputFrame[] frames)
    {
        var output = new AgentOutput(policy, mask);
        var records = new List<ActivityRecord>();
        foreach (var frame in frames)
            output.Read(frame, Noon, Take);
        output.Finish("completed", "It exited.", 0, Noon.AddMinutes(1), Take);
        return records;

        // What is kept on the disk says the same.
        void Take(ActivityRecord record, ReadOnlyMemory<byte> json)
        {
            Assert.Equal(record, ActivityJson.Read(json));
            records.Add(record);
        }
    }
}
