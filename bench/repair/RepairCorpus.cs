using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;

namespace Holdfast.RepairBench;

/// <summary>
/// The snippets in tests/corpus/repair: <c>seen</c> and <c>unseen</c> fail, <c>working</c> do not. A folder a half; in it a folder a language and, for broken
/// ones, a folder a category. <c>cases.json</c> says what is expected, <c>reports.json</c> what the real interpreters reported.
/// </summary>
public static class RepairCorpus
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions OneLine = new(Json) { WriteIndented = false };

    public static string Folder { get; } = Find();

    public static IReadOnlyList<Snippet> Load(string half)
    {
        var folder = Path.Combine(Folder, half);
        var reports = ReadIfThere(Path.Combine(folder, "reports.json"));
        return [.. Read(Path.Combine(folder, "cases.json")).Select(entry => ReadCase(folder, half, entry.Key, entry.Value!.AsObject(), reports?[entry.Key]))];
    }

    /// <summary>Keeps what the interpreters reported, and of the cases only those given.</summary>
    public static void SaveReports(string half, IReadOnlyList<(Snippet Snippet, ExecutionReport Report)> kept)
    {
        var folder = Path.Combine(Folder, half);
        var cases = Read(Path.Combine(folder, "cases.json"));
        var names = kept.Select(pair => pair.Snippet.File).ToHashSet();
        foreach (var gone in cases.Select(entry => entry.Key).Where(name => !names.Contains(name)).ToList())
        {
            cases.Remove(gone);
            File.Delete(Path.Combine(folder, gone));
        }

        WriteLines(Path.Combine(folder, "cases.json"), cases);
        WriteLines(Path.Combine(folder, "reports.json"), new JsonObject(kept.Select(pair => KeyValuePair.Create(pair.Snippet.File, (JsonNode?)ReportOf(pair.Report)))));
    }

    /// <summary>Keeps the results of working programs.</summary>
    public static void SaveResults(string half, IReadOnlyList<(Snippet Snippet, string? ResultJson)> results)
    {
        var path = Path.Combine(Folder, half, "cases.json");
        var cases = Read(path);
        foreach (var (snippet, result) in results)
            cases[snippet.File]!["result"] = result is null ? null : JsonNode.Parse(result);
        WriteLines(path, cases);
    }

    /// <summary>Whether two results are the same JSON, whatever its spacing.</summary>
    public static bool SameResult(string? one, string? other) =>
        one is not null && other is not null && JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));

    public static AtomKind KindOf(string file) => Path.GetExtension(file) switch
    {
        ".py" => AtomKind.Python,
        ".js" => AtomKind.JavaScript,
        ".ts" => AtomKind.TypeScript,
        var other => throw new ArgumentException($"No language has files that end in '{other}'.", nameof(file)),
    };

    private static Snippet ReadCase(string folder, string half, string file, JsonObject entry, JsonNode? report) => new()
    {
        Half = half,
        File = file,
        Kind = KindOf(file),
        Code = File.ReadAllText(Path.Combine(folder, file)),
        Category = half == "working" ? null : Category((string?)entry["category"] ?? file.Split('/')[1]),
        Line = (int?)entry["line"],
        InputJson = entry["input"]?.ToJsonString() ?? "{}",
        ResultJson = entry["result"]?.ToJsonString(OneLine),
        Raises = (string?)entry["raises"],
        Timeout = (int?)entry["limits"]?["timeout_ms"] is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        MemoryMegabytes = (int?)entry["limits"]?["memory_mb"],
        OutputBytes = (long?)entry["limits"]?["output_bytes"],
        Recorded = report is null ? null : ReadReport(report.AsObject()),
    };

    private static FailureCategory Category(string snakeCase) => Enum.Parse<FailureCategory>(snakeCase.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static JsonObject ReportOf(ExecutionReport report)
    {
        var (cause, number) = report.Ending.Cause switch
        {
            EndCause.Exited exited => ("exited", exited.Code),
            EndCause.Signalled signalled => ("signalled", signalled.Signal),
            EndCause.WallTime => ("wall_time", 0),
            EndCause.OutputLimit => ("output_limit", 0),
            var other => throw new InvalidOperationException($"A snippet ended with {other}."),
        };
        var json = new JsonObject { ["cause"] = cause };
        if (number != 0)
            json["number"] = number;
        if (report.Exception is { } exception)
            json["exception"] = JsonSerializer.SerializeToNode(exception with { Frames = [.. exception.Frames.TakeLast(3)] }, Json);
        if (report.ErrorTail is { } tail)
            json["error_tail"] = tail;
        return json;
    }

    private static ExecutionReport ReadReport(JsonObject json)
    {
        var number = (int?)json["number"] ?? 0;
        EndCause cause = (string?)json["cause"] switch
        {
            "exited" => new EndCause.Exited(number),
            "signalled" => new EndCause.Signalled(number),
            "wall_time" => new EndCause.WallTime(TimeSpan.FromSeconds(1)),
            "output_limit" => new EndCause.OutputLimit(1),
            var other => throw new InvalidDataException($"Unknown cause '{other}' in reports.json."),
        };
        var ending = new ExecutionEnding { Cause = cause, StartedAt = default, EndedAt = default, Duration = default };
        return new ExecutionReport(ending, Exception: json["exception"].Deserialize<ReportedException>(Json), ErrorTail: (string?)json["error_tail"]);
    }

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    private static JsonObject? ReadIfThere(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>One line a member, so that a difference shows the cases it is about.</summary>
    private static void WriteLines(string path, JsonObject members) =>
        File.WriteAllText(path, "{\n" + string.Join(",\n", members.Select(member => $"{JsonSerializer.Serialize(member.Key, OneLine)}: {member.Value?.ToJsonString(OneLine) ?? "null"}")) + "\n}\n");

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var corpus = Path.Combine(folder, "tests", "corpus", "repair");
            if (Directory.Exists(corpus))
                return corpus;
        }

        throw new DirectoryNotFoundException("No folder above the program has tests/corpus/repair.");
    }
}

/// <summary>One program of the corpus.</summary>
public sealed record Snippet
{
    public required string Half { get; init; }

    /// <summary>Relative to the half's folder.</summary>
    public required string File { get; init; }

    public required AtomKind Kind { get; init; }

    public required string Code { get; init; }

    /// <summary>Null for a working program.</summary>
    public FailureCategory? Category { get; init; }

    /// <summary>The line at fault; null when it is not expected to be known.</summary>
    public int? Line { get; init; }

    public required string InputJson { get; init; }

    /// <summary>Of the working program, or of the broken one once it is repaired; null when it cannot be.</summary>
    public string? ResultJson { get; init; }

    /// <summary>The types of exception a mutation is meant to lead to, as a regular expression; null when it is not about one.</summary>
    public string? Raises { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? MemoryMegabytes { get; init; }

    public long? OutputBytes { get; init; }

    /// <summary>What the real interpreter reported; null when it was not recorded.</summary>
    public ExecutionReport? Recorded { get; init; }

    /// <summary>Whether a failure has the category that is expected, and the line where one is.</summary>
    public bool IsClassifiedRight(Failure? failure) => failure?.Category == Category && (Line is null || Line == failure?.Line);

    public override string ToString() => $"{Half}/{File}";
}
