using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>What callers choose from, by its words alone: a number, in quotation marks or not, is none of them.</summary>
public sealed class WordConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
