using System.Buffers;
using System.Text.Json;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>A <see cref="ShimCommand"/> as it arrives.</summary>
internal abstract record ShimOrder
{
    public sealed record Stop(EndCause Cause, bool Immediate) : ShimOrder;

    public sealed record Extend(long UntilNanoseconds) : ShimOrder;
}

/// <summary>
/// The JSON in a shim's folder, on its control FIFO and on its stdout. Durations are microseconds (<c>_us</c>); what is null, zero or
/// false may be left out; a reader skips what it does not know.
/// </summary>
internal static class ShimJson
{
    public static byte[] Write(ShimRequest request) => Write(json =>
    {
        json.WriteNumber("format"u8, ShimFolder.Version);
        json.WriteString("execution"u8, request.Execution.Value);
        json.WriteStartArray("arguments"u8);
        foreach (var argument in request.Arguments)
            json.WriteStringValue(argument);
        json.WriteEndArray();
        json.WriteString("working_directory"u8, request.WorkingDirectory);
        json.WriteNumber("output_limit_bytes"u8, request.OutputLimitBytes);
        json.WriteBoolean("fail_on_output_limit"u8, request.FailOnOutputLimit);
        if (request.RotateOutput)
            json.WriteBoolean("rotate_output"u8, true);
        if (request.Timeout is { } timeout)
            json.WriteNumber("timeout_us"u8, Microseconds(timeout));
        if (request.Deadline is { } deadline)
        {
            json.WriteStartObject("deadline"u8);
            json.WriteNumber("first_us"u8, Microseconds(deadline.First));
            json.WriteNumber("heartbeat_timeout_us"u8, Microseconds(deadline.HeartbeatTimeout));
            json.WriteNumber("extension_us"u8, Microseconds(deadline.Extension));
            json.WriteNumber("max_extensions"u8, deadline.MaxExtensions);
            json.WriteEndObject();
        }
        json.WriteNumber("grace_us"u8, Microseconds(request.Grace));
        json.WriteNumber("heartbeat_interval_us"u8, Microseconds(request.HeartbeatInterval));
        json.WriteBoolean("use_cgroup"u8, request.UseCgroup);
        if (request.Terminal)
            json.WriteBoolean("terminal"u8, true);
    });

    public static ShimRequest ReadRequest(JsonElement json) => new()
    {
        Execution = Execution(json),
        Arguments = [.. json.GetProperty("arguments"u8).EnumerateArray().Select(argument => argument.GetString()!)],
        WorkingDirectory = json.GetProperty("working_directory"u8).GetString()!,
        OutputLimitBytes = json.GetProperty("output_limit_bytes"u8).GetInt64(),
        FailOnOutputLimit = Boolean(json, "fail_on_output_limit"u8),
        RotateOutput = Boolean(json, "rotate_output"u8),
        Timeout = json.TryGetProperty("timeout_us"u8, out var timeout) ? Duration(timeout) : null,
        Deadline = json.TryGetProperty("deadline"u8, out var deadline)
            ? new DeadlinePolicy(
                Duration(deadline.GetProperty("first_us"u8)), Duration(deadline.GetProperty("heartbeat_timeout_us"u8)),
                Duration(deadline.GetProperty("extension_us"u8)), deadline.GetProperty("max_extensions"u8).GetInt32())
            : null,
        Grace = Duration(json.GetProperty("grace_us"u8)),
        HeartbeatInterval = Duration(json.GetProperty("heartbeat_interval_us"u8)),
        UseCgroup = Boolean(json, "use_cgroup"u8),
        Terminal = Boolean(json, "terminal"u8),
    };

    public static byte[] Write(ShimIdentity shim) => Write(json =>
    {
        json.WriteNumber("format"u8, ShimFolder.Version);
        json.WriteString("execution"u8, shim.Execution.Value);
        Write(json, shim.Process);
        json.WriteString("started_at"u8, shim.StartedAt);
        if (shim.Cgroup is not null)
            json.WriteString("cgroup"u8, shim.Cgroup);
        json.WriteString("release"u8, shim.Release);
    });

    public static ShimIdentity ReadShim(JsonElement json) =>
        new(Execution(json), Process(json), json.GetProperty("started_at"u8).GetDateTimeOffset(), Text(json, "cgroup"u8), Text(json, "release"u8) ?? "");

    public static byte[] Write(ShimProcess process) => Write(json =>
    {
        json.WriteNumber("format"u8, ShimFolder.Version);
        json.WriteString("execution"u8, process.Execution.Value);
        Write(json, process.Process);
        json.WriteString("started_at"u8, process.StartedAt);
        if (process.Cgroup is not null)
            json.WriteString("cgroup"u8, process.Cgroup);
    });

    public static ShimProcess ReadProcess(JsonElement json) =>
        new(Execution(json), Process(json), json.GetProperty("started_at"u8).GetDateTimeOffset(), Text(json, "cgroup"u8));

    public static byte[] Write(ShimStopping stopping) => Write(json =>
    {
        json.WriteNumber("format"u8, ShimFolder.Version);
        json.WriteString("execution"u8, stopping.Execution.Value);
        json.WritePropertyName("cause"u8);
        Write(json, stopping.Cause);
        json.WriteString("since"u8, stopping.Since);
    });

    public static ShimStopping ReadStopping(JsonElement json) =>
        new(Execution(json), ReadCause(json.GetProperty("cause"u8)), json.GetProperty("since"u8).GetDateTimeOffset());

    public static byte[] Write(ShimExit exit) => Write(json =>
    {
        json.WriteNumber("format"u8, ShimFolder.Version);
        json.WriteString("execution"u8, exit.Execution.Value);
        var ending = exit.Ending;
        json.WritePropertyName("cause"u8);
        Write(json, ending.Cause);
        json.WriteString("started_at"u8, ending.StartedAt);
        json.WriteString("ended_at"u8, ending.EndedAt);
        json.WriteNumber("duration_us"u8, Microseconds(ending.Duration));
        json.WriteNumber("cpu_us"u8, Microseconds(ending.CpuTime));
        if (ending.UserTime is { } user)
            json.WriteNumber("user_us"u8, Microseconds(user));
        json.WriteNumber("peak_memory_bytes"u8, ending.PeakMemoryBytes);
        json.WriteNumber("output_bytes"u8, ending.OutputBytes);
        json.WriteBoolean("output_truncated"u8, ending.OutputTruncated);
        json.WriteString("stop_step"u8, ending.StopStep switch
        {
            StopStep.None => "none"u8,
            StopStep.Terminated => "terminated"u8,
            StopStep.Killed => "killed"u8,
        });
        json.WriteString("proof"u8, NameOf(ending.Proof));
        json.WriteNumber("survivors_ended"u8, ending.SurvivorsEnded);
        json.WriteNumber("survivors_left"u8, ending.SurvivorsLeft);
        json.WriteNumber("deadline_extensions"u8, exit.DeadlineExtensions);
        if (exit.RecordDelayedBy is not null)
            json.WriteString("record_delayed_by"u8, exit.RecordDelayedBy);
    });

    public static ShimExit ReadExit(JsonElement json) => new()
    {
        Execution = Execution(json),
        Ending = new ExecutionEnding
        {
            Cause = ReadCause(json.GetProperty("cause"u8)),
            StartedAt = json.GetProperty("started_at"u8).GetDateTimeOffset(),
            EndedAt = json.GetProperty("ended_at"u8).GetDateTimeOffset(),
            Duration = Duration(json.GetProperty("duration_us"u8)),
            CpuTime = TimeSpan.FromMicroseconds(Number(json, "cpu_us"u8)),
            UserTime = json.TryGetProperty("user_us"u8, out var user) ? Duration(user) : null,
            PeakMemoryBytes = Number(json, "peak_memory_bytes"u8),
            OutputBytes = Number(json, "output_bytes"u8),
            OutputTruncated = Boolean(json, "output_truncated"u8),
            StopStep = json.GetProperty("stop_step"u8).GetString() switch
            {
                "none" => StopStep.None,
                "terminated" => StopStep.Terminated,
                "killed" => StopStep.Killed,
                var unknown => throw new FormatException($"Unknown stop step '{unknown}'."),
            },
            Proof = ReadProof(json.GetProperty("proof"u8).GetString()),
            SurvivorsEnded = (int)Number(json, "survivors_ended"u8),
            SurvivorsLeft = (int)Number(json, "survivors_left"u8),
        },
        DeadlineExtensions = (int)Number(json, "deadline_extensions"u8),
        RecordDelayedBy = Text(json, "record_delayed_by"u8),
    };

    /// <returns>One line, its end included.</returns>
    public static byte[] Write(ShimCommand command) => WriteLine(json =>
    {
        switch (command)
        {
            case ShimCommand.Stop stop:
                json.WritePropertyName("stop"u8);
                Write(json, stop.Cause);
                json.WriteBoolean("immediate"u8, stop.Immediate);
                break;
            case ShimCommand.Extend extend:
                json.WriteNumber("extend_until_ns"u8, Libc.BootTimeOf(extend.Until));
                break;
            default:
                throw new InvalidOperationException($"Unplaced command {command.GetType().Name}.");
        }
    });

    /// <returns>Null for what this release does not understand.</returns>
    public static ShimOrder? ReadCommand(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            return json.TryGetProperty("stop"u8, out var cause) ? new ShimOrder.Stop(ReadCause(cause), Boolean(json, "immediate"u8))
                : json.TryGetProperty("extend_until_ns"u8, out var until) ? new ShimOrder.Extend(until.GetInt64())
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What the shim says on its stdout, once: what came of its start.</summary>
    public static byte[] WriteStarted(ShimProcess process) => WriteLine(json =>
    {
        json.WriteStartObject("started"u8);
        Write(json, process.Process);
        json.WriteString("started_at"u8, process.StartedAt);
        json.WriteEndObject();
    });

    /// <inheritdoc cref="WriteStarted"/>
    public static byte[] WriteRefused(EndCause.CouldNotStart why) => WriteLine(json =>
    {
        json.WritePropertyName("refused"u8);
        Write(json, why);
    });

    /// <inheritdoc cref="WriteStarted"/>
    public static byte[] WriteAlreadyStarted() => WriteLine(json => json.WriteBoolean("already_started"u8, true));

    /// <param name="shim">Whose words these are.</param>
    /// <returns>Null when it said nothing that can be understood: it was cut off.</returns>
    public static ShimStarted? ReadOutcome(ReadOnlyMemory<byte> line, ProcessIdentity shim)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            if (json.TryGetProperty("started"u8, out var started))
                return new ShimStarted.Started(shim, Process(started), started.GetProperty("started_at"u8).GetDateTimeOffset());
            if (json.TryGetProperty("refused"u8, out var refused) && ReadCause(refused) is EndCause.CouldNotStart why)
                return new ShimStarted.Refused(why);
            return json.TryGetProperty("already_started"u8, out _) ? new ShimStarted.AlreadyStarted() : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, EndCause cause)
    {
        json.WriteStartObject();
        switch (cause)
        {
            case EndCause.Exited exited:
                json.WriteString("kind"u8, "exited"u8);
                json.WriteNumber("exit_code"u8, exited.Code);
                break;
            case EndCause.Signalled signalled:
                json.WriteString("kind"u8, "signalled"u8);
                json.WriteNumber("signal"u8, signalled.Signal);
                break;
            case EndCause.WallTime wall:
                json.WriteString("kind"u8, "wall_time"u8);
                json.WriteNumber("limit_us"u8, Microseconds(wall.Limit));
                break;
            case EndCause.Stalled stalled:
                json.WriteString("kind"u8, "stalled"u8);
                json.WriteNumber("silence_us"u8, Microseconds(stalled.Silence));
                break;
            case EndCause.OutOfMemory memory:
                json.WriteString("kind"u8, "out_of_memory"u8);
                if (memory.LimitBytes is { } limit)
                    json.WriteNumber("limit_bytes"u8, limit);
                break;
            case EndCause.TooManyProcesses:
                json.WriteString("kind"u8, "too_many_processes"u8);
                break;
            case EndCause.OutputLimit output:
                json.WriteString("kind"u8, "output_limit"u8);
                json.WriteNumber("limit_bytes"u8, output.LimitBytes);
                break;
            case EndCause.DiskFull full:
                json.WriteString("kind"u8, "disk_full"u8);
                json.WriteString("path"u8, full.Path);
                break;
            case EndCause.CancelledBy cancelled:
                json.WriteString("kind"u8, "cancelled_by"u8);
                json.WriteString("who"u8, cancelled.Who);
                break;
            case EndCause.Lost lost:
                json.WriteString("kind"u8, "lost"u8);
                json.WriteString("why"u8, lost.Why);
                break;
            case EndCause.CouldNotStart could:
                json.WriteString("kind"u8, "could_not_start"u8);
                json.WriteString("code"u8, could.Code);
                json.WriteString("why"u8, could.Why);
                break;
            case EndCause.AgentReported agent:
                json.WriteString("kind"u8, "agent_reported"u8);
                json.WriteString("error"u8, agent.Error);
                break;
            default:
                throw new InvalidOperationException($"Unplaced cause {cause.GetType().Name}.");
        }
        json.WriteEndObject();
    }

    private static EndCause ReadCause(JsonElement json) => json.GetProperty("kind"u8).GetString() switch
    {
        "exited" => new EndCause.Exited(json.GetProperty("exit_code"u8).GetInt32()),
        "signalled" => new EndCause.Signalled(json.GetProperty("signal"u8).GetInt32()),
        "wall_time" => new EndCause.WallTime(Duration(json.GetProperty("limit_us"u8))),
        "stalled" => new EndCause.Stalled(Duration(json.GetProperty("silence_us"u8))),
        "out_of_memory" => new EndCause.OutOfMemory(json.TryGetProperty("limit_bytes"u8, out var limit) ? limit.GetInt64() : null),
        "too_many_processes" => new EndCause.TooManyProcesses(),
        "output_limit" => new EndCause.OutputLimit(json.GetProperty("limit_bytes"u8).GetInt64()),
        "disk_full" => new EndCause.DiskFull(json.GetProperty("path"u8).GetString()!),
        "cancelled_by" => new EndCause.CancelledBy(json.GetProperty("who"u8).GetString()!),
        "lost" => new EndCause.Lost(json.GetProperty("why"u8).GetString()!),
        "could_not_start" => new EndCause.CouldNotStart(json.GetProperty("code"u8).GetString()!, json.GetProperty("why"u8).GetString()!),
        "agent_reported" => new EndCause.AgentReported(json.GetProperty("error"u8).GetString()!),
        var unknown => throw new FormatException($"Unknown cause '{unknown}'."),
    };

    private static ReadOnlySpan<byte> NameOf(SurvivorProof proof) => proof switch
    {
        SurvivorProof.NotAudited => "not_audited"u8,
        SurvivorProof.Mark => "mark"u8,
        SurvivorProof.Subreaper => "subreaper"u8,
        SurvivorProof.PidNamespace => "pid_namespace"u8,
        SurvivorProof.Cgroup => "cgroup"u8,
    };

    private static SurvivorProof ReadProof(string? name) => name switch
    {
        "not_audited" => SurvivorProof.NotAudited,
        "mark" => SurvivorProof.Mark,
        "subreaper" => SurvivorProof.Subreaper,
        "pid_namespace" => SurvivorProof.PidNamespace,
        "cgroup" => SurvivorProof.Cgroup,
        _ => throw new FormatException($"Unknown proof '{name}'."),
    };

    private static void Write(Utf8JsonWriter json, ProcessIdentity process)
    {
        json.WriteNumber("pid"u8, process.Pid);
        json.WriteNumber("start_ticks"u8, process.StartTicks);
        json.WriteString("boot_id"u8, process.BootId);
    }

    private static ProcessIdentity Process(JsonElement json) =>
        new(json.GetProperty("pid"u8).GetInt32(), json.GetProperty("start_ticks"u8).GetInt64(), json.GetProperty("boot_id"u8).GetGuid());

    private static ExecutionId Execution(JsonElement json) => new(json.GetProperty("execution"u8).GetGuid());

    private static string? Text(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static bool Boolean(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Duration(JsonElement json) => TimeSpan.FromTicks(json.GetInt64() * TimeSpan.TicksPerMicrosecond);

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] WriteLine(Action<Utf8JsonWriter> fields) => [.. Write(fields), (byte)'\n'];
}
