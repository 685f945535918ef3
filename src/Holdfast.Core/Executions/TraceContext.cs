namespace Holdfast.Core.Executions;

/// <summary>
/// The place in a trace that something belongs to, as W3C Trace Context has it: <c>traceparent</c> and <c>tracestate</c>. It is stored with what
/// was asked for, so that whoever sees its end, and whatever runs in it, is in the same trace.
/// </summary>
/// <param name="TraceId">32 digits of lower-case hex, not all zero.</param>
/// <param name="Parent">The span it is a part of, 16 such digits; null at the beginning of a trace.</param>
/// <param name="Flags">Bit 0: sampled.</param>
/// <param name="State">What vendors hand on; null for nothing.</param>
public sealed record TraceContext(string TraceId, string? Parent, byte Flags, string? State)
{
    /// <summary>The variables that a process is told its place in a trace by.</summary>
    public const string ParentVariable = "TRACEPARENT";

    public const string StateVariable = "TRACESTATE";

    /// <summary>What every vendor must be able to hand on.</summary>
    private const int LongestState = 512;

    private const int TraceDigits = 32;
    private const int SpanDigits = 16;

    /// <summary>00-trace-span-flags.</summary>
    private const int ParentLength = 2 + 1 + TraceDigits + 1 + SpanDigits + 1 + 2;

    private const byte Sampled = 1;

    public bool IsSampled => (Flags & Sampled) != 0;

    /// <summary>As <c>traceparent</c>; null at the beginning of a trace.</summary>
    public string? TraceParent => Parent is null ? null : $"00-{TraceId}-{Parent}-{Flags:x2}";

    /// <summary>The trace that something is in: the one it was asked for in, or else one of its own, which has its id.</summary>
    /// <param name="id">Of what was asked for.</param>
    /// <param name="asked">Null when nobody said.</param>
    public static TraceContext Of(Guid id, TraceContext? asked) => asked ?? new TraceContext(id.ToString("N"), Parent: null, Sampled, State: null);

    /// <summary>
    /// The span of something: derived from its id, so that it is known before it begins, and to whoever sees its end. The last half of an id is
    /// never zero, and as random as a span has to be.
    /// </summary>
    public static string SpanOf(Guid id) => id.ToString("N")[^SpanDigits..];

    /// <summary>The place of what is a part of the thing that has this id.</summary>
    public TraceContext Within(Guid id) => this with { Parent = SpanOf(id) };

    /// <returns>Null for what is none; then a trace begins anew.</returns>
    public static TraceContext? TryParse(string? traceparent, string? tracestate)
    {
        if (traceparent?.Trim() is not { Length: >= ParentLength } text || !IsWhole(text))
            return null;
        var (trace, span) = (text.Substring(3, TraceDigits), text.Substring(3 + TraceDigits + 1, SpanDigits));
        if (!IsHex(text.AsSpan(0, 2)) || !IsId(trace) || !IsId(span) || !IsHex(text.AsSpan(ParentLength - 2, 2)))
            return null;
        var flags = Convert.ToByte(text.Substring(ParentLength - 2, 2), 16);
        return new TraceContext(trace, span, (byte)(flags & Sampled), StateOf(tracestate));
    }

    /// <summary>As it is stored: the parent, then the state behind a space.</summary>
    public override string ToString() => State is null ? $"{TraceParent}" : $"{TraceParent} {State}";

    /// <exception cref="FormatException">It was not stored by <see cref="ToString"/>.</exception>
    public static TraceContext Parse(string stored)
    {
        var space = stored.IndexOf(' ', StringComparison.Ordinal);
        return TryParse(space < 0 ? stored : stored[..space], space < 0 ? null : stored[(space + 1)..]) ?? throw new FormatException($"'{stored}' is no place in a trace.");
    }

    /// <summary>Tells a process its place. What it was told explicitly stays.</summary>
    public void AddTo(IDictionary<string, string> environment)
    {
        if (environment.ContainsKey(ParentVariable) || TraceParent is not { } parent)
            return;
        environment[ParentVariable] = parent;
        // One without the other belongs to another trace.
        environment.Remove(StateVariable);
        if (State is { } state)
            environment[StateVariable] = state;
    }

    // Later versions may have more behind what the first has.
    private static bool IsWhole(string text) =>
        text[2] == '-' && text[3 + TraceDigits] == '-' && text[ParentLength - 3] == '-' && !text.StartsWith("ff", StringComparison.Ordinal)
        && (text.Length == ParentLength || (text[ParentLength] == '-' && !text.StartsWith("00", StringComparison.Ordinal)));

    private static bool IsId(ReadOnlySpan<char> digits) => IsHex(digits) && digits.ContainsAnyExcept('0');

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (digit is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
                return false;
        }

        return true;
    }

    private static string? StateOf(string? given) =>
        given?.Trim() is { Length: > 0 and <= LongestState } state && !state.AsSpan().ContainsAnyExceptInRange(' ', '~') ? state : null;
}
