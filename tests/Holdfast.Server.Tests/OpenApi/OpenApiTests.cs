using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Protocol;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>The description of what can be asked for is of all there is, and holds together.</summary>
public sealed partial class OpenApiTests : IAsyncLifetime
{
    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Description_Always_HasEveryAddressThatIsMappedAndNoOther()
    {
        var paths = (JsonObject)(await DescriptionAsync())["paths"]!;

        var described = paths.SelectMany(path => ((JsonObject)path.Value!).Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var mapped = served.Routes.Select(route => $"{route.Method} {route.Pattern}");

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Description_OfEveryOperation_HasAnAnswerAndAnExampleOfItsBody()
    {
        var description = await DescriptionAsync();
        var operations = ((JsonObject)description["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(operation => (Address: $"{operation.Key} {path.Key}", Node: operation.Value!))).ToList();

        Assert.Equal(operations.Count, operations.Select(each => each.Node["operationId"]!.GetValue<string>()).Distinct().Count());
        foreach (var (address, operation) in operations)
        {
            Assert.True(((JsonObject)operation["responses"]!).Count >= 2, address);
            foreach (var content in Contents(operation["requestBody"]).Concat(((JsonObject)operation["responses"]!).SelectMany(answer => Contents(answer.Value))))
                Assert.True(content["schema"] is not null, address);
            Assert.All(Contents(operation["requestBody"]), content => Assert.True(content["example"] is not null, address));
        }
    }

    [Fact]
    public async Task Description_OfProblems_HasEveryCodeWithItsStatus()
    {
        var description = await DescriptionAsync();

        Assert.Equal(ErrorCode.All.ToDictionary(code => code, Problem.StatusOf), ((JsonObject)description["x-problem-codes"]!).ToDictionary(each => each.Key, each => each.Value!.GetValue<int>()));
        Assert.Equal(ErrorCode.All, ((JsonArray)description["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["enum"]!).Select(code => code!.GetValue<string>()));
    }

    [Fact]
    public async Task References_All_LeadSomewhere()
    {
        var description = await DescriptionAsync();
        var references = ReferencesIn(description).Distinct().ToList();

        Assert.True(references.Count > 50);
        Assert.All(references, reference => Assert.NotNull(At(description, reference)));
    }

    [Fact]
    public async Task Examples_OfBodies_AreWhatIsTaken()
    {
        var description = await DescriptionAsync();
        var methods = new HashSet<string>();
        foreach (var (path, method, operation) in ((JsonObject)description["paths"]!).SelectMany(path => (JsonObject)path.Value!, (path, method) => (path.Key, method.Key, method.Value)))
        {
            if (operation?["requestBody"]?["content"]?["application/json"]?["example"] is not { } example || path.EndsWith("/stop", StringComparison.Ordinal))
                continue;
            methods.Add(method);
            var address = path.Replace("{id}", "0", StringComparison.Ordinal).Replace("{wave}", "1", StringComparison.Ordinal).Replace("{name}", "a", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent(example.ToJsonString()) };
            using var answer = await served.Http.SendAsync(request, Ct);
            var text = await answer.Content.ReadAsStringAsync(Ct);
            Assert.False(text.Contains("is not what is expected", StringComparison.Ordinal), $"{method} {path}: {text}");
            Assert.True((int)answer.StatusCode < 500, $"{method} {path}: {text}");
        }

        Assert.Equal(["patch", "post"], methods.Order());
    }

    [Fact]
    public async Task Page_Always_ShowsItAndNeedsNothingElse()
    {
        using var answer = await served.Http.GetAsync("/openapi", Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("/api/v2/execution/atom/{id}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        var links = Anchor().Matches(page).Select(match => match.Groups["to"].Value).ToList();
        var places = Place().Matches(page).Select(match => match.Groups["id"].Value).ToList();
        Assert.True(links.Count > 500, $"There are only {links.Count} links.");
        Assert.All(links, to => Assert.StartsWith("#", to, StringComparison.Ordinal));
        Assert.Empty(links.Select(to => to[1..]).Except(places));
        Assert.Equal(places.Count, places.Distinct().Count());
        foreach (var operation in DescribedApi.Current.Operations)
            Assert.Contains(operation.Node["operationId"]!.GetValue<string>(), places);
        foreach (var shown in new[] { "integer from 1 to 10000 (else 500)", "transition_not_allowed", "execution.found_dead", "If-None-Match", "Mend the parser" })
            Assert.Contains(shown, page, StringComparison.Ordinal);
    }

    private async Task<JsonNode> DescriptionAsync() => JsonNode.Parse(await served.Http.GetStringAsync("/openapi/v1.json", Ct))!;

    private static IEnumerable<JsonNode> Contents(JsonNode? part) => ((part?["content"] as JsonObject) ?? []).Select(each => each.Value!);

    private static IEnumerable<string> ReferencesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.Where(each => each.Key is not "example").SelectMany(each => each is { Key: "$ref", Value: JsonValue to } ? [to.GetValue<string>()] : ReferencesIn(each.Value)),
        JsonArray items => items.SelectMany(ReferencesIn),
        _ => [],
    };

    private static JsonNode? At(JsonNode description, string reference)
    {
        JsonNode? node = description;
        foreach (var token in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            node = node is JsonArray items ? items[int.Parse(token, System.Globalization.CultureInfo.InvariantCulture)] : node?[token];
        return node;
    }

    [GeneratedRegex("href=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Anchor();

    [GeneratedRegex(" id=\"(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Place();
}
