using System.Text;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Sessions;

/// <summary>
/// An agent's message as its parts come, each with what it adds, or with all there is so far. A secret may be cut in two where a part
/// ends, and neither half would be hidden: what could be the beginning of one waits for the next part.
/// </summary>
/// <param name="longestCompared">In characters: by so much of its beginning a message that is told anew is known.</param>
internal sealed class StreamedMessage(SecretMask mask, int longestCompared)
{
    private string beginning = "";
    private string held = "";

    /// <returns>What can be shown of it now, masked.</returns>
    public string Take(string part, bool isLast)
    {
        var isAnew = TellsAnew(part);
        var text = isAnew ? part : held + part;
        var shown = isLast ? text.Length : LengthToShow(text);
        held = text[shown..];
        if (isLast)
            beginning = "";
        else if (isAnew)
            beginning = part[..Math.Min(part.Length, longestCompared)];
        else
            beginning += part[..Math.Min(part.Length, longestCompared - beginning.Length)];
        return mask.Apply(text[..shown]);
    }

    /// <returns>What still waited, masked: no other part will come.</returns>
    public string End()
    {
        var rest = mask.Apply(held);
        (beginning, held) = ("", "");
        return rest;
    }

    // Where a secret lies across the seam it adds: a beginning that is told twice is the lesser evil.
    private bool TellsAnew(string part)
    {
        if (beginning.Length == 0 || !part.StartsWith(beginning, StringComparison.Ordinal))
            return false;
        var joined = held + part;
        return LengthToShow(joined) >= held.Length && mask.Apply(joined) == mask.Apply(held) + mask.Apply(part);
    }

    private int LengthToShow(string text)
    {
        if (mask == SecretMask.None)
            return text.Length;
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetCharCount(bytes, 0, mask.PieceOf(bytes, bytes.Length));
    }
}
