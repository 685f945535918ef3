using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>What is said of a parameter is what is taken: the bounds, the words and nothing else.</summary>
public sealed class ApiParametersTests : IAsyncLifetime
{
    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DescribedApi Api => DescribedApi.Current;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Parameters_OfEveryOperation_TakeWhatIsDescribedAndNothingElse()
    {
        await FurnishAsync();
        var wrong = new List<string>();
        var tried = 0;
        foreach (var operation in Api.Operations.Where(operation => operation.Method == "GET"))
        {
            foreach (var parameter in Api.Parameters(operation, "query"))
            {
                var name = parameter["name"]!.GetValue<string>();
                var (taken, refused) = ValuesOf(name, (JsonObject)parameter["schema"]!);
                foreach (var (value, isTaken) in taken.Select(value => (value, true)).Concat(refused.Select(value => (value, false))))
                {
                    tried++;
                    if (await IsTakenAsync(operation, name, value) != isTaken)
                        wrong.Add($"{operation.Name} {(isTaken ? "refuses" : "takes")} {name}={value}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried > 100, $"Only {tried} values were tried.");
    }

    [Fact]
    public void Parameters_All_AreDescribedWithAnExampleOfThem()
    {
        var parameters = Api.Operations.SelectMany(operation => new[] { "path", "query", "header" }.SelectMany(place => Api.Parameters(operation, place)).Select(parameter => (operation.Name, parameter))).ToList();

        Assert.All(parameters, each => Assert.True(
            each.parameter["description"]!.GetValue<string>().Length > 0 && each.parameter["example"] is { } example && Api.Shapes.FaultOf(example, each.parameter["schema"]) is null,
            $"{each.Name} {each.parameter.ToJsonString()}"));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0.5", true)]
    [InlineData("500ms", true)]
    [InlineData("1m30s", true)]
    [InlineData("1.5s200ms", true)]
    [InlineData("10m", true)]
    [InlineData("30s1m", false)]
    [InlineData("1s1s", false)]
    [InlineData("-1s", false)]
    [InlineData("5 minutes", false)]
    [InlineData("s", false)]
    [InlineData("forever", false)]
    public async Task Wait_AsItIsDescribed_IsWhatIsTaken(string value, bool isTaken)
    {
        var wait = Api.Parameters(Api.Find("POST", "/api/v2/executions")!, "query").Single(parameter => parameter["name"]!.GetValue<string>() == "wait");

        using var answer = await served.Http.PostAsync($"/api/v2/executions?wait={Uri.EscapeDataString(value)}", new StringContent("""{"command":["true"],"working_directory":"/"}"""), Ct);

        Assert.Equal((isTaken, isTaken), (Regex.IsMatch(value, wait["schema"]!["pattern"]!.GetValue<string>(), RegexOptions.ECMAScript, TimeSpan.FromSeconds(10)), answer.IsSuccessStatusCode));
        if (!isTaken)
            Assert.Contains("parameter wait takes", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private async Task FurnishAsync()
    {
        foreach (var (address, body) in new[]
                 {
                     ("/api/tasks", """{"title":"One","agent":{"command":["true"]}}"""), ("/api/tasks/1/execute?wait=2m", "{}"),
                     ("/api/v2/runs?wait=2m", """{"plan":{"file":"-","working_directory":"/","content":"bmFtZTogb25lCmF0b21zOiBbe2tleTogbG9hZCwga2luZDogc2hlbGwsIGNvZGU6ICJ0cnVlIn1d"}}"""),
                 })
        {
            using var answer = await served.Http.PostAsync(address, new StringContent(body), Ct);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        }
    }

    private static (IEnumerable<string> Taken, IEnumerable<string> Refused) ValuesOf(string name, JsonObject schema)
    {
        if (name is "since" or "until")
            return (["24h", "90m", "1d12h", "30", "2026-03-01", "2026-03-01T12:00Z", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.123456Z", "2026-03-01T12:00:00+02:00"], ["yesterday", "2026-13-01", "01.03.2026", "-1h", "10x", "12h1d", "999999d"]);
        if (schema["items"] is JsonObject items)
            return ([.. Words(items), string.Join(',', Words(items))], ["nonsense", "0"]);
        if (schema["enum"] is not null)
            return (Words(schema), ["nonsense", "0"]);
        if (schema["type"]!.GetValue<string>() == "boolean")
            return (["true", "false"], ["1", "maybe"]);
        if (schema["minimum"] is not { } least)
            return ([], []);
        var (from, to) = (least.GetValue<long>(), schema["maximum"]?.GetValue<long>());
        return (
            [.. new[] { from, to, schema["default"]?.GetValue<long>() }.OfType<long>().Select(Word)],
            [Word(from - 1), .. to is { } most ? [Word(most + 1)] : Array.Empty<string>(), "1.5", "nonsense"]);
    }

    private static IEnumerable<string> Words(JsonObject schema) => schema["enum"]!.AsArray().Select(word => word!.GetValue<string>());

    private static string Word(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it is not refused for this parameter; what is not there, or not so, may be.</summary>
    private async Task<bool> IsTakenAsync(DescribedApi.Operation operation, string name, string value)
    {
        var address = operation.Pattern.Replace("{id}", "1", StringComparison.Ordinal);
        var others = Api.Parameters(operation, "query").Where(other => other["required"]!.GetValue<bool>() && other["name"]!.GetValue<string>() != name)
            .Select(other => $"&{other["name"]}={other["example"]}");
        using var answer = await served.Http.GetAsync($"{address}?{name}={Uri.EscapeDataString(value)}{string.Concat(others)}", Ct);
        if (answer.StatusCode != HttpStatusCode.BadRequest)
            return true;
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("detail").GetString()!;
        // An event that was not given out yet is refused for another reason.
        return !said.Contains($"parameter {name} takes", StringComparison.Ordinal) && !said.StartsWith("There is no agent", StringComparison.Ordinal);
    }
}
