using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Core.Plans;

/// <summary>Reads single values of a plan; what does not fit is told as a fault and read as the fallback. An absent value is no fault.</summary>
internal sealed class PlanValues(PlanFaultList faults) : IDisposable
{
    /// <summary>How much of a wrong value a message repeats.</summary>
    private const int LongestQuote = 40;

    /// <summary>Commands and names of this length or less are kept once, however often they stand in the plan.</summary>
    private const int LongestShared = 64;

    /// <summary>Digits of a number; converting one costs the square of it.</summary>
    private const int LongestNumber = 400;

    private readonly HashSet<string> shared = [];
    private readonly ArrayBufferWriter<byte> json = new();
    private readonly Utf8JsonWriter writer = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Dispose() => writer.Dispose();

    /// <returns>Null when it is absent or not text.</returns>
    public string? Text(SourceNode node, string field)
    {
        if (!node.Exists)
            return null;
        if (node.Kind != SourceKind.Text)
        {
            var hint = node.IsScalar && node.Kind != SourceKind.Null ? $": write \"{Quote(node)}\" in quotes" : $", not {Describe(node)}";
            faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is text{hint}.");
            return null;
        }

        return WithoutNul(node, field);
    }

    /// <summary>As <see cref="Text"/>; never shared, being long.</summary>
    public string? Code(SourceNode node, string field) =>
        node.Exists && node.Kind == SourceKind.Text && !node.Text.Contains((byte)0) ? node.ToString() : Text(node, field);

    /// <summary>As <see cref="Text"/>, and numbers and booleans as they are written.</summary>
    public string? TextOfScalar(SourceNode node, string field)
    {
        if (node.Kind is SourceKind.Text or SourceKind.Number or SourceKind.True or SourceKind.False)
            return WithoutNul(node, field);
        var hint = node.Kind == SourceKind.Null ? "nothing; write \"\" for an empty text" : Describe(node);
        faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is text, not {hint}.");
        return null;
    }

    public bool Flag(SourceNode node, string field, bool fallback)
    {
        if (!node.Exists || node.Kind is SourceKind.True or SourceKind.False)
            return node.Exists ? node.Kind == SourceKind.True : fallback;
        faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is true or false, not {Describe(node)}.");
        return fallback;
    }

    public int Whole(SourceNode node, string field, int least, int most, int fallback)
    {
        if (!node.Exists)
            return fallback;
        if (TryNumber(node, out var number) && number == Math.Floor(number))
        {
            if (number >= least && number <= most)
                return (int)number;
            faults.Add(PlanFaultCodes.OutOfRange, node, $"'{field}' is a whole number from {least} to {most}, not {Quote(node)}.");
            return fallback;
        }

        faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is a whole number from {least} to {most}, not {Describe(node)}.");
        return fallback;
    }

    /// <param name="aboveLeast">Whether <paramref name="least"/> itself is too small.</param>
    public double Real(SourceNode node, string field, double least, double most, double fallback, bool aboveLeast = false)
    {
        if (!node.Exists)
            return fallback;
        var range = aboveLeast ? $"a number above {least} and up to {most}" : $"a number from {least} to {most}";
        if (!TryNumber(node, out var number))
        {
            faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is {range}, not {Describe(node)}.");
            return fallback;
        }

        if (number <= most && (aboveLeast ? number > least : number >= least))
            return number;
        faults.Add(PlanFaultCodes.OutOfRange, node, $"'{field}' is {range}, not {Quote(node)}.");
        return fallback;
    }

    public bool IsNone(SourceNode node) => node.Exists && node.Kind == SourceKind.Text && node.Text.SequenceEqual("none"u8);

    public TimeSpan? Duration(SourceNode node, string field, TimeSpan? fallback)
    {
        if (!node.Exists || IsNone(node))
            return node.Exists ? null : fallback;
        if (node.Kind is SourceKind.Text or SourceKind.Number && Quantities.TryParseDuration(node.ToString(), out var duration))
            return duration;
        faults.Add(PlanFaultCodes.BadDuration, node,
            $"'{field}' is a duration, not {Describe(node)}. Write {Quantities.DurationForms}; more than zero, at most {Quantities.LongestDuration.Days} days.");
        return fallback;
    }

    public long Size(SourceNode node, string field, long fallback)
    {
        if (!node.Exists)
            return fallback;
        if (node.Kind is SourceKind.Text or SourceKind.Number && Quantities.TryParseSize(node.ToString(), out var bytes))
            return bytes;
        faults.Add(PlanFaultCodes.BadSize, node, $"'{field}' is a size, not {Describe(node)}. Write {Quantities.SizeForms}; more than zero, at most 1 PiB.");
        return fallback;
    }

    /// <returns>The index of the word, or null when it is absent or not among them.</returns>
    public int? Choice(SourceNode node, string field, ImmutableArray<string> words)
    {
        if (!node.Exists)
            return null;
        if (node.Kind == SourceKind.Text)
        {
            var word = node.ToString();
            var index = words.IndexOf(word);
            if (index >= 0)
                return index;
            faults.Add(PlanFaultCodes.BadChoice, node,
                $"'{field}' is one of {string.Join(", ", words)}, not {Describe(node)}.{DidYouMean(Quote(node), words)}");
            return null;
        }

        faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is one of {string.Join(", ", words)}, not {Describe(node)}.");
        return null;
    }

    public bool IsMapping(SourceNode node, string field) => Is(node, SourceKind.Mapping, field, "a mapping");

    public bool IsList(SourceNode node, string field) => Is(node, SourceKind.Sequence, field, "a list");

    /// <returns>A JSON object, or null when it is absent, empty or none.</returns>
    public string? JsonObject(SourceNode node, string field)
    {
        if (!IsMapping(node, field) || node.Length == 0)
            return null;
        json.ResetWrittenCount();
        writer.Reset(json);
        Write(node);
        writer.Flush();
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <summary>A value as a message shows it: quoted and cut.</summary>
    public static string Describe(SourceNode node) => node.Kind switch
    {
        SourceKind.Mapping => "a mapping",
        SourceKind.Sequence => "a list",
        SourceKind.Null => "nothing",
        SourceKind.Text => $"'{Quote(node)}'",
        SourceKind.Number or SourceKind.True or SourceKind.False => Quote(node),
    };

    public static string Quote(SourceNode node)
    {
        var text = node.ToString().ReplaceLineEndings(" ").Replace('\0', ' ');
        return text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
    }

    /// <summary><c> Did you mean 'test'?</c> with its leading blank, or nothing.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known) =>
        NearestName.Of(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private bool Is(SourceNode node, SourceKind kind, string field, string name)
    {
        if (!node.Exists || node.Kind == kind)
            return node.Exists;
        faults.Add(PlanFaultCodes.WrongType, node, $"'{field}' is {name}, not {Describe(node)}.");
        return false;
    }

    // The operating system ends a text at NUL, so that a value would be silently shorter than it is written.
    private string? WithoutNul(SourceNode node, string field)
    {
        if (!node.Text.Contains((byte)0))
            return Share(node.Text);
        faults.Add(PlanFaultCodes.BadText, node, $"'{field}' must not contain the character NUL.");
        return null;
    }

    private string Share(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestShared)
            return Encoding.UTF8.GetString(utf8);
        Span<char> text = stackalloc char[LongestShared];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        var lookup = shared.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var found))
            return found;
        lookup.Add(text);
        lookup.TryGetValue(text, out found);
        return found!;
    }

    private static bool TryNumber(SourceNode node, out double number)
    {
        number = 0;
        return node.Kind == SourceKind.Number && TryNormalise(node.Text, out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private void Write(SourceNode node)
    {
        switch (node.Kind)
        {
            case SourceKind.Mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in node.Entries)
                {
                    writer.WritePropertyName(key.IsScalar ? key.Text : default);
                    Write(value);
                }

                writer.WriteEndObject();
                break;
            case SourceKind.Sequence:
                writer.WriteStartArray();
                foreach (var member in node.Members)
                    Write(member);
                writer.WriteEndArray();
                break;
            case SourceKind.Text:
                writer.WriteStringValue(node.Text);
                break;
            case SourceKind.Number:
                WriteNumber(node);
                break;
            case SourceKind.True or SourceKind.False:
                writer.WriteBooleanValue(node.Kind == SourceKind.True);
                break;
            case SourceKind.Null:
                writer.WriteNullValue();
                break;
        }
    }

    private void WriteNumber(SourceNode node)
    {
        if (TryNormalise(node.Text, out var number))
        {
            writer.WriteRawValue(number, skipInputValidation: true);
            return;
        }

        faults.Add(PlanFaultCodes.BadNumber, node, $"The number {Quote(node)} cannot be kept as JSON: write it as text.");
        writer.WriteNullValue();
    }

    /// <summary>YAML's numbers (<c>+1</c>, <c>007</c>, <c>.5</c>, <c>1.</c>, <c>0x1F</c>, <c>0o17</c>) as JSON writes them; not infinity and NaN.</summary>
    private static bool TryNormalise(ReadOnlySpan<byte> text, out string number)
    {
        number = "";
        if (text.Length > LongestNumber)
            return false;
        number = Encoding.UTF8.GetString(text);
        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
        {
            number = whole.ToString(CultureInfo.InvariantCulture);
            return true;
        }

        if (number.StartsWith("0x", StringComparison.Ordinal))
        {
            var read = BigInteger.TryParse("0" + number[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
            number = value.ToString(CultureInfo.InvariantCulture);
            return read;
        }

        if (number.StartsWith("0o", StringComparison.Ordinal))
        {
            number = number[2..].Aggregate(BigInteger.Zero, (value, digit) => (value * 8) + (digit - '0')).ToString(CultureInfo.InvariantCulture);
            return true;
        }

        return TryNormaliseDecimal(ref number);
    }

    private static bool TryNormaliseDecimal(ref string number)
    {
        var sign = number.StartsWith('-') ? "-" : "";
        var digits = number.TrimStart('+', '-');
        var exponentAt = digits.AsSpan().IndexOfAny('e', 'E');
        var exponent = exponentAt < 0 ? "" : digits[exponentAt..];
        var mantissa = exponentAt < 0 ? digits : digits[..exponentAt];
        var point = mantissa.IndexOf('.');
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart('0');
        var fraction = point < 0 ? "" : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length > 0 && !(whole + fraction).All(char.IsAsciiDigit))
            return false;
        number = $"{sign}{(whole.Length == 0 ? "0" : whole)}{(fraction.Length == 0 ? "" : "." + fraction)}{exponent}";
        return true;
    }
}
