using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>What executions and runs can be listed by; runs by no name. What does not have it, as a duration, is not in that list.</summary>
[JsonConverter(typeof(WordConverter<ListSort>))]
public enum ListSort
{
    [JsonStringEnumMemberName("created")] Created,
    [JsonStringEnumMemberName("started")] Started,
    [JsonStringEnumMemberName("ended")] Ended,
    [JsonStringEnumMemberName("duration")] Duration,
    [JsonStringEnumMemberName("name")] Name,
}

/// <summary>How a list is wanted, beyond what is special to it.</summary>
/// <param name="Sort">Null: newest first.</param>
/// <param name="Since">Created then or later: a time, or how long ago; null for whenever.</param>
/// <param name="Until">Created before that; likewise.</param>
/// <param name="Search">Part of the name; of a run, of its plan's.</param>
/// <param name="Cursor">The next page: what the one before told.</param>
public sealed record ListWish(ListSort? Sort = null, bool Ascending = false, string? Since = null, string? Until = null, string? Search = null, string? Cursor = null)
{
    public static readonly ListWish NewestFirst = new();
}
