using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Executions;

/// <summary>What all the evidence adds up to.</summary>
/// <param name="Rule">Which rule decided: <c>exit_code</c>, <c>deed</c>, <c>deeds_disagree</c>, <c>ended_badly</c>, <c>deed_missing</c>, <c>claim</c> …</param>
/// <param name="Reason">A sentence.</param>
/// <param name="Evidence">All of it, for and against, the stronger kinds first.</param>
public sealed record VerdictDocument(VerdictDecision Decision, double Confidence, string Rule, string Reason, IReadOnlyList<EvidenceDocument> Evidence);

/// <param name="Confidence">In (0, 1].</param>
/// <param name="At">When what was seen came to be.</param>
/// <param name="Detail">A sentence.</param>
public sealed record EvidenceDocument(EvidenceKind Kind, EvidenceLeaning Leaning, double Confidence, DateTimeOffset At, string Detail);

public enum VerdictDecision
{
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("not_completed")] NotCompleted,
    [JsonStringEnumMemberName("undecided")] Undecided,
}

public enum EvidenceKind
{
    [JsonStringEnumMemberName("exit")] Exit,
    [JsonStringEnumMemberName("marker")] Marker,
    [JsonStringEnumMemberName("git")] Git,
    [JsonStringEnumMemberName("phases")] Phases,
    [JsonStringEnumMemberName("pattern")] Pattern,
}

public enum EvidenceLeaning
{
    [JsonStringEnumMemberName("for")] For,
    [JsonStringEnumMemberName("against")] Against,
}
