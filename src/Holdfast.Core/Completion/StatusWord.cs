namespace Holdfast.Core.Completion;

/// <summary>The words a worker may use for where its work stands.</summary>
internal enum StatusWord { Done, Open, Unknown }

internal static class StatusWords
{
    public static StatusWord Read(string word) => word.Trim().Replace('-', '_').Replace(' ', '_').ToLowerInvariant() switch
    {
        "completed" or "complete" or "done" or "finished" or "success" or "succeeded" or "successful" or "passed" or "ok" => StatusWord.Done,
        "failed" or "failure" or "fail" or "error" or "errored" or "blocked" or "stuck" or "partial" or "partially_completed" or "incomplete" or "in_progress"
            or "running" or "working" or "started" or "pending" or "todo" or "open" or "queued" or "waiting" or "paused" or "aborted" or "cancelled" or "canceled"
            or "interrupted" or "timeout" or "timed_out" or "skipped" or "not_started" or "not_done" or "not_ready" or "wip" or "draft" or "review" or "needs_review"
            or "needs_input" => StatusWord.Open,
        _ => StatusWord.Unknown,
    };
}
