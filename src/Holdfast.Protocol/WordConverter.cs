using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>
/// What callers choose from, by its words alone: exactly one of them, as it is written. The converter of the platform takes several with commas
/// between for the flags they are not, blanks around a word, any case and numbers, and does not say what it would take.
/// </summary>
public sealed class WordConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>, IWords
    where T : struct, Enum
{
    /// <summary>Of what is shown of a value that is none of them.</summary>
    private const int LongestShown = 60;

    private readonly (T Value, string Word)[] words = [.. Enum.GetValues<T>().Select(value => (value, WordOf(value)))];

    public IReadOnlyList<string> Words => [.. words.Select(each => each.Word)];

    /// <summary>So that null is told what would be taken, as everything else is.</summary>
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var given = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var (value, word) in words)
        {
            if (word == given)
                return value;
        }

        throw new UnknownWordException($"it takes one of {string.Join(", ", Words)}{(given is null ? "." : $", not '{(given.Length > LongestShown ? $"{given[..LongestShown]}…" : given)}'.")}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (known, word) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                writer.WriteStringValue(word);
                return;
            }
        }

        throw new JsonException($"{value} is no word of {typeof(T).Name}.");
    }

    private static string WordOf(T value) =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no word.");
}

/// <summary>What reads and writes one of some words.</summary>
public interface IWords
{
    IReadOnlyList<string> Words { get; }
}

/// <summary>A word that is none of those there are. Its message is a clause for whoever sent it.</summary>
public sealed class UnknownWordException : JsonException
{
    public UnknownWordException()
    {
    }

    public UnknownWordException(string message)
        : base(message)
    {
    }

    public UnknownWordException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
