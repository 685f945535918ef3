using System.Text.Json;
using Holdfast.Core.Completion;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>The JSON of what shows a completion, and of what was made of it; in events and in rows.</summary>
internal static class StoredCompletionJson
{
    public static void Write(Utf8JsonWriter json, CompletionOrder order)
    {
        json.WriteStartObject();
        WriteUnlessEmpty(json, "kinds"u8, order.Kinds, static (json, kind) => json.WriteStringValue(StoredNames.EvidenceKinds[kind]));
        WriteUnlessEmpty(json, "patterns"u8, order.Patterns, static (json, pattern) => json.WriteStringValue(pattern));
        WriteUnlessEmpty(json, "message_patterns"u8, order.MessagePatterns, static (json, pattern) => json.WriteStringValue(pattern));
        if (order.Baseline is { } baseline)
        {
            json.WriteStartObject("git"u8);
            WriteUnlessNull(json, "commit"u8, baseline.Commit);
            WriteUnlessNull(json, "branch"u8, baseline.Branch);
            json.WriteString("folder"u8, baseline.Folder);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static CompletionOrder ReadOrder(ref Utf8JsonReader json)
    {
        List<string> kinds = [], patterns = [], messagePatterns = [];
        GitBaseline? baseline = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kinds"u8)) kinds = ReadList(ref json, ReadText);
            else if (json.ValueTextEquals("patterns"u8)) patterns = ReadList(ref json, ReadText);
            else if (json.ValueTextEquals("message_patterns"u8)) messagePatterns = ReadList(ref json, ReadText);
            else if (json.ValueTextEquals("git"u8)) baseline = ReadNested(ref json, ReadBaseline);
            else json.Skip();
        }

        return new CompletionOrder
        {
            Kinds = [.. kinds.Select(StoredNames.EvidenceKinds.Parse)], Patterns = [.. patterns], MessagePatterns = [.. messagePatterns], Baseline = baseline,
        };
    }

    public static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("decision"u8, StoredNames.VerdictDecisions[verdict.Decision]);
        json.WriteNumber("confidence"u8, verdict.Confidence);
        json.WriteString("rule"u8, verdict.Rule);
        json.WriteString("reason"u8, verdict.Reason);
        WriteUnlessEmpty(json, "evidence"u8, verdict.Evidence, Write);
        json.WriteEndObject();
    }

    public static Verdict ReadVerdict(ref Utf8JsonReader json)
    {
        string? decision = null, rule = null, reason = null;
        double? confidence = null;
        List<Evidence> evidence = [];
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("decision"u8)) decision = ReadString(ref json);
            else if (json.ValueTextEquals("confidence"u8)) confidence = ReadDouble(ref json);
            else if (json.ValueTextEquals("rule"u8)) rule = ReadString(ref json);
            else if (json.ValueTextEquals("reason"u8)) reason = ReadString(ref json);
            else if (json.ValueTextEquals("evidence"u8)) evidence = ReadList(ref json, ReadEvidence);
            else json.Skip();
        }

        return new Verdict(
            StoredNames.VerdictDecisions.Parse(Required(decision, "decision")), Required(confidence, "confidence"), Required(rule, "rule"), Required(reason, "reason"))
        { Evidence = [.. evidence] };
    }

    private static GitBaseline ReadBaseline(ref Utf8JsonReader json)
    {
        string? commit = null, branch = null, folder = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("commit"u8)) commit = ReadString(ref json);
            else if (json.ValueTextEquals("branch"u8)) branch = ReadString(ref json);
            else if (json.ValueTextEquals("folder"u8)) folder = ReadString(ref json);
            else json.Skip();
        }

        return new GitBaseline(commit, branch, Required(folder, "folder"));
    }

    private static void Write(Utf8JsonWriter json, Evidence evidence)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, StoredNames.EvidenceKinds[evidence.Kind]);
        json.WriteString("leaning"u8, StoredNames.EvidenceLeanings[evidence.Leaning]);
        json.WriteNumber("confidence"u8, evidence.Confidence);
        json.WriteNumber("at_us"u8, StoredTime.Of(evidence.At));
        json.WriteString("detail"u8, evidence.Detail);
        json.WriteEndObject();
    }

    private static Evidence ReadEvidence(ref Utf8JsonReader json)
    {
        string? kind = null, leaning = null, detail = null;
        double? confidence = null;
        DateTimeOffset? at = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("leaning"u8)) leaning = ReadString(ref json);
            else if (json.ValueTextEquals("confidence"u8)) confidence = ReadDouble(ref json);
            else if (json.ValueTextEquals("at_us"u8)) at = ReadTime(ref json);
            else if (json.ValueTextEquals("detail"u8)) detail = ReadString(ref json);
            else json.Skip();
        }

        return new Evidence(
            StoredNames.EvidenceKinds.Parse(Required(kind, "kind")), StoredNames.EvidenceLeanings.Parse(Required(leaning, "leaning")),
            Required(confidence, "confidence"), Required(at, "at_us"), Required(detail, "detail"));
    }

    private static string ReadText(ref Utf8JsonReader json) => json.GetString()!;
}
