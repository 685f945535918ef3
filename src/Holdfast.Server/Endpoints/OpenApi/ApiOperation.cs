using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>One address with one method: what it is for, what it takes and what it answers.</summary>
/// <param name="Pattern">As it is mapped.</param>
/// <param name="Summary">One line.</param>
/// <param name="Answer">Null where the answer is no JSON document.</param>
internal sealed record ApiOperation(string Method, string Pattern, string Summary, JsonTypeInfo? Answer)
{
    /// <summary>What it belongs to.</summary>
    public string Group { get; init; } = "";

    /// <summary>Null where none is taken.</summary>
    public JsonTypeInfo? Body { get; init; }

    public bool IsBodyOptional { get; init; }

    /// <summary>Of the body, where it is no JSON document of ours: a plan.</summary>
    public string? BodyMediaType { get; init; }

    /// <summary>Those behind the question mark; those in the address follow from it.</summary>
    public ApiParameter[] Parameters { get; init; } = [];

    public int Status { get; init; } = 200;

    public string MediaType { get; init; } = "application/json";

    /// <summary>Another form of the same answer, where a parameter asks for it; its shape is null where it has none.</summary>
    public (string MediaType, JsonTypeInfo? Answer)? OtherForm { get; init; }

    /// <summary>With <c>?wait</c>, what is answered with 200 when it has ended; null where that is not to be had.</summary>
    public JsonTypeInfo? Finished { get; init; }

    /// <summary>Codes of the problems it may answer, beside those that any request may get (<see cref="ApiProblems"/>).</summary>
    public string[] Problems { get; init; } = [];

    /// <summary>A status that says as much as the usual one, with the same shape: 503 of a daemon that is not well.</summary>
    public int? OtherStatus { get; init; }

    /// <summary>What is answered has a version, its ETag.</summary>
    public bool IsVersioned { get; init; }

    /// <summary>The version that was seen may be told, so that nothing else is changed.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>It may be told to take the place of nothing.</summary>
    public bool IsGuardedWhenNew { get; init; }

    /// <summary>A part of it may be asked for.</summary>
    public bool IsRanged { get; init; }

    /// <summary>What is made has an address of its own.</summary>
    public bool IsLocated { get; init; }

    /// <summary>What a stream of it sends, by the name of the event; null where there is none.</summary>
    public IReadOnlyDictionary<string, string>? Streamed { get; init; }

    /// <summary>How it is called in the file of examples, and by people.</summary>
    public string Name => $"{Method} {Pattern}";
}
