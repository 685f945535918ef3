using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <summary>
/// The JSON form of an exception: what a harness writes to exception.json. Members are the properties in snake_case; those not
/// known are left out. docs/reference/runtimes.md describes it.
/// </summary>
public static class ReportedExceptionJson
{
    /// <exception cref="JsonException">It is not one.</exception>
    public static ReportedException Read(ReadOnlySpan<byte> json) =>
        Complete(Required(JsonSerializer.Deserialize(json, ReportedExceptionContext.Default.ReportedException)));

    public static string Write(ReportedException exception) => JsonSerializer.Serialize(exception, ReportedExceptionContext.Default.ReportedException);

    /// <summary>A list of them, null where there is none.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    internal static IReadOnlyList<ReportedException?> ReadList(Stream json) =>
        Required(JsonSerializer.Deserialize(json, ReportedExceptionContext.Default.ListReportedException)).ConvertAll(exception => exception is null ? null : Complete(exception));

    /// <summary>The generated reader leaves init-only members that are missing null, whatever their initialiser says.</summary>
    private static ReportedException Complete(ReportedException exception) => exception with
    {
        Message = exception.Message ?? "",
        Causes = exception.Causes ?? [],
        Bases = exception.Bases ?? [],
        Frames = exception.Frames ?? [],
    };

    private static T Required<T>(T? value) where T : class => value ?? throw new JsonException("It is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ReportedException))]
[JsonSerializable(typeof(List<ReportedException?>))]
internal sealed partial class ReportedExceptionContext : JsonSerializerContext;
