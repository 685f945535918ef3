using Holdfast.Engine.Runtimes;

namespace Holdfast.Server.Executions;

/// <summary>A line that is so long that it is told in pieces, so that a line without an end costs no memory without an end.</summary>
internal static class LongLine
{
    /// <summary>Of a piece, and of a line that is told whole.</summary>
    public const int MostBytes = 256 << 10;

    /// <returns>How many bytes the next piece has, which cuts neither a character nor a secret in two; 0 when it is not time for one.</returns>
    public static int NextPiece(ReadOnlySpan<byte> pending, SecretMask mask) =>
        pending.Length > MostBytes ? mask.PieceOf(pending, CharacterBoundary(pending, MostBytes)) : 0;

    // The bytes 10xxxxxx continue a character.
    private static int CharacterBoundary(ReadOnlySpan<byte> bytes, int at)
    {
        while (at > 1 && (bytes[at] & 0xC0) == 0x80)
            at--;
        return at;
    }
}
