namespace Holdfast.Engine.Storage;

/// <summary>What whoever asks for a change has seen, and how the same request is recognised when it comes again.</summary>
/// <param name="Version">The change is made only where that is still so; null for whatever it is.</param>
/// <param name="Intent">Stored with the change, in its transaction, so that whoever asks again hears that it was made; null when nobody will.</param>
public readonly record struct Asking(long? Version = null, Guid? Intent = null);
