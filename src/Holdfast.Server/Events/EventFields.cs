using System.Text.Json;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Events;

/// <summary>What a stored event says besides its type, for whoever counts or tells it.</summary>
internal static class EventFields
{
    /// <summary>The caller disposes of it.</summary>
    public static JsonDocument Of(LoggedEvent stored) => JsonDocument.Parse((byte[])[(byte)'{', .. stored.Fields.Span, (byte)'}']);

    /// <summary>The key of the atom that it is about.</summary>
    public static string AtomOf(JsonDocument fields) => fields.RootElement.GetProperty("atom").GetString()!;
}
