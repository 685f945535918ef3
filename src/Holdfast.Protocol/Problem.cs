using System.Text.Json.Serialization;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Protocol;

/// <summary>An <see cref="Error"/> as it travels over HTTP: problem details (RFC 9457) with members of our own behind them.</summary>
/// <param name="Type"><c>urn:holdfast:error:CODE</c>.</param>
/// <param name="Title">The code in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">As <see cref="Error.Message"/>.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code, string? Hint, IReadOnlyList<PlanFault>? Faults,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TaskPhase>? Allowed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Oldest = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer = null)
{
    public const string MediaType = "application/problem+json";

    private const string TypePrefix = "urn:holdfast:error:";

    public static Problem Of(Error error) =>
        new(TypePrefix + error.Code, error.Code.Replace('_', ' '), StatusOf(error.Code), error.Message, error.Code, error.Hint, error.Faults, error.Allowed, error.Oldest, error.Pointer);

    public Error ToError() => new(Code, Detail, Hint, Faults, Allowed, Oldest, Pointer);

    /// <summary>The HTTP status that goes with a code.</summary>
    public static int StatusOf(string code) => code switch
    {
        ErrorCode.RunNotFound or ErrorCode.PlanNotFound or ErrorCode.AttemptNotFound or ErrorCode.ArtifactNotFound or ErrorCode.UnknownAtom or ErrorCode.ExecutionNotFound or ErrorCode.TaskNotFound
            or ErrorCode.SessionNotFound or ErrorCode.NoSuchAddress => 404,
        ErrorCode.RunAmbiguous or ErrorCode.PlanAmbiguous or ErrorCode.RunNotEnded or ErrorCode.RunEnded or ErrorCode.RunInheritedFrom or ErrorCode.RunIsDriven or ErrorCode.RunCutOff
            or ErrorCode.TaskAmbiguous or ErrorCode.TaskBusy or ErrorCode.TransitionNotAllowed or ErrorCode.AgentMissing or ErrorCode.WorkspaceInUse
            or ErrorCode.SessionAmbiguous or ErrorCode.ExecutionAmbiguous or ErrorCode.ExecutionNotAttachable or ErrorCode.ExecutionNotStuck => 409,
        ErrorCode.MethodNotAllowed => 405,
        ErrorCode.EventsTrimmed => 410,
        ErrorCode.TaskChanged or ErrorCode.Changed => 412,
        ErrorCode.TokenMissing => 401,
        ErrorCode.TokenReadOnly or ErrorCode.HostNotAllowed or ErrorCode.OriginNotAllowed => 403,
        ErrorCode.BodyTooLarge => 413,
        ErrorCode.RangeNotSatisfiable => 416,
        ErrorCode.KeyReused => 422,
        ErrorCode.ProtocolMismatch => 426,
        ErrorCode.TooManyRequests => 429,
        ErrorCode.DaemonStopping or ErrorCode.StoreUnavailable or ErrorCode.StoreFailed => 503,
        ErrorCode.Unexpected => 500,
        _ => 400,
    };
}
