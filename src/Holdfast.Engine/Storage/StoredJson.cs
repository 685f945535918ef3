using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Storage;

/// <summary>
/// The JSON of values that are stored whole. What is null, zero, false or empty is left out; a field this version does not
/// know is passed over. Readers start on the value's first token and end on its last.
/// </summary>
internal static class StoredJson
{
    public static void Write(Utf8JsonWriter json, Failure failure)
    {
        json.WriteStartObject();
        json.WriteString("category"u8, StoredNames.Categories[failure.Category]);
        json.WriteString("code"u8, failure.Code);
        json.WriteString("message"u8, failure.Message);
        WriteUnlessNull(json, "line"u8, failure.Line);
        json.WriteNumber("confidence"u8, failure.Confidence);
        json.WriteString("rule"u8, failure.Rule);
        WriteUnlessNull(json, "exception_type"u8, failure.ExceptionType);
        if (failure.RetryAfter is { } retryAfter)
            json.WriteNumber("retry_after_us"u8, StoredTime.Of(retryAfter));
        json.WriteEndObject();
    }

    public static Failure ReadFailure(ref Utf8JsonReader json)
    {
        string? category = null, code = null, message = null, rule = null, exceptionType = null;
        int? line = null;
        double? confidence = null;
        TimeSpan? retryAfter = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("category"u8)) category = ReadString(ref json);
            else if (json.ValueTextEquals("code"u8)) code = ReadString(ref json);
            else if (json.ValueTextEquals("message"u8)) message = ReadString(ref json);
            else if (json.ValueTextEquals("line"u8)) line = ReadInt32(ref json);
            else if (json.ValueTextEquals("confidence"u8)) confidence = ReadDouble(ref json);
            else if (json.ValueTextEquals("rule"u8)) rule = ReadString(ref json);
            else if (json.ValueTextEquals("exception_type"u8)) exceptionType = ReadString(ref json);
            else if (json.ValueTextEquals("retry_after_us"u8)) retryAfter = ReadDuration(ref json);
            else json.Skip();
        }

        return new Failure
        {
            Category = StoredNames.Categories.Parse(Required(category, "category")),
            Code = Required(code, "code"),
            Message = Required(message, "message"),
            Line = line,
            Confidence = Required(confidence, "confidence"),
            Rule = Required(rule, "rule"),
            ExceptionType = exceptionType,
            RetryAfter = retryAfter,
        };
    }

    public static void Write(Utf8JsonWriter json, ReportedException exception)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, exception.Type);
        if (exception.Message.Length > 0)
            json.WriteString("message"u8, exception.Message);
        WriteUnlessDefault(json, "while_parsing"u8, exception.WhileParsing);
        WriteUnlessNull(json, "line"u8, exception.Line);
        WriteUnlessNull(json, "column"u8, exception.Column);
        WriteUnlessNull(json, "end_column"u8, exception.EndColumn);
        WriteUnlessNull(json, "module"u8, exception.Module);
        WriteUnlessNull(json, "name"u8, exception.Name);
        WriteUnlessNull(json, "code"u8, exception.Code);
        WriteUnlessNull(json, "system_call"u8, exception.SystemCall);
        WriteUnlessNull(json, "http_status"u8, exception.HttpStatus);
        if (exception.RetryAfterSeconds is { } seconds)
            json.WriteNumber("retry_after_s"u8, seconds);
        WriteUnlessEmpty(json, "bases"u8, exception.Bases, static (json, name) => json.WriteStringValue(name));
        WriteUnlessEmpty(json, "causes"u8, exception.Causes, Write);
        WriteUnlessEmpty(json, "frames"u8, exception.Frames, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportedCause cause)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, cause.Type);
        json.WriteString("message"u8, cause.Message);
        WriteUnlessNull(json, "code"u8, cause.Code);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportedFrame frame)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, frame.File);
        json.WriteNumber("line"u8, frame.Line);
        json.WriteString("function"u8, frame.Function);
        WriteUnlessDefault(json, "in_user_code"u8, frame.InUserCode);
        json.WriteEndObject();
    }

    public static ReportedException ReadException(ref Utf8JsonReader json)
    {
        string? type = null, module = null, name = null, code = null, systemCall = null;
        var message = "";
        var whileParsing = false;
        int? line = null, column = null, endColumn = null, httpStatus = null;
        double? retryAfterSeconds = null;
        IReadOnlyList<string> bases = [];
        IReadOnlyList<ReportedCause> causes = [];
        IReadOnlyList<ReportedFrame> frames = [];
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("type"u8)) type = ReadString(ref json);
            else if (json.ValueTextEquals("message"u8)) message = ReadString(ref json);
            else if (json.ValueTextEquals("while_parsing"u8)) whileParsing = ReadBoolean(ref json);
            else if (json.ValueTextEquals("line"u8)) line = ReadInt32(ref json);
            else if (json.ValueTextEquals("column"u8)) column = ReadInt32(ref json);
            else if (json.ValueTextEquals("end_column"u8)) endColumn = ReadInt32(ref json);
            else if (json.ValueTextEquals("module"u8)) module = ReadString(ref json);
            else if (json.ValueTextEquals("name"u8)) name = ReadString(ref json);
            else if (json.ValueTextEquals("code"u8)) code = ReadString(ref json);
            else if (json.ValueTextEquals("system_call"u8)) systemCall = ReadString(ref json);
            else if (json.ValueTextEquals("http_status"u8)) httpStatus = ReadInt32(ref json);
            else if (json.ValueTextEquals("retry_after_s"u8)) retryAfterSeconds = ReadDouble(ref json);
            else if (json.ValueTextEquals("bases"u8)) bases = ReadList(ref json, static (ref json) => json.GetString() ?? "");
            else if (json.ValueTextEquals("causes"u8)) causes = ReadList(ref json, ReadCause);
            else if (json.ValueTextEquals("frames"u8)) frames = ReadList(ref json, ReadFrame);
            else json.Skip();
        }

        return new ReportedException
        {
            Type = Required(type, "type"),
            Message = message,
            WhileParsing = whileParsing,
            Line = line,
            Column = column,
            EndColumn = endColumn,
            Module = module,
            Name = name,
            Code = code,
            SystemCall = systemCall,
            HttpStatus = httpStatus,
            RetryAfterSeconds = retryAfterSeconds,
            Bases = bases,
            Causes = causes,
            Frames = frames,
        };
    }

    private static ReportedCause ReadCause(ref Utf8JsonReader json)
    {
        string? type = null, message = null, code = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("type"u8)) type = ReadString(ref json);
            else if (json.ValueTextEquals("message"u8)) message = ReadString(ref json);
            else if (json.ValueTextEquals("code"u8)) code = ReadString(ref json);
            else json.Skip();
        }

        return new ReportedCause(Required(type, "type"), Required(message, "message"), code);
    }

    private static ReportedFrame ReadFrame(ref Utf8JsonReader json)
    {
        string? file = null, function = null;
        int? line = null;
        var inUserCode = false;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("file"u8)) file = ReadString(ref json);
            else if (json.ValueTextEquals("line"u8)) line = ReadInt32(ref json);
            else if (json.ValueTextEquals("function"u8)) function = ReadString(ref json);
            else if (json.ValueTextEquals("in_user_code"u8)) inUserCode = ReadBoolean(ref json);
            else json.Skip();
        }

        return new ReportedFrame(Required(file, "file"), Required(line, "line"), Required(function, "function"), inUserCode);
    }

    public static void Write(Utf8JsonWriter json, ExecutionEnding ending)
    {
        json.WriteStartObject();
        json.WritePropertyName("cause"u8);
        Write(json, ending.Cause);
        json.WriteNumber("started_at_us"u8, StoredTime.Of(ending.StartedAt));
        json.WriteNumber("ended_at_us"u8, StoredTime.Of(ending.EndedAt));
        json.WriteNumber("duration_us"u8, StoredTime.Of(ending.Duration));
        WriteUnlessDefault(json, "cpu_us"u8, StoredTime.Of(ending.CpuTime));
        if (ending.UserTime is { } user)
            json.WriteNumber("user_us"u8, StoredTime.Of(user));
        WriteUnlessDefault(json, "peak_memory_bytes"u8, ending.PeakMemoryBytes);
        WriteUnlessDefault(json, "output_bytes"u8, ending.OutputBytes);
        WriteUnlessDefault(json, "output_truncated"u8, ending.OutputTruncated);
        if (ending.StopStep != StopStep.None)
            json.WriteString("stop_step"u8, StoredNames.StopSteps[ending.StopStep]);
        if (ending.Proof != SurvivorProof.NotAudited)
            json.WriteString("proof"u8, StoredNames.Proofs[ending.Proof]);
        WriteUnlessDefault(json, "survivors_ended"u8, ending.SurvivorsEnded);
        WriteUnlessDefault(json, "survivors_left"u8, ending.SurvivorsLeft);
        json.WriteEndObject();
    }

    public static ExecutionEnding ReadEnding(ref Utf8JsonReader json)
    {
        EndCause? cause = null;
        DateTimeOffset? startedAt = null, endedAt = null;
        TimeSpan? duration = null;
        var cpuTime = TimeSpan.Zero;
        TimeSpan? userTime = null;
        long peakMemoryBytes = 0, outputBytes = 0;
        var outputTruncated = false;
        var stopStep = StopStep.None;
        var proof = SurvivorProof.NotAudited;
        int survivorsEnded = 0, survivorsLeft = 0;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("cause"u8)) cause = ReadNested(ref json, ReadCauseOfEnd);
            else if (json.ValueTextEquals("started_at_us"u8)) startedAt = ReadTime(ref json);
            else if (json.ValueTextEquals("ended_at_us"u8)) endedAt = ReadTime(ref json);
            else if (json.ValueTextEquals("duration_us"u8)) duration = ReadDuration(ref json);
            else if (json.ValueTextEquals("cpu_us"u8)) cpuTime = ReadDuration(ref json);
            else if (json.ValueTextEquals("user_us"u8)) userTime = ReadDuration(ref json);
            else if (json.ValueTextEquals("peak_memory_bytes"u8)) peakMemoryBytes = ReadInt64(ref json);
            else if (json.ValueTextEquals("output_bytes"u8)) outputBytes = ReadInt64(ref json);
            else if (json.ValueTextEquals("output_truncated"u8)) outputTruncated = ReadBoolean(ref json);
            else if (json.ValueTextEquals("stop_step"u8)) stopStep = StoredNames.StopSteps.Parse(ReadString(ref json));
            else if (json.ValueTextEquals("proof"u8)) proof = StoredNames.Proofs.Parse(ReadString(ref json));
            else if (json.ValueTextEquals("survivors_ended"u8)) survivorsEnded = ReadInt32(ref json);
            else if (json.ValueTextEquals("survivors_left"u8)) survivorsLeft = ReadInt32(ref json);
            else json.Skip();
        }

        return new ExecutionEnding
        {
            Cause = Required(cause, "cause"),
            StartedAt = Required(startedAt, "started_at_us"),
            EndedAt = Required(endedAt, "ended_at_us"),
            Duration = Required(duration, "duration_us"),
            CpuTime = cpuTime,
            UserTime = userTime,
            PeakMemoryBytes = peakMemoryBytes,
            OutputBytes = outputBytes,
            OutputTruncated = outputTruncated,
            StopStep = stopStep,
            Proof = proof,
            SurvivorsEnded = survivorsEnded,
            SurvivorsLeft = survivorsLeft,
        };
    }

    public static void Write(Utf8JsonWriter json, EndCause cause)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, cause.Kind);
        switch (cause)
        {
            case EndCause.Exited exited:
                WriteUnlessDefault(json, "exit_code"u8, exited.Code);
                break;
            case EndCause.Signalled signalled:
                json.WriteNumber("signal"u8, signalled.Signal);
                break;
            case EndCause.WallTime wall:
                json.WriteNumber("limit_us"u8, StoredTime.Of(wall.Limit));
                break;
            case EndCause.Stalled stalled:
                json.WriteNumber("silence_us"u8, StoredTime.Of(stalled.Silence));
                break;
            case EndCause.OutOfMemory memory:
                WriteUnlessNull(json, "limit_bytes"u8, memory.LimitBytes);
                break;
            case EndCause.TooManyProcesses:
                break;
            case EndCause.OutputLimit output:
                json.WriteNumber("limit_bytes"u8, output.LimitBytes);
                break;
            case EndCause.DiskFull full:
                json.WriteString("path"u8, full.Path);
                break;
            case EndCause.CancelledBy cancelled:
                json.WriteString("who"u8, cancelled.Who);
                break;
            case EndCause.Lost lost:
                json.WriteString("why"u8, lost.Why);
                if (!lost.Begun)
                    json.WriteBoolean("begun"u8, false);
                break;
            case EndCause.CouldNotStart could:
                json.WriteString("code"u8, could.Code);
                json.WriteString("why"u8, could.Why);
                break;
            case EndCause.AgentReported agent:
                json.WriteString("error"u8, agent.Error);
                break;
            default:
                throw new InvalidOperationException($"Unplaced cause {cause.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    public static EndCause ReadCauseOfEnd(ref Utf8JsonReader json)
    {
        string? kind = null, path = null, who = null, why = null, code = null, error = null;
        var exitCode = 0;
        var begun = true;
        int? signal = null;
        long? limitBytes = null;
        TimeSpan? limit = null, silence = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("exit_code"u8)) exitCode = ReadInt32(ref json);
            else if (json.ValueTextEquals("signal"u8)) signal = ReadInt32(ref json);
            else if (json.ValueTextEquals("limit_us"u8)) limit = ReadDuration(ref json);
            else if (json.ValueTextEquals("silence_us"u8)) silence = ReadDuration(ref json);
            else if (json.ValueTextEquals("limit_bytes"u8)) limitBytes = ReadInt64(ref json);
            else if (json.ValueTextEquals("path"u8)) path = ReadString(ref json);
            else if (json.ValueTextEquals("who"u8)) who = ReadString(ref json);
            else if (json.ValueTextEquals("why"u8)) why = ReadString(ref json);
            else if (json.ValueTextEquals("begun"u8)) begun = ReadBoolean(ref json);
            else if (json.ValueTextEquals("code"u8)) code = ReadString(ref json);
            else if (json.ValueTextEquals("error"u8)) error = ReadString(ref json);
            else json.Skip();
        }

        return Required(kind, "kind") switch
        {
            "exited" => new EndCause.Exited(exitCode),
            "signalled" => new EndCause.Signalled(Required(signal, "signal")),
            "wall_time" => new EndCause.WallTime(Required(limit, "limit_us")),
            "stalled" => new EndCause.Stalled(Required(silence, "silence_us")),
            "out_of_memory" => new EndCause.OutOfMemory(limitBytes),
            "too_many_processes" => new EndCause.TooManyProcesses(),
            "output_limit" => new EndCause.OutputLimit(Required(limitBytes, "limit_bytes")),
            "disk_full" => new EndCause.DiskFull(Required(path, "path")),
            "cancelled_by" => new EndCause.CancelledBy(Required(who, "who")),
            "lost" => new EndCause.Lost(Required(why, "why"), begun),
            "could_not_start" => new EndCause.CouldNotStart(Required(code, "code"), Required(why, "why")),
            "agent_reported" => new EndCause.AgentReported(Required(error, "error")),
            var unknown => throw Unknown("cause", unknown),
        };
    }

    public static void Write(Utf8JsonWriter json, Because because)
    {
        json.WriteStartObject();
        switch (because)
        {
            case Because.OwnFailure own:
                json.WriteString("kind"u8, "own_failure"u8);
                json.WriteString("strategy"u8, StoredNames.Strategies[own.Strategy]);
                json.WritePropertyName("failure"u8);
                Write(json, own.Failure);
                break;
            case Because.NeedFailed need:
                json.WriteString("kind"u8, "need_failed"u8);
                json.WriteString("key"u8, need.Key);
                break;
            case Because.WaveBelow below:
                json.WriteString("kind"u8, "wave_below"u8);
                WriteWaveBelow(json, below.Wave, below.Share, below.StopBelow);
                break;
            case Because.StoppedBy stopped:
                json.WriteString("kind"u8, "stopped_by"u8);
                json.WriteString("who"u8, stopped.Who);
                break;
            case Because.InterruptedTooOften interrupted:
                json.WriteString("kind"u8, "interrupted_too_often"u8);
                json.WriteNumber("times"u8, interrupted.Times);
                break;
            case Because.InheritedFrom inherited:
                json.WriteString("kind"u8, "inherited_from"u8);
                json.WriteString("run"u8, inherited.Run.Value);
                json.WriteNumber("attempt"u8, inherited.Attempt);
                break;
            default:
                throw new InvalidOperationException($"Unplaced reason {because.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    public static Because ReadBecause(ref Utf8JsonReader json)
    {
        string? kind = null, strategy = null, key = null, who = null;
        Failure? failure = null;
        int? wave = null, times = null, attempt = null;
        double? share = null, stopBelow = null;
        Guid? run = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("strategy"u8)) strategy = ReadString(ref json);
            else if (json.ValueTextEquals("failure"u8)) failure = ReadNested(ref json, ReadFailure);
            else if (json.ValueTextEquals("key"u8)) key = ReadString(ref json);
            else if (json.ValueTextEquals("wave"u8)) wave = ReadInt32(ref json);
            else if (json.ValueTextEquals("share"u8)) share = ReadDouble(ref json);
            else if (json.ValueTextEquals("stop_below"u8)) stopBelow = ReadDouble(ref json);
            else if (json.ValueTextEquals("who"u8)) who = ReadString(ref json);
            else if (json.ValueTextEquals("times"u8)) times = ReadInt32(ref json);
            else if (json.ValueTextEquals("run"u8)) run = ReadGuid(ref json);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else json.Skip();
        }

        return Required(kind, "kind") switch
        {
            "own_failure" => new Because.OwnFailure(Required(failure, "failure"), StoredNames.Strategies.Parse(Required(strategy, "strategy"))),
            "need_failed" => new Because.NeedFailed(Required(key, "key")),
            "wave_below" => new Because.WaveBelow(Required(wave, "wave"), Required(share, "share"), Required(stopBelow, "stop_below")),
            "stopped_by" => new Because.StoppedBy(Required(who, "who")),
            "interrupted_too_often" => new Because.InterruptedTooOften(Required(times, "times")),
            "inherited_from" => new Because.InheritedFrom(new RunId(Required(run, "run")), Required(attempt, "attempt")),
            var unknown => throw Unknown("reason", unknown),
        };
    }

    public static void Write(Utf8JsonWriter json, StopReason reason)
    {
        json.WriteStartObject();
        switch (reason)
        {
            case StopReason.StopRequested stop:
                json.WriteString("kind"u8, "stop_requested"u8);
                json.WriteString("who"u8, stop.Who);
                break;
            case StopReason.CancelRequested cancel:
                json.WriteString("kind"u8, "cancel_requested"u8);
                json.WriteString("who"u8, cancel.Who);
                break;
            case StopReason.WaveBelow below:
                json.WriteString("kind"u8, "wave_below"u8);
                WriteWaveBelow(json, below.Wave, below.Share, below.StopBelow);
                break;
            default:
                throw new InvalidOperationException($"Unplaced reason {reason.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    public static StopReason ReadStopReason(ref Utf8JsonReader json)
    {
        string? kind = null, who = null;
        int? wave = null;
        double? share = null, stopBelow = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("who"u8)) who = ReadString(ref json);
            else if (json.ValueTextEquals("wave"u8)) wave = ReadInt32(ref json);
            else if (json.ValueTextEquals("share"u8)) share = ReadDouble(ref json);
            else if (json.ValueTextEquals("stop_below"u8)) stopBelow = ReadDouble(ref json);
            else json.Skip();
        }

        return Required(kind, "kind") switch
        {
            "stop_requested" => new StopReason.StopRequested(Required(who, "who")),
            "cancel_requested" => new StopReason.CancelRequested(Required(who, "who")),
            "wave_below" => new StopReason.WaveBelow(Required(wave, "wave"), Required(share, "share"), Required(stopBelow, "stop_below")),
            var unknown => throw Unknown("reason", unknown),
        };
    }

    private static void WriteWaveBelow(Utf8JsonWriter json, int wave, double share, double stopBelow)
    {
        json.WriteNumber("wave"u8, wave);
        json.WriteNumber("share"u8, share);
        json.WriteNumber("stop_below"u8, stopBelow);
    }

    public static void WriteUnlessNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void WriteUnlessNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public static void WriteUnlessDefault(Utf8JsonWriter json, ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    public static void WriteUnlessDefault(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
            json.WriteBoolean(name, value);
    }

    public static void WriteUnlessEmpty<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            write(json, value);
        json.WriteEndArray();
    }

    /// <summary>Moves to the next field's name; false at the end of the object.</summary>
    public static bool NextField(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    public delegate T ValueReader<out T>(ref Utf8JsonReader json);

    public static T ReadNested<T>(ref Utf8JsonReader json, ValueReader<T> read)
    {
        json.Read();
        return read(ref json);
    }

    public static List<T> ReadList<T>(ref Utf8JsonReader json, ValueReader<T> read)
    {
        var list = new List<T>();
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            list.Add(read(ref json));
        return list;
    }

    public static string ReadString(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString() ?? throw new InvalidDataException("A stored value is null where there must be text.");
    }

    public static int ReadInt32(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt32();
    }

    public static long ReadInt64(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }

    public static double ReadDouble(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetDouble();
    }

    public static bool ReadBoolean(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetBoolean();
    }

    public static Guid ReadGuid(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetGuid();
    }

    public static DateTimeOffset ReadTime(ref Utf8JsonReader json) => StoredTime.ToTime(ReadInt64(ref json));

    public static TimeSpan ReadDuration(ref Utf8JsonReader json) => StoredTime.ToDuration(ReadInt64(ref json));

    [return: NotNull]
    public static T Required<T>(T? value, string field) where T : class => value ?? throw Missing(field);

    public static T Required<T>(T? value, string field) where T : struct => value ?? throw Missing(field);

    private static InvalidDataException Missing(string field) => new($"A stored value lacks its field '{field}'.");

    private static InvalidDataException Unknown(string what, string kind) => new($"The store says {what} '{kind}', which this version does not know.");
}
