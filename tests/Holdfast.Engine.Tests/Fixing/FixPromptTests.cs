using System.Globalization;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Engine.Fixing;

namespace Holdfast.Engine.Tests.Fixing;

public sealed class FixPromptTests
{
    private static FixRequest Request => new()
    {
        Kind = AtomKind.Python,
        Code = "orders = input_data[\"orders\"]\ntotal = sum(order[\"price\"] for order in orders)\nresult = {\"total\": total}\n",
        Failure = Failed(FailureCategory.Runtime, "KeyError: 'price'", 2),
        Strategy = Strategy.Fix,
        InputJson = """{"orders":[{"id":1,"amount":2.5},{"id":2,"amount":4}],"needs":{}}""",
    };

    [Fact]
    public void Build_Everything_ReadsAsItShould()
    {
        var prompt = FixPrompt.Build(Request with
        {
            Earlier =
            [
                new FixTry("result = sum(input_data)\n", Failed(FailureCategory.Type, "TypeError: unsupported operand type(s) for +: 'int' and 'str'", 1)),
                new FixTry("result = sum(input_data[\"orders\"])\n", Failed(FailureCategory.Type, "TypeError: unsupported operand type(s) for +: 'int' and 'dict'", 1)),
            ],
            Settings = AtomSettings.Default with { Timeout = TimeSpan.FromSeconds(90), MemoryLimitBytes = 512 << 20, CpuLimitCores = 1.5, OutputLimitBytes = 1 << 20 },
        });

        Assert.Equal(
            """
            You repair small programs that run without anybody watching.
            - The program's input is in the variable `input_data`, which is there already; its result is what it sets at the end, as in: result = {"total": total}
            - Keep what the program is for: the same input, the same shape of result, the same files.
            - Use the standard library only, unless the program uses a package already.
            - Do not catch an error only to hide it, and do not return made-up data.
            - Answer with the whole program in one fenced block marked python, and nothing else.

            """,
            prompt.Rules);
        Assert.Equal(
            """
            This Python program fails. Repair it, changing as little as possible.

            ## Failure
            Error while running: KeyError: 'price'
            At line 2: total = sum(order["price"] for order in orders)

            ## Program
            ```python
            orders = input_data["orders"]
            total = sum(order["price"] for order in orders)
            result = {"total": total}
            ```

            ## Input
            `input_data` is an object
            - orders: list of 2 elements, each object
              - id: number, like 1
              - amount: number, like 2.5
            - needs: object without members

            ## Limits
            - 90 s of time
            - 512 MiB of memory
            - 1.5 processor cores
            - 1 MiB of output

            ## Tried before, oldest first
            1. It failed at line 1: TypeError: unsupported operand type(s) for +: 'int' and 'str'
               Then it was changed so:
            ```diff
            --- before
            +++ after
            @@ -1 +1 @@
            -result = sum(input_data)
            +result = sum(input_data["orders"])
            ```
            2. It failed at line 1: TypeError: unsupported operand type(s) for +: 'int' and 'dict'
               Then it was changed so:
            ```diff
            --- before
            +++ after
            @@ -1 +1,3 @@
            -result = sum(input_data["orders"])
            +orders = input_data["orders"]
            +total = sum(order["price"] for order in orders)
            +result = {"total": total}
            ```

            """,
            prompt.Request);
    }

    [Theory]
    [InlineData(AtomKind.JavaScript, "JavaScript (Node.js)", "```javascript", "`inputData` is an object without members", "const result = { total };")]
    [InlineData(AtomKind.TypeScript, "TypeScript (Node.js, types are stripped)", "```typescript", "`inputData` is an object without members", "const result = { total };")]
    [InlineData(AtomKind.Shell, "shell", "```sh", "The JSON in the file $HOLDFAST_INPUT is an object without members", "printf '{\"total\": %s}' \"$total\" > \"$HOLDFAST_RESULT\"")]
    public void Build_EachLanguage_SpeaksItsOwn(AtomKind kind, string name, string fence, string input, string result)
    {
        var prompt = FixPrompt.Build(Request with { Kind = kind, InputJson = "{}" });

        Assert.StartsWith($"This {name} program fails.", prompt.Request);
        Assert.Contains($"\n{fence}\n", prompt.Request);
        Assert.Contains($"## Input\n{input}\n", prompt.Request);
        Assert.Contains(result, prompt.Rules);
    }

    [Fact]
    public void Build_OtherCodeIsAskedFor_SaysSo() =>
        Assert.StartsWith(
            "This Python program fails, and mending it is not enough. Write another one that does the same job.\n",
            FixPrompt.Build(Request with { Strategy = Strategy.Regenerate }).Request);

    [Fact]
    public void Build_NoLimitOfTime_SaysSo() =>
        Assert.Contains("## Limits\n- no limit of time\n- 16 MiB of output\n", FixPrompt.Build(Request with { Settings = AtomSettings.Default with { Timeout = null } }).Request);

    // A code that holds a fence of its own must not end the prompt's.
    [Fact]
    public void Build_CodeWithFences_IsFencedByMore()
    {
        var prompt = FixPrompt.Build(Request with { Code = "text = \"\"\"\n````\n\"\"\"\n" });

        Assert.Contains("\n`````python\ntext = \"\"\"\n````\n\"\"\"\n`````\n", prompt.Request);
    }

    [Fact]
    public void Build_LineBehindTheEnd_SaysSo() =>
        Assert.Contains("At line 9, behind the end of the program.\n", FixPrompt.Build(Request with { Failure = Failed(FailureCategory.Syntax, "SyntaxError: unexpected EOF", 9) }).Request);

    [Fact]
    public void Build_ManyEarlierTries_ShowsTheLastFourAndCountsTheOthers()
    {
        var prompt = FixPrompt.Build(Request with
        {
            Earlier = [.. Enumerable.Range(1, 6).Select(number => new FixTry($"result = {number}\n", Failed(FailureCategory.Runtime, $"ValueError: {number}", null)))],
        });

        Assert.Contains("## Tried before, oldest first\n(2 older ones are left out.)\n1. It failed: ValueError: 3\n", prompt.Request);
        Assert.DoesNotContain("ValueError: 2\n", prompt.Request);
        Assert.Contains("4. It failed: ValueError: 6\n", prompt.Request);
    }

    [Fact]
    public void Build_EndlessMessage_IsCut()
    {
        var prompt = FixPrompt.Build(Request with { Failure = Failed(FailureCategory.Runtime, new string('x', 5000), 1) });

        Assert.Contains($": {new string('x', 2000)} …\n", prompt.Request);
    }

    [Theory]
    [InlineData(AtomKind.Command)]
    [InlineData(AtomKind.Agent)]
    public void Build_KindWithoutCode_Throws(AtomKind kind)
    {
        var thrown = Assert.Throws<ArgumentException>(() => FixPrompt.Build(Request with { Kind = kind }));

        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"An atom of kind {kind} has no code to repair."), thrown.Message);
    }

    private static Failure Failed(FailureCategory category, string message, int? line) =>
        new() { Category = category, Code = "exception", Message = message, Line = line, Confidence = 0.9, Rule = "exception" };
}
