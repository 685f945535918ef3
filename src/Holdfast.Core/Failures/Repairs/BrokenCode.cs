using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs.Python;
using Holdfast.Core.Failures.Repairs.Script;
using Holdfast.Core.Failures.Repairs.Source;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>Code that failed, with what was reported about it; what rules look at.</summary>
internal sealed class BrokenCode
{
    private readonly Lazy<IReadOnlyList<Token>> tokens;
    private readonly Lazy<Brackets> brackets;
    private readonly Lazy<CodeNames> names;

    public BrokenCode(AtomKind kind, string code, ReportedException error, string? inputJson)
    {
        Kind = kind;
        Code = code;
        Error = error;
        InputJson = inputJson;
        Source = new SourceText(code);
        AllTokens = IsPython ? PythonLexer.Read(code) : ScriptLexer.Read(code);
        tokens = new(() => [.. AllTokens.Where(token => token.Kind != TokenKind.Comment)]);
        brackets = new(() => new Brackets(Tokens));
        names = new(() => IsPython ? PythonNames.Read(Tokens) : ScriptNames.Read(Tokens));
        ErrorLine = error.Line is { } line && Source.HasLine(line) ? line : null;
        ErrorOffset = ErrorLine is { } known && error.Column is { } column ? Source.OffsetOf(known, column) : null;
    }

    public AtomKind Kind { get; }

    public string Code { get; }

    public ReportedException Error { get; }

    /// <summary>The input it ran with, a JSON object; null when not known.</summary>
    public string? InputJson { get; }

    public SourceText Source { get; }

    public IReadOnlyList<Token> AllTokens { get; }

    /// <summary>Without comments.</summary>
    public IReadOnlyList<Token> Tokens => tokens.Value;

    /// <summary>Over <see cref="Tokens"/>.</summary>
    public Brackets Brackets => brackets.Value;

    public CodeNames Names => names.Value;

    public bool IsPython => Kind == AtomKind.Python;

    /// <summary>Null when the report has none, or one the code does not have.</summary>
    public int? ErrorLine { get; }

    public int? ErrorOffset { get; }

    public string Message => Error.Message;

    /// <summary>Indices of the tokens that start on a line.</summary>
    public IEnumerable<int> TokensOn(int line)
    {
        for (var i = FirstTokenFrom(Source.StartOf(line)); i < Tokens.Count && Tokens[i].Line == line; i++)
            yield return i;
    }

    /// <returns>Index of the first token at or behind an offset; the number of tokens when there is none.</returns>
    public int FirstTokenFrom(int offset)
    {
        var (low, high) = (0, Tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tokens[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <returns>Index of the token that covers the reported place, or that follows it; the number of tokens when there is none.</returns>
    public int ErrorToken
    {
        get
        {
            if (ErrorOffset is not { } offset)
                return Tokens.Count;
            var next = FirstTokenFrom(offset);
            return next > 0 && Tokens[next - 1].End > offset ? next - 1 : next;
        }
    }

    public Token? TokenAt(int index) => index >= 0 && index < Tokens.Count ? Tokens[index] : null;

    public bool IsAt(int index, string text) => index >= 0 && index < Tokens.Count && Tokens[index].Is(text);

    public string TextBetween(int start, int end) => Code[start..end];
}
