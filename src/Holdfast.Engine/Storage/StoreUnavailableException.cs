namespace Holdfast.Engine.Storage;

/// <summary>The store cannot be opened. The message says why and what to do, for people.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
