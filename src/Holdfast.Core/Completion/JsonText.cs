using System.Text.Json;

namespace Holdfast.Core.Completion;

/// <summary>Text in JSON that somebody else wrote.</summary>
internal static class JsonText
{
    /// <param name="text">A JSON string.</param>
    /// <returns>Its text; as it is written where an escape in it is none, such as one half of an emoji that was cut.</returns>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText()[1..^1];
        }
    }
}
