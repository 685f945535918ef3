namespace Holdfast.Protocol.Runs;

/// <summary>One line of an atom's output; <c>runs logs --json</c> prints one such object per line.</summary>
/// <param name="Atom">Its key.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="At">When its last bytes were read.</param>
/// <param name="Text">Without the line's end; bytes that are not UTF-8 are replaced.</param>
public sealed record LogLine(string Atom, int Attempt, DateTimeOffset At, OutputStream Stream, string Text);
