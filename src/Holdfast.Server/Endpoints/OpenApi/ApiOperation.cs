using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>One address with one method: what it is for, what it takes and what it answers.</summary>
/// <param name="Pattern">As it is mapped.</param>
/// <param name="Summary">One line.</param>
/// <param name="Answer">Null where the answer is no JSON document.</param>
internal sealed record ApiOperation(string Method, string Pattern, string Summary, JsonTypeInfo? Answer)
{
    /// <summary>Null where none is taken.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>Of the body, where it is no JSON document of ours: a plan.</summary>
    public string? BodyMediaType { get; init; }

    /// <summary>Names of the parameters behind the question mark; those in the address are in it.</summary>
    public string[] Parameters { get; init; } = [];

    public int Status { get; init; } = 200;

    public string MediaType { get; init; } = "application/json";

    /// <summary>With <c>?wait</c>, what is answered with 200 when it has ended; null where that is not to be had.</summary>
    public JsonTypeInfo? Finished { get; init; }

    /// <summary>A body as it may be; null to make one from its shape.</summary>
    public string? Example { get; init; }
}
