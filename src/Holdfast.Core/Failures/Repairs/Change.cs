using System.Collections.Immutable;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>What one rule would do: the edits, and a sentence about them.</summary>
internal sealed record Change(string What, ImmutableArray<TextEdit> Edits)
{
    public static Change Insert(int at, string text, string what) => new(what, [TextEdit.Insert(at, text)]);

    public static Change Delete(int start, int end, string what) => new(what, [TextEdit.Delete(start, end)]);

    public static Change Replace(Token token, string text, string what) => new(what, [TextEdit.Replace(token, text)]);

    public static Change Replace(int start, int end, string text, string what) => new(what, [TextEdit.Replace(start, end, text)]);
}
