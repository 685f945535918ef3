using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol;

/// <summary>Plans and runs. A reference is a number, an id, or an unambiguous part of one.</summary>
public sealed partial class HoldfastClient
{
    private const string RunsRoot = "/api/v2/runs";
    private const string PlansRoot = "/api/v2/plans";

    public Task<PlanCheck> CheckPlanAsync(PlanCheckRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"{PlansRoot}/check", Content(request, ProtocolJson.Compact.PlanCheckRequest), ProtocolJson.Compact.PlanCheck, cancellationToken, Timeout.InfiniteTimeSpan);

    public Task<PlanOverview> ShowPlanAsync(PlanShowRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"{PlansRoot}/show", Content(request, ProtocolJson.Compact.PlanShowRequest), ProtocolJson.Compact.PlanOverview, cancellationToken);

    public Task<PlanTrends> GetTrendsAsync(PlanTrendsRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"{PlansRoot}/trends", Content(request, ProtocolJson.Compact.PlanTrendsRequest), ProtocolJson.Compact.PlanTrends, cancellationToken);

    /// <summary>The JSON Schema of plans.</summary>
    public async Task<string> GetPlanSchemaAsync(CancellationToken cancellationToken)
    {
        await using var schema = new AnswerStream(this, await SendAsync(HttpMethod.Get, $"{PlansRoot}/schema", null, LongestAnswer, cancellationToken), cancellationToken);
        using var reader = new StreamReader(schema, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Durable when this returns. The whole plan is checked first.</summary>
    public Task<StartedRun> StartRunAsync(RunRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, RunsRoot, Content(request, ProtocolJson.Compact.RunRequest), ProtocolJson.Compact.StartedRun, cancellationToken, Timeout.InfiniteTimeSpan);

    public Task<StartedRun> RetryRunAsync(string reference, RunRetryRequest request, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post, $"{RunAddress(reference)}/retry", Content(request, ProtocolJson.Compact.RunRetryRequest), ProtocolJson.Compact.StartedRun, cancellationToken, Timeout.InfiniteTimeSpan);

    /// <summary>Takes the run up if it was cut off; one that goes on goes on.</summary>
    public Task<StartedRun> ResumeRunAsync(string reference, RunResumeRequest request, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post, $"{RunAddress(reference)}/resume", Content(request, ProtocolJson.Compact.RunResumeRequest), ProtocolJson.Compact.StartedRun, cancellationToken, Timeout.InfiniteTimeSpan);

    /// <summary>Every run that was cut off, whether the daemon took it up by itself or does so now. One that has ended meanwhile is told once.</summary>
    public Task<ResumedRuns> ResumeRunsAsync(RunResumeRequest request, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post, $"{RunsRoot}/resume", Content(request, ProtocolJson.Compact.RunResumeRequest), ProtocolJson.Compact.ResumedRuns, cancellationToken, Timeout.InfiniteTimeSpan);

    /// <summary>Lets what runs finish and starts nothing more.</summary>
    public Task<RunRow> StopRunAsync(string reference, string who, CancellationToken cancellationToken) => OrderAsync(reference, "stop", who, cancellationToken);

    /// <summary>Ends what runs.</summary>
    public Task<RunRow> CancelRunAsync(string reference, string who, CancellationToken cancellationToken) => OrderAsync(reference, "cancel", who, cancellationToken);

    /// <summary>
    /// What happens in the run, from how it stands now to its end. Of one that has ended: only that. A reader that cannot follow is told
    /// anew how the run stands, and never holds it up.
    /// </summary>
    /// <param name="fromStart">
    /// For whoever asked for the run: told first is what has happened, not how it stands, as long as that is little and nobody was told before.
    /// </param>
    /// <exception cref="RefusedException"><see cref="ErrorCode.RunCutOff"/>: nobody drives it.</exception>
    public async IAsyncEnumerable<RunUpdate> WatchRunAsync(string reference, bool fromStart, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new AnswerStream(this, await SendAsync(HttpMethod.Get, $"{RunAddress(reference)}/updates{(fromStart ? "?from_start=true" : "")}", null, LongestAnswer, cancellationToken), cancellationToken);
        await foreach (var update in ReadLinesAsync(stream, ProtocolJson.Compact.RunUpdate, cancellationToken))
            yield return update;
    }

    /// <summary>Newest first.</summary>
    /// <param name="status">Null: of any.</param>
    public Task<RunList> ListRunsAsync(int limit, RunStatus? status, CancellationToken cancellationToken) => ListRunsAsync(limit, status, plan: null, ListWish.NewestFirst, cancellationToken);

    /// <param name="plan">The id of a plan; null for all.</param>
    public Task<RunList> ListRunsAsync(int limit, RunStatus? status, Guid? plan, ListWish wish, CancellationToken cancellationToken)
    {
        var query = $"?limit={limit.ToString(CultureInfo.InvariantCulture)}";
        if (status is { } one)
            query += $"&status={JsonSerializer.SerializeToElement(one, ProtocolJson.Compact.RunStatus).GetString()}";
        if (plan is { } id)
            query += $"&plan={id}";
        return AskAsync(HttpMethod.Get, RunsRoot + query + QueryOf(wish), null, ProtocolJson.Compact.RunList, cancellationToken);
    }

    /// <param name="everything">Whether all results and outputs are wanted, and not only the results nobody needed.</param>
    public Task<RunDocument> GetRunAsync(string reference, bool everything, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"{RunAddress(reference)}?everything={(everything ? "true" : "false")}", null, ProtocolJson.Compact.RunDocument, cancellationToken);

    public Task<AtomHistory> GetAtomAsync(string reference, string key, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"{RunAddress(reference)}/atom?key={Uri.EscapeDataString(key)}", null, ProtocolJson.Compact.AtomHistory, cancellationToken);

    public Task<RunStats> GetStatsAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"{RunAddress(reference)}/stats", null, ProtocolJson.Compact.RunStats, cancellationToken);

    public Task<LevelReport> GetLevelsAsync(string reference, ResultLevel level, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Get, $"{RunAddress(reference)}/levels?level={JsonSerializer.SerializeToElement(level, ProtocolJson.Compact.ResultLevel).GetString()}", null,
            ProtocolJson.Compact.LevelReport, cancellationToken);

    /// <param name="other">A run to compare it with, or an atom of it; null when <paramref name="key"/> names the atom.</param>
    public Task<RunDifference> DiffRunAsync(string reference, string? other, string? key, CancellationToken cancellationToken)
    {
        var query = new List<string>();
        if (other is not null)
            query.Add($"other={Uri.EscapeDataString(other)}");
        if (key is not null)
            query.Add($"atom={Uri.EscapeDataString(key)}");
        return AskAsync(HttpMethod.Get, $"{RunAddress(reference)}/diff?{string.Join('&', query)}", null, ProtocolJson.Compact.RunDifference, cancellationToken);
    }

    /// <summary>Everything about the run, as one JSON document or as one page of HTML that needs nothing else.</summary>
    public async Task<Stream> OpenExportAsync(string reference, bool page, CancellationToken cancellationToken) => new AnswerStream(
        this,
        await SendAsync(HttpMethod.Get, $"{RunAddress(reference)}/export?format={(page ? "html" : "json")}", null, LongestAnswer, cancellationToken),
        cancellationToken);

    /// <summary>What atoms wrote, line by line.</summary>
    /// <param name="key">Null: every atom, in the plan's order.</param>
    /// <param name="attempt">Null: the last; of what is followed, every one.</param>
    /// <param name="follow">Goes on with what is written, until the run has ended.</param>
    public async IAsyncEnumerable<LogLine> ReadRunLogAsync(string reference, string? key, int? attempt, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new List<string>();
        if (key is not null)
            query.Add($"atom={Uri.EscapeDataString(key)}");
        if (attempt is { } number)
            query.Add($"attempt={number.ToString(CultureInfo.InvariantCulture)}");
        if (follow)
            query.Add("follow=true");
        await using var stream = new AnswerStream(
            this, await SendAsync(HttpMethod.Get, $"{RunAddress(reference)}/logs?{string.Join('&', query)}", null, LongestAnswer, cancellationToken), cancellationToken);
        await foreach (var line in ReadLinesAsync(stream, ProtocolJson.Compact.LogLine, cancellationToken))
            yield return line;
    }

    public Task<DeletedRun> DeleteRunAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, RunAddress(reference), null, ProtocolJson.Compact.DeletedRun, cancellationToken, Timeout.InfiniteTimeSpan);

    private Task<RunRow> OrderAsync(string reference, string order, string who, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"{RunAddress(reference)}/{order}", Content(new RunOrder(who), ProtocolJson.Compact.RunOrder), ProtocolJson.Compact.RunRow, cancellationToken);

    private static string RunAddress(string reference) => $"{RunsRoot}/{Segment(reference)}";
}
