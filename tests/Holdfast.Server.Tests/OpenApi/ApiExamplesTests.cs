using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Holdfast.Protocol;
using Holdfast.Server.Endpoints.OpenApi;
using Seen = Holdfast.Server.Tests.OpenApi.DescribedAnswers.Seen;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>Every operation answers as it is described, and is shown by what a daemon really answered. <c>HOLDFAST_UPDATE=1</c> records the examples anew.</summary>
public sealed class ApiExamplesTests
{
    /// <summary>Answers that only come about where a daemon died before, so that this one left a run alone.</summary>
    private static readonly string[] NotMet = ["POST /api/v2/runs/{id}/resume 200 application/json", "POST /api/v2/runs/{id}/resume 202 application/json"];

    private static DescribedApi Api => DescribedApi.Current;

    [Fact]
    public async Task Walk_OverEveryOperation_IsAnsweredAsDescribedAndLeavesNoneOut()
    {
        var project = Directory.CreateTempSubdirectory("holdfast-walk-").FullName;
        var seen = new List<Seen>();
        await using var served = await ServedHome.OpenAsync(seen: seen.Add);
        try
        {
            var begun = DateTimeOffset.FromUnixTimeMilliseconds((await served.Client.GetDaemonAsync(TestContext.Current.CancellationToken)).StartedAt.ToUnixTimeMilliseconds());
            await new ApiWalk(served, project).WalkAsync();

            if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
                new RecordedExamples(seen, new PlainWords(begun, served.Folder, project)).WriteTo(ExamplesFile());
            var met = seen.Where(each => each.Event is null).Select(each => $"{each.Operation.Name} {each.Status} {each.MediaType}").ToHashSet();
            Assert.Empty(Successes().Select(each => $"{each.Operation.Name} {each.Status} {each.MediaType}").Where(answer => !met.Contains(answer)).Except(NotMet));
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
    }

    [Fact]
    public void Examples_OfEveryBodyAnswerProblemAndEvent_AreThereAndHaveTheirShape()
    {
        var wrong = new List<string>();
        foreach (var operation in Api.Operations)
        {
            foreach (var (media, content) in ContentOf(operation.Node["requestBody"]))
                Judge($"{operation.Name} body {media}", content);
            foreach (var (status, response) in (JsonObject)operation.Node["responses"]!)
            {
                foreach (var (media, content) in ContentOf(Api.Shapes.Resolve(response)).Where(each => !IsWhatWasWritten(each.Media)))
                    Judge($"{operation.Name} {status} {media}", content);
            }
        }

        foreach (var (kind, shapes) in new[] { ("events", EventShapes.All.Keys.ToDictionary(name => name)), ("activity", ActivityShapes.All.Keys.ToDictionary(name => name["activity.".Length..])) })
        {
            foreach (var (name, shape) in shapes)
                wrong.AddRange(new ApiExamples().Sent(kind, name) is not { } example ? [$"{kind} {name} has no example"] : Api.Shapes.FaultOf(example, ApiSchemas.To(shape)) is { } fault ? [$"{kind} {name}: {fault}"] : []);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        void Judge(string what, JsonObject content)
        {
            var shown = content["examples"] is JsonObject several ? [.. several.Select(each => (each.Key, each.Value!["value"]))] : new List<(string, JsonNode?)> { ("", content["example"]) };
            foreach (var (name, example) in shown)
            {
                if (example is null)
                    wrong.Add($"{what} {name} has no example");
                else if (Api.Shapes.FaultOf(example, content["schema"]) is { } fault)
                    wrong.Add($"{what} {name}: {fault}");
            }
        }
    }

    [Fact]
    public void Examples_OfTheMachine_AreOfNoneInParticular()
    {
        var environment = (JsonObject)Api.Media(Api.Find("GET", "/api/v2/diagnostics")!, 200, "application/json")!["example"]!["environment"]!;

        Assert.Equal(["HOME", "LANG", "PATH"], environment.Select(variable => variable.Key));
        Assert.Equal("/usr/local/bin:/usr/bin:/bin", environment["PATH"]!.GetValue<string>());
        Assert.Contains($"PATH ({environment["PATH"]})", new ApiExamples().Problem(ErrorCode.ToolMissing)!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Media, JsonObject Content)> ContentOf(JsonNode? part) => ((part?["content"] as JsonObject) ?? []).Select(each => (each.Key, (JsonObject)each.Value!));

    // Files and pages are what they are.
    private static bool IsWhatWasWritten(string media) => media is "application/octet-stream" or "text/html" or "application/schema+json";

    private static IEnumerable<(DescribedApi.Operation Operation, int Status, string MediaType)> Successes() =>
        from operation in Api.Operations
        from response in (JsonObject)operation.Node["responses"]!
        let status = int.Parse(response.Key, CultureInfo.InvariantCulture)
        where status < 400
        from media in ContentOf(response.Value).Select(each => each.Media).DefaultIfEmpty("")
        select (operation, status, media);

    private static string ExamplesFile([CallerFilePath] string testFile = "") =>
        Path.Combine(Path.GetDirectoryName(testFile)!, "..", "..", "..", "src", "Holdfast.Server", "Endpoints", "OpenApi", "examples.json");
}
