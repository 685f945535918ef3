using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Daemons;
using Holdfast.Server.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Runs;

/// <summary>Answers who asked for a run: at once, or with how it ended when that is waited for and comes in time.</summary>
internal sealed class StartedRuns(Daemon daemon, RunDesk desk, RunReports reports)
{
    /// <param name="wait">Null to answer at once.</param>
    public Task AnswerAsync(HttpContext context, StartedRun started, TimeSpan? wait) => AnswerAsync(
        context, started, wait, () => reports.ShowAsync(started.RunId.ToString(), everything: false, context.RequestAborted), ProtocolJson.Compact.RunDocument);

    /// <param name="finished">Asked for when it has ended.</param>
    public async Task AnswerAsync<T>(HttpContext context, StartedRun started, TimeSpan? wait, Func<Task<T>> finished, JsonTypeInfo<T> type)
    {
        context.Response.Headers.Location = $"{RunEndpoints.Root}/{started.RunId}";
        if (wait is { } longest && await HasEndedAsync(context, started, longest))
            await context.AnswerAsync(await finished(), type);
        else
            await context.AnswerAsync(started, ProtocolJson.Compact.StartedRun, StatusCodes.Status202Accepted);
    }

    private async Task<bool> HasEndedAsync(HttpContext context, StartedRun started, TimeSpan longest)
    {
        // A daemon that stops answers as when the time is over: the run goes on with the next.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        return await desk.WaitAsync(started.RunId, longest, leaving.Token);
    }
}
