using System.Text.Json;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>Events of free-standing executions as they are stored: as those of runs, and with the same promise.</summary>
internal static class ExecutionEventJson
{
    private const int Version = 1;

    public static void Write(Utf8JsonWriter json, ExecutionEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, TypeOf(happened));
        json.WriteNumber("v"u8, Version);
        json.WriteNumber("at_us"u8, StoredTime.Of(happened.At));
        switch (happened)
        {
            case ExecutionEvent.Queued queued:
                StoredOrderJson.WriteFields(json, queued.Order);
                break;
            case ExecutionEvent.Started started:
                if (started.Shim is { } shim)
                    Write(json, "shim"u8, shim);
                Write(json, "process"u8, started.Process);
                json.WriteNumber("started_at_us"u8, StoredTime.Of(started.StartedAt));
                break;
            case ExecutionEvent.Suspected suspected:
                json.WriteNumber("quiet_us"u8, StoredTime.Of(suspected.Quiet));
                json.WriteString("seen"u8, suspected.Seen);
                break;
            case ExecutionEvent.ProgressMade:
                break;
            case ExecutionEvent.FoundCompleted found:
                WriteVerdict(json, found.Verdict);
                break;
            case ExecutionEvent.TimedOut timedOut:
                WriteWhy(json, timedOut.Why);
                break;
            case ExecutionEvent.CancelRequested requested:
                json.WriteString("who"u8, requested.Who);
                break;
            case ExecutionEvent.FoundDead dead:
                json.WriteString("why"u8, dead.Why);
                break;
            case ExecutionEvent.Completed completed:
                WriteEnding(json, completed.Ending);
                WriteVerdict(json, completed.Verdict);
                break;
            case ExecutionEvent.Failed failed:
                WriteEnding(json, failed.Ending);
                WriteVerdict(json, failed.Verdict);
                break;
            case ExecutionEvent.Cancelled cancelled:
                json.WriteString("who"u8, cancelled.Who);
                if (cancelled.Ending is { } ending)
                    WriteEnding(json, ending);
                break;
            default:
                throw Unplaced(happened);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads one event; <paramref name="json"/> stands on its first token and ends on its last.</summary>
    /// <exception cref="InvalidDataException">The event is of a later version, or damaged.</exception>
    public static ExecutionEvent Read(ref Utf8JsonReader json)
    {
        var (type, version, at) = ReadLeading(ref json);
        return (type, version) switch
        {
            ("execution_queued", 1) => new ExecutionEvent.Queued(at, StoredOrderJson.ReadFields(ref json)),
            ("execution_started", 1) => ReadStarted(ref json, at),
            _ => ReadOther(ref json, type, version, at),
        };
    }

    private static (string Type, int Version, DateTimeOffset At) ReadLeading(ref Utf8JsonReader json) => (
        NextField(ref json) && json.ValueTextEquals("type"u8) ? ReadString(ref json) : throw NotLeading("type"),
        NextField(ref json) && json.ValueTextEquals("v"u8) ? ReadInt32(ref json) : throw NotLeading("v"),
        NextField(ref json) && json.ValueTextEquals("at_us"u8) ? ReadTime(ref json) : throw NotLeading("at_us"));

    private static ExecutionEvent.Started ReadStarted(ref Utf8JsonReader json, DateTimeOffset at)
    {
        ProcessIdentity? shim = null, process = null;
        DateTimeOffset? startedAt = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("shim"u8)) shim = ReadNested(ref json, ReadProcess);
            else if (json.ValueTextEquals("process"u8)) process = ReadNested(ref json, ReadProcess);
            else if (json.ValueTextEquals("started_at_us"u8)) startedAt = ReadTime(ref json);
            else json.Skip();
        }

        return new ExecutionEvent.Started(at, shim, Required(process, "process"), Required(startedAt, "started_at_us"));
    }

    private static ExecutionEvent ReadOther(ref Utf8JsonReader json, string type, int version, DateTimeOffset at)
    {
        string? who = null, why = null, seen = null;
        TimeSpan? limit = null, silence = null, quiet = null;
        ExecutionEnding? ending = null;
        Verdict? verdict = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("who"u8)) who = ReadString(ref json);
            else if (json.ValueTextEquals("why"u8)) why = ReadString(ref json);
            else if (json.ValueTextEquals("seen"u8)) seen = ReadString(ref json);
            else if (json.ValueTextEquals("quiet_us"u8)) quiet = ReadDuration(ref json);
            else if (json.ValueTextEquals("limit_us"u8)) limit = ReadDuration(ref json);
            else if (json.ValueTextEquals("silence_us"u8)) silence = ReadDuration(ref json);
            else if (json.ValueTextEquals("ending"u8)) ending = ReadNested(ref json, StoredJson.ReadEnding);
            else if (json.ValueTextEquals("verdict"u8)) verdict = ReadNested(ref json, StoredCompletionJson.ReadVerdict);
            else json.Skip();
        }

        return (type, version) switch
        {
            ("execution_suspected", 1) => new ExecutionEvent.Suspected(at, Required(quiet, "quiet_us"), Required(seen, "seen")),
            ("execution_progress_made", 1) => new ExecutionEvent.ProgressMade(at),
            ("execution_found_completed", 1) => new ExecutionEvent.FoundCompleted(at, Required(verdict, "verdict")),
            ("execution_timed_out", 1) => new ExecutionEvent.TimedOut(at, silence is { } silent ? new EndCause.Stalled(silent) : new EndCause.WallTime(Required(limit, "limit_us"))),
            ("execution_cancel_requested", 1) => new ExecutionEvent.CancelRequested(at, Required(who, "who")),
            ("execution_found_dead", 1) => new ExecutionEvent.FoundDead(at, Required(why, "why")),
            ("execution_completed", 1) => new ExecutionEvent.Completed(at, Required(ending, "ending"), verdict),
            ("execution_failed", 1) => new ExecutionEvent.Failed(at, Required(ending, "ending"), verdict),
            ("execution_cancelled", 1) => new ExecutionEvent.Cancelled(at, Required(who, "who"), ending),
            _ => throw new InvalidDataException($"A stored event of type '{type}' cannot be read: this version of Holdfast does not know it; a newer one wrote it."),
        };
    }

    private static string TypeOf(ExecutionEvent happened) => happened switch
    {
        ExecutionEvent.Queued => "execution_queued",
        ExecutionEvent.Started => "execution_started",
        ExecutionEvent.Suspected => "execution_suspected",
        ExecutionEvent.ProgressMade => "execution_progress_made",
        ExecutionEvent.FoundCompleted => "execution_found_completed",
        ExecutionEvent.TimedOut => "execution_timed_out",
        ExecutionEvent.CancelRequested => "execution_cancel_requested",
        ExecutionEvent.FoundDead => "execution_found_dead",
        ExecutionEvent.Completed => "execution_completed",
        ExecutionEvent.Failed => "execution_failed",
        ExecutionEvent.Cancelled => "execution_cancelled",
        _ => throw Unplaced(happened),
    };

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ProcessIdentity process)
    {
        json.WriteStartObject(name);
        json.WriteNumber("pid"u8, process.Pid);
        json.WriteNumber("start_ticks"u8, process.StartTicks);
        json.WriteString("boot_id"u8, process.BootId);
        json.WriteEndObject();
    }

    private static ProcessIdentity ReadProcess(ref Utf8JsonReader json)
    {
        int? pid = null;
        long? startTicks = null;
        Guid? bootId = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("pid"u8)) pid = ReadInt32(ref json);
            else if (json.ValueTextEquals("start_ticks"u8)) startTicks = ReadInt64(ref json);
            else if (json.ValueTextEquals("boot_id"u8)) bootId = ReadGuid(ref json);
            else json.Skip();
        }

        return new ProcessIdentity(Required(pid, "pid"), Required(startTicks, "start_ticks"), Required(bootId, "boot_id"));
    }

    private static void WriteWhy(Utf8JsonWriter json, EndCause timedOut)
    {
        switch (timedOut)
        {
            case EndCause.WallTime wall:
                json.WriteNumber("limit_us"u8, StoredTime.Of(wall.Limit));
                break;
            case EndCause.Stalled stalled:
                json.WriteNumber("silence_us"u8, StoredTime.Of(stalled.Silence));
                break;
            default:
                throw new InvalidOperationException($"{timedOut} is no reason to time out.");
        }
    }

    private static void WriteEnding(Utf8JsonWriter json, ExecutionEnding ending)
    {
        json.WritePropertyName("ending"u8);
        StoredJson.Write(json, ending);
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict? verdict)
    {
        if (verdict is null)
            return;
        json.WritePropertyName("verdict"u8);
        StoredCompletionJson.Write(json, verdict);
    }

    private static InvalidDataException NotLeading(string field) => new($"A stored event begins with type, v and at_us; '{field}' is not in its place.");

    private static InvalidOperationException Unplaced(ExecutionEvent happened) => new($"Unplaced event {happened.GetType().Name}.");
}
