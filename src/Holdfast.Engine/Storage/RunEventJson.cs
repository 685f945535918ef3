using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>
/// Events as they are stored: JSON objects that begin with type, version and time. Atoms are stored by key, so that an event
/// means the same whatever the plan's order is. What was once written stays readable: a changed shape gets the next version.
/// </summary>
internal static class RunEventJson
{
    /// <summary>The version this release writes, for every type.</summary>
    private const int Version = 1;

    private static string TypeOf(RunEvent happened) => happened switch
    {
        RunEvent.Created => "created",
        RunEvent.Started => "started",
        RunEvent.WaveStarted => "wave_started",
        RunEvent.WaveEnded => "wave_ended",
        RunEvent.AttemptStarted => "attempt_started",
        RunEvent.ProcessStarted => "process_started",
        RunEvent.AttemptAdopted => "attempt_adopted",
        RunEvent.AttemptEnded => "attempt_ended",
        RunEvent.StrategyChosen => "strategy_chosen",
        RunEvent.BackedOff => "backed_off",
        RunEvent.FixRequested => "fix_requested",
        RunEvent.FixDeclined => "fix_declined",
        RunEvent.CodeRevised => "code_revised",
        RunEvent.MadeReady => "made_ready",
        RunEvent.AtomConcluded => "atom_concluded",
        RunEvent.Stopping => "stopping",
        RunEvent.Ended => "ended",
        _ => throw Unplaced(happened),
    };

    public static void Write(Utf8JsonWriter json, RunEvent happened, Plan plan)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, TypeOf(happened));
        json.WriteNumber("v"u8, Version);
        json.WriteNumber("at_us"u8, StoredTime.Of(happened.At));
        switch (happened)
        {
            case RunEvent.Created created:
                WriteCreated(json, created, plan);
                break;
            case RunEvent.Started:
                break;
            case RunEvent.WaveStarted wave:
                json.WriteNumber("wave"u8, wave.Wave);
                break;
            case RunEvent.WaveEnded wave:
                json.WriteNumber("wave"u8, wave.Wave);
                json.WriteNumber("total"u8, wave.Total);
                json.WriteNumber("succeeded"u8, wave.Succeeded);
                break;
            case RunEvent.AttemptStarted started:
                WriteAttempt(json, plan, started.Atom, started.Number);
                WriteUnlessDefault(json, "revision"u8, started.Revision);
                break;
            case RunEvent.ProcessStarted started:
                WriteAttempt(json, plan, started.Atom, started.Number);
                WriteProcess(json, started.Process);
                WriteConfinement(json, started.Confinement);
                break;
            case RunEvent.AttemptAdopted adopted:
                WriteAttempt(json, plan, adopted.Atom, adopted.Number);
                break;
            case RunEvent.AttemptEnded ended:
                WriteEnded(json, ended, plan);
                break;
            case RunEvent.StrategyChosen chosen:
                WriteAttempt(json, plan, chosen.Atom, chosen.Number);
                json.WriteString("strategy"u8, StoredNames.Strategies[chosen.Strategy]);
                json.WriteNumber("confidence"u8, chosen.Confidence);
                json.WriteString("reason"u8, chosen.Reason);
                WriteUnlessEmpty(json, "tried_before"u8, chosen.TriedBefore, static (json, tried) => json.WriteStringValue(StoredNames.Strategies[tried]));
                break;
            case RunEvent.BackedOff backedOff:
                WriteAtom(json, plan, backedOff.Atom);
                json.WriteNumber("retry_at_us"u8, StoredTime.Of(backedOff.RetryAt));
                break;
            case RunEvent.FixRequested requested:
                WriteAttempt(json, plan, requested.Atom, requested.Number);
                json.WriteString("strategy"u8, StoredNames.Strategies[requested.Strategy]);
                break;
            case RunEvent.FixDeclined declined:
                WriteAttempt(json, plan, declined.Atom, declined.Number);
                json.WriteString("why"u8, declined.Why);
                break;
            case RunEvent.CodeRevised revised:
                WriteAtom(json, plan, revised.Atom);
                json.WriteNumber("revision"u8, revised.Revision);
                json.WriteString("code"u8, revised.Code.Code);
                json.WriteString("origin"u8, revised.Code.Origin);
                json.WriteString("explanation"u8, revised.Code.Explanation);
                json.WriteString("diff"u8, revised.Code.Diff);
                break;
            case RunEvent.MadeReady made:
                WriteAtom(json, plan, made.Atom);
                break;
            case RunEvent.AtomConcluded concluded:
                WriteAtom(json, plan, concluded.Atom);
                json.WriteString("conclusion"u8, StoredNames.Conclusions[concluded.Conclusion]);
                if (concluded.Because is { } because)
                {
                    json.WritePropertyName("because"u8);
                    StoredJson.Write(json, because);
                }

                break;
            case RunEvent.Stopping stopping:
                json.WritePropertyName("reason"u8);
                StoredJson.Write(json, stopping.Reason);
                break;
            case RunEvent.Ended ended:
                json.WriteString("status"u8, StoredNames.Statuses[ended.Status]);
                break;
            default:
                throw Unplaced(happened);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads one event; <paramref name="json"/> stands on its first token and ends on its last.</summary>
    /// <exception cref="InvalidDataException">The event is of a later version, names an atom the plan does not have, or is damaged.</exception>
    public static RunEvent Read(ref Utf8JsonReader json, Plan plan)
    {
        string? type = null;
        try
        {
            type = ReadLeading(ref json, "type"u8) ? ReadString(ref json) : throw NotLeading("type");
            var version = ReadLeading(ref json, "v"u8) ? ReadInt32(ref json) : throw NotLeading("v");
            var at = ReadLeading(ref json, "at_us"u8) ? ReadTime(ref json) : throw NotLeading("at_us");
            return (type, version) switch
            {
                ("created", 1) => ReadCreated(ref json, at, plan),
                ("started", 1) => ReadStarted(ref json, at),
                ("wave_started", 1) => ReadWaveStarted(ref json, at),
                ("wave_ended", 1) => ReadWaveEnded(ref json, at),
                ("attempt_started", 1) => ReadAttemptStarted(ref json, at, plan),
                ("process_started", 1) => ReadProcessStarted(ref json, at, plan),
                ("attempt_adopted", 1) => ReadAttemptAdopted(ref json, at, plan),
                ("attempt_ended", 1) => ReadAttemptEnded(ref json, at, plan),
                ("strategy_chosen", 1) => ReadStrategyChosen(ref json, at, plan),
                ("backed_off", 1) => ReadBackedOff(ref json, at, plan),
                ("fix_requested", 1) => ReadFixRequested(ref json, at, plan),
                ("fix_declined", 1) => ReadFixDeclined(ref json, at, plan),
                ("code_revised", 1) => ReadCodeRevised(ref json, at, plan),
                ("made_ready", 1) => ReadMadeReady(ref json, at, plan),
                ("atom_concluded", 1) => ReadAtomConcluded(ref json, at, plan),
                ("stopping", 1) => ReadStopping(ref json, at),
                ("ended", 1) => ReadEnded(ref json, at),
                _ => throw new InvalidDataException("this version of Holdfast does not know it; a newer one wrote it"),
            };
        }
        catch (Exception damaged) when (damaged is InvalidDataException or JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"A stored event of type '{type}' cannot be read: {damaged.Message}", damaged);
        }
    }

    private static bool ReadLeading(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => NextField(ref json) && json.ValueTextEquals(name);

    private static InvalidDataException NotLeading(string field) => new($"an event begins with type, v and at_us; '{field}' is not in its place");

    private static void WriteCreated(Utf8JsonWriter json, RunEvent.Created created, Plan plan)
    {
        json.WriteString("schedule"u8, StoredNames.Schedules[created.Schedule]);
        if (created.Selected is { } selected)
        {
            json.WriteStartArray("selected"u8);
            foreach (var atom in selected)
                json.WriteStringValue(plan.Atoms[atom].Key);
            json.WriteEndArray();
        }

        if (created.Inherited.Length > 0)
        {
            json.WriteStartArray("inherited"u8);
            foreach (var inherited in created.Inherited)
            {
                json.WriteStartObject();
                WriteAtom(json, plan, inherited.Atom);
                json.WriteString("run"u8, inherited.Run.Value);
                json.WriteNumber("attempt"u8, inherited.Attempt);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteUnlessNull(json, "input"u8, created.InputJson);
        if (created.RetryOf is { } retryOf)
            json.WriteString("retry_of"u8, retryOf.Value);
        if (created.Jobs is { } jobs)
            json.WriteNumber("jobs"u8, jobs);
        WriteUnlessNull(json, "trace"u8, created.Trace?.ToString());
    }

    private static RunEvent.Created ReadCreated(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        string? schedule = null, input = null, trace = null;
        ImmutableArray<int>? selected = null;
        ImmutableArray<InheritedSuccess> inherited = [];
        RunId? retryOf = null;
        int? jobs = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("schedule"u8)) schedule = ReadString(ref json);
            else if (json.ValueTextEquals("selected"u8)) selected = [.. ReadList(ref json, (ref json) => FindAtom(plan, json.GetString() ?? ""))];
            else if (json.ValueTextEquals("inherited"u8)) inherited = [.. ReadList(ref json, (ref json) => ReadInherited(ref json, plan))];
            else if (json.ValueTextEquals("input"u8)) input = ReadString(ref json);
            else if (json.ValueTextEquals("retry_of"u8)) retryOf = new RunId(ReadGuid(ref json));
            else if (json.ValueTextEquals("jobs"u8)) jobs = ReadInt32(ref json);
            else if (json.ValueTextEquals("trace"u8)) trace = ReadString(ref json);
            else json.Skip();
        }

        return new RunEvent.Created(at, StoredNames.Schedules.Parse(Required(schedule, "schedule")), selected, inherited, input, retryOf)
        {
            Jobs = jobs,
            Trace = trace is null ? null : TraceContext.Parse(trace),
        };
    }

    private static InheritedSuccess ReadInherited(ref Utf8JsonReader json, Plan plan)
    {
        int? atom = null, attempt = null;
        Guid? run = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("run"u8)) run = ReadGuid(ref json);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else json.Skip();
        }

        return new InheritedSuccess(Required(atom, "atom"), new RunId(Required(run, "run")), Required(attempt, "attempt"));
    }

    private static RunEvent.Started ReadStarted(ref Utf8JsonReader json, DateTimeOffset at)
    {
        while (NextField(ref json))
            json.Skip();
        return new RunEvent.Started(at);
    }

    private static RunEvent.WaveStarted ReadWaveStarted(ref Utf8JsonReader json, DateTimeOffset at)
    {
        int? wave = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("wave"u8)) wave = ReadInt32(ref json);
            else json.Skip();
        }

        return new RunEvent.WaveStarted(at, Required(wave, "wave"));
    }

    private static RunEvent.WaveEnded ReadWaveEnded(ref Utf8JsonReader json, DateTimeOffset at)
    {
        int? wave = null, total = null, succeeded = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("wave"u8)) wave = ReadInt32(ref json);
            else if (json.ValueTextEquals("total"u8)) total = ReadInt32(ref json);
            else if (json.ValueTextEquals("succeeded"u8)) succeeded = ReadInt32(ref json);
            else json.Skip();
        }

        return new RunEvent.WaveEnded(at, Required(wave, "wave"), Required(total, "total"), Required(succeeded, "succeeded"));
    }

    private static RunEvent.AttemptStarted ReadAttemptStarted(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null;
        var revision = 0;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else if (json.ValueTextEquals("revision"u8)) revision = ReadInt32(ref json);
            else json.Skip();
        }

        return new RunEvent.AttemptStarted(at, Required(atom, "atom"), Required(attempt, "attempt"), revision);
    }

    private static void WriteProcess(Utf8JsonWriter json, ProcessIdentity process)
    {
        json.WriteNumber("pid"u8, process.Pid);
        json.WriteNumber("start_ticks"u8, process.StartTicks);
        json.WriteString("boot_id"u8, process.BootId);
    }

    private static void WriteConfinement(Utf8JsonWriter json, Confinement confinement)
    {
        json.WriteString("tier"u8, StoredNames.Tiers[confinement.Tier]);
        WriteLimit(json, "memory"u8, confinement.Memory);
        WriteLimit(json, "cpu"u8, confinement.Cpu);
        WriteLimit(json, "network"u8, confinement.Network);
    }

    private static void WriteLimit(Utf8JsonWriter json, ReadOnlySpan<byte> name, LimitStatus limit)
    {
        if (limit != LimitStatus.NotAsked)
            json.WriteString(name, StoredNames.Limits[limit]);
    }

    private static RunEvent.ProcessStarted ReadProcessStarted(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null, pid = null;
        long? startTicks = null;
        Guid? bootId = null;
        string? tier = null;
        LimitStatus memory = LimitStatus.NotAsked, cpu = LimitStatus.NotAsked, network = LimitStatus.NotAsked;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else if (json.ValueTextEquals("pid"u8)) pid = ReadInt32(ref json);
            else if (json.ValueTextEquals("start_ticks"u8)) startTicks = ReadInt64(ref json);
            else if (json.ValueTextEquals("boot_id"u8)) bootId = ReadGuid(ref json);
            else if (json.ValueTextEquals("tier"u8)) tier = ReadString(ref json);
            else if (json.ValueTextEquals("memory"u8)) memory = StoredNames.Limits.Parse(ReadString(ref json));
            else if (json.ValueTextEquals("cpu"u8)) cpu = StoredNames.Limits.Parse(ReadString(ref json));
            else if (json.ValueTextEquals("network"u8)) network = StoredNames.Limits.Parse(ReadString(ref json));
            else json.Skip();
        }

        return new RunEvent.ProcessStarted(
            at,
            Required(atom, "atom"),
            Required(attempt, "attempt"),
            new ProcessIdentity(Required(pid, "pid"), Required(startTicks, "start_ticks"), Required(bootId, "boot_id")),
            new Confinement(StoredNames.Tiers.Parse(Required(tier, "tier")), memory, cpu, network));
    }

    private static RunEvent.AttemptAdopted ReadAttemptAdopted(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else json.Skip();
        }

        return new RunEvent.AttemptAdopted(at, Required(atom, "atom"), Required(attempt, "attempt"));
    }

    private static void WriteEnded(Utf8JsonWriter json, RunEvent.AttemptEnded ended, Plan plan)
    {
        WriteAttempt(json, plan, ended.Atom, ended.Number);
        json.WriteString("outcome"u8, StoredNames.Outcomes[ended.Outcome]);
        json.WritePropertyName("ending"u8);
        StoredJson.Write(json, ended.Ending);
        if (ended.Failure is { } failure)
        {
            json.WritePropertyName("failure"u8);
            StoredJson.Write(json, failure);
        }

        if (ended.Exception is { } exception)
        {
            json.WritePropertyName("exception"u8);
            StoredJson.Write(json, exception);
        }
    }

    private static RunEvent.AttemptEnded ReadAttemptEnded(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null;
        string? outcome = null;
        ExecutionEnding? ending = null;
        Failure? failure = null;
        ReportedException? exception = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else if (json.ValueTextEquals("outcome"u8)) outcome = ReadString(ref json);
            else if (json.ValueTextEquals("ending"u8)) ending = ReadNested(ref json, ReadEnding);
            else if (json.ValueTextEquals("failure"u8)) failure = ReadNested(ref json, ReadFailure);
            else if (json.ValueTextEquals("exception"u8)) exception = ReadNested(ref json, ReadException);
            else json.Skip();
        }

        return new RunEvent.AttemptEnded(
            at,
            Required(atom, "atom"),
            Required(attempt, "attempt"),
            StoredNames.Outcomes.Parse(Required(outcome, "outcome")),
            Required(ending, "ending"),
            failure,
            exception,
            ResultJson: null);
    }

    private static RunEvent.StrategyChosen ReadStrategyChosen(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null;
        string? strategy = null, reason = null;
        double? confidence = null;
        ImmutableArray<Strategy> tried = [];
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else if (json.ValueTextEquals("strategy"u8)) strategy = ReadString(ref json);
            else if (json.ValueTextEquals("confidence"u8)) confidence = ReadDouble(ref json);
            else if (json.ValueTextEquals("reason"u8)) reason = ReadString(ref json);
            else if (json.ValueTextEquals("tried_before"u8)) tried = [.. ReadList(ref json, static (ref json) => StoredNames.Strategies.Parse(json.GetString() ?? ""))];
            else json.Skip();
        }

        return new RunEvent.StrategyChosen(
            at,
            Required(atom, "atom"),
            Required(attempt, "attempt"),
            StoredNames.Strategies.Parse(Required(strategy, "strategy")),
            Required(confidence, "confidence"),
            Required(reason, "reason"),
            tried);
    }

    private static RunEvent.BackedOff ReadBackedOff(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null;
        DateTimeOffset? retryAt = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("retry_at_us"u8)) retryAt = ReadTime(ref json);
            else json.Skip();
        }

        return new RunEvent.BackedOff(at, Required(atom, "atom"), Required(retryAt, "retry_at_us"));
    }

    private static RunEvent.FixRequested ReadFixRequested(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null;
        string? strategy = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else if (json.ValueTextEquals("strategy"u8)) strategy = ReadString(ref json);
            else json.Skip();
        }

        return new RunEvent.FixRequested(
            at, Required(atom, "atom"), Required(attempt, "attempt"), StoredNames.Strategies.Parse(Required(strategy, "strategy")));
    }

    private static RunEvent.FixDeclined ReadFixDeclined(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, attempt = null;
        string? why = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("attempt"u8)) attempt = ReadInt32(ref json);
            else if (json.ValueTextEquals("why"u8)) why = ReadString(ref json);
            else json.Skip();
        }

        return new RunEvent.FixDeclined(at, Required(atom, "atom"), Required(attempt, "attempt"), Required(why, "why"));
    }

    private static RunEvent.CodeRevised ReadCodeRevised(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null, revision = null;
        string? code = null, origin = null, explanation = null, diff = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("revision"u8)) revision = ReadInt32(ref json);
            else if (json.ValueTextEquals("code"u8)) code = ReadString(ref json);
            else if (json.ValueTextEquals("origin"u8)) origin = ReadString(ref json);
            else if (json.ValueTextEquals("explanation"u8)) explanation = ReadString(ref json);
            else if (json.ValueTextEquals("diff"u8)) diff = ReadString(ref json);
            else json.Skip();
        }

        return new RunEvent.CodeRevised(
            at,
            Required(atom, "atom"),
            Required(revision, "revision"),
            new CodeRevision(Required(code, "code"), Required(origin, "origin"), Required(explanation, "explanation"), Required(diff, "diff")));
    }

    private static RunEvent.MadeReady ReadMadeReady(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else json.Skip();
        }

        return new RunEvent.MadeReady(at, Required(atom, "atom"));
    }

    private static RunEvent.AtomConcluded ReadAtomConcluded(ref Utf8JsonReader json, DateTimeOffset at, Plan plan)
    {
        int? atom = null;
        string? conclusion = null;
        Because? because = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("atom"u8)) atom = ReadAtom(ref json, plan);
            else if (json.ValueTextEquals("conclusion"u8)) conclusion = ReadString(ref json);
            else if (json.ValueTextEquals("because"u8)) because = ReadNested(ref json, ReadBecause);
            else json.Skip();
        }

        return new RunEvent.AtomConcluded(at, Required(atom, "atom"), StoredNames.Conclusions.Parse(Required(conclusion, "conclusion")), because);
    }

    private static RunEvent.Stopping ReadStopping(ref Utf8JsonReader json, DateTimeOffset at)
    {
        StopReason? reason = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("reason"u8)) reason = ReadNested(ref json, ReadStopReason);
            else json.Skip();
        }

        return new RunEvent.Stopping(at, Required(reason, "reason"));
    }

    private static RunEvent.Ended ReadEnded(ref Utf8JsonReader json, DateTimeOffset at)
    {
        string? status = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("status"u8)) status = ReadString(ref json);
            else json.Skip();
        }

        return new RunEvent.Ended(at, StoredNames.Statuses.Parse(Required(status, "status")));
    }

    private static void WriteAtom(Utf8JsonWriter json, Plan plan, int atom) => json.WriteString("atom"u8, plan.Atoms[atom].Key);

    private static void WriteAttempt(Utf8JsonWriter json, Plan plan, int atom, int attempt)
    {
        WriteAtom(json, plan, atom);
        json.WriteNumber("attempt"u8, attempt);
    }

    private static int ReadAtom(ref Utf8JsonReader json, Plan plan) => FindAtom(plan, ReadString(ref json));

    private static int FindAtom(Plan plan, string key) =>
        plan.TryFind(key, out var atom) ? atom : throw new InvalidDataException($"plan '{plan.Name}' has no atom '{key}'");

    private static InvalidOperationException Unplaced(RunEvent happened) => new($"Unplaced event {happened.GetType().Name}.");
}
