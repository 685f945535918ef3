using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Core.Plans;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Engine.Plans;

/// <summary>
/// Reads one YAML document into a <see cref="SourceTree"/>: the core schema of YAML 1.2 (so <c>yes</c> is text), aliases and the
/// merge key <c>&lt;&lt;</c> expanded within bounds.
/// </summary>
internal sealed partial class YamlSource
{
    /// <summary>Values that aliases may add to a file: what a "billion laughs" is stopped by.</summary>
    private const int MostCopies = 1_000_000;

    private const string TagPrefix = "tag:yaml.org,2002:";

    private readonly Parser parser;
    private readonly SourceTree.Builder builder = new([]);
    private readonly Dictionary<AnchorName, Anchored> anchors = [];
    private int copies;

    private YamlSource(byte[] bytes)
    {
        parser = new Parser(new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: false));
    }

    /// <param name="Node">-1 while its value is still being read.</param>
    private readonly record struct Anchored(int Node, int Height);

    private sealed class FaultException(SourceFault fault) : Exception(fault.Message)
    {
        public SourceFault Fault { get; } = fault;
    }

    /// <param name="bytes">UTF-8 without a mark.</param>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out SourceTree? tree, [NotNullWhen(false)] out SourceFault? fault)
    {
        var source = new YamlSource(bytes);
        tree = null;
        fault = null;
        try
        {
            source.ReadDocument();
            tree = source.builder.Build();
            return true;
        }
        catch (FaultException stopped)
        {
            fault = stopped.Fault;
        }
        catch (YamlException broken)
        {
            fault = source.Syntax(broken.Message, broken.Start);
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // YamlDotNet 16.3 lets what it trips over in broken escapes and numbers through as it is: "\UFFFFFFFF" is an ArgumentOutOfRangeException.
            fault = source.Syntax("a value cannot be read", source.parser.Current?.End ?? Mark.Empty);
        }

        return false;
    }

    private SourceFault Syntax(string problem, in Mark at) =>
        new(PlanFaultCodes.YamlSyntax, $"This is not YAML: {char.ToLowerInvariant(problem[0])}{problem[1..].TrimEnd('.')}.", Line(at), Column(at));

    private static int Line(in Mark mark) => (int)Math.Max(1, mark.Line);

    private static int Column(in Mark mark) => (int)Math.Max(1, mark.Column);

    private static FaultException Stop(string code, string message, in Mark at) => new(new SourceFault(code, message, Line(at), Column(at)));

    private void ReadDocument()
    {
        Next();
        if (Next() is StreamEnd end)
            throw Stop(PlanFaultCodes.FileEmpty, "The plan is empty.", end.Start);
        ReadNode(Next(), 1);
        Next();
        if (Next() is DocumentStart second)
            throw Stop(PlanFaultCodes.YamlUnsupported, "The file has more than one document: a plan is one.", second.Start);
    }

    private ParsingEvent Next()
    {
        do
        {
            if (!parser.MoveNext())
                throw new InvalidOperationException("The parser ended before the stream did.");
        }
        while (parser.Current is Comment);
        return parser.Current!;
    }

    /// <returns>The height of the value: 0 for a scalar.</returns>
    private int ReadNode(ParsingEvent parsed, int depth)
    {
        if (builder.IsFull)
            throw Stop(PlanFaultCodes.TooManyValues, $"The file has more than {SourceTree.MaxNodes} values.", parsed.Start);
        if (parsed is AnchorAlias alias)
        {
            var target = Resolve(alias);
            if (depth + target.Height > SourceTree.MaxDepth)
                throw TooDeep(alias.Start);
            Copy(target.Node, alias.Start);
            return target.Height;
        }

        // YamlDotNet 16.3 lets some broken mappings end between a field and its value.
        if (parsed is not NodeEvent node)
            throw Stop(PlanFaultCodes.YamlSyntax, "This is not YAML: a value is missing here.", parsed.Start);
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor] = new Anchored(-1, 0);
        var at = builder.Count;
        var height = node switch
        {
            Scalar scalar => AddScalar(scalar),
            SequenceStart sequence => ReadSequence(sequence, depth),
            MappingStart mapping => ReadMapping(mapping, depth),
            _ => throw new InvalidOperationException($"A {node.GetType().Name} is no value."),
        };
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor] = new Anchored(at, height);
        return height;
    }

    private int ReadSequence(SequenceStart start, int depth)
    {
        CheckContainer(start, "seq", depth);
        var node = builder.Open(SourceKind.Sequence, Line(start.Start), Column(start.Start));
        var (members, height) = (0, 0);
        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            height = Math.Max(height, ReadNode(next, depth + 1));
            members++;
        }

        builder.Close(node, members);
        return height + 1;
    }

    private int ReadMapping(MappingStart start, int depth)
    {
        CheckContainer(start, "map", depth);
        var node = builder.Open(SourceKind.Mapping, Line(start.Start), Column(start.Start));
        var (entries, height) = (0, 0);
        List<AnchorAlias>? merged = null;
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            if (next is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                ReadMerge(merged ??= []);
                continue;
            }

            height = Math.Max(height, ReadNode(next, depth + 1));
            height = Math.Max(height, ReadNode(Next(), depth + 1));
            entries++;
        }

        if (merged is not null)
            height = Math.Max(height, Merge(node, merged, depth, ref entries));
        builder.Close(node, entries);
        return height + 1;
    }

    private void ReadMerge(List<AnchorAlias> merged)
    {
        var value = Next();
        if (value is SequenceStart)
        {
            for (var next = Next(); next is not SequenceEnd; next = Next())
                merged.Add(MergedAlias(next));
        }
        else
        {
            merged.Add(MergedAlias(value));
        }
    }

    private static AnchorAlias MergedAlias(ParsingEvent value) =>
        value as AnchorAlias ?? throw Stop(PlanFaultCodes.YamlUnsupported, "'<<' takes an alias, like <<: *name, or a list of aliases.", value.Start);

    // An entry that is written wins over a merged one, and an earlier merged one over a later.
    private int Merge(int node, List<AnchorAlias> merged, int depth, ref int entries)
    {
        var present = new HashSet<string>();
        for (var key = node + 1; key < builder.Count; key = AfterEntry(key))
            present.Add(Encoding.UTF8.GetString(builder.TextOf(key)));

        var height = 0;
        foreach (var alias in merged)
        {
            var target = Resolve(alias);
            if (builder.KindOf(target.Node) != SourceKind.Mapping)
                throw Stop(PlanFaultCodes.YamlUnsupported, $"'<<' takes a mapping, and '{alias.Value}' is none.", alias.Start);
            if (depth + target.Height > SourceTree.MaxDepth)
                throw TooDeep(alias.Start);

            height = Math.Max(height, target.Height - 1);
            var end = target.Node + builder.SizeOf(target.Node);
            for (var key = target.Node + 1; key < end; key = AfterEntry(key))
            {
                if (!present.Add(Encoding.UTF8.GetString(builder.TextOf(key))))
                    continue;
                Copy(key, alias.Start);
                Copy(key + builder.SizeOf(key), alias.Start);
                entries++;
            }
        }

        return height;
    }

    private int AfterEntry(int key)
    {
        var value = key + builder.SizeOf(key);
        return value + builder.SizeOf(value);
    }

    private Anchored Resolve(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var target))
            throw Stop(PlanFaultCodes.YamlSyntax, $"The alias '{alias.Value}' has no anchor before it.", alias.Start);
        if (target.Node < 0)
            throw Stop(PlanFaultCodes.YamlUnsupported, $"The alias '{alias.Value}' stands within what it repeats.", alias.Start);
        return target;
    }

    private void Copy(int node, in Mark at)
    {
        copies += builder.SizeOf(node);
        if (copies > MostCopies)
            throw Stop(PlanFaultCodes.TooManyValues, $"The aliases of the file repeat more than {MostCopies} values.", at);
        builder.Copy(node);
    }

    private static FaultException TooDeep(in Mark at) =>
        Stop(PlanFaultCodes.TooDeep, $"Values are nested more than {SourceTree.MaxDepth} deep.", at);

    private static void CheckContainer(NodeEvent start, string tag, int depth)
    {
        if (depth > SourceTree.MaxDepth)
            throw TooDeep(start.Start);
        if (!IsUntagged(start.Tag) && start.Tag.Value != TagPrefix + tag)
            throw UnsupportedTag(start);
    }

    // Scalars.

    private int AddScalar(Scalar scalar)
    {
        var isBlock = scalar.Style is ScalarStyle.Literal;
        builder.Add(KindOf(scalar), scalar.Value, Line(scalar.Start), Column(scalar.Start), isBlock);
        return 0;
    }

    private static SourceKind KindOf(Scalar scalar)
    {
        if (!IsUntagged(scalar.Tag))
            return KindOfTagged(scalar);
        var isPlain = scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.Value == "?");
        return isPlain ? KindOfPlain(scalar.Value) : SourceKind.Text;
    }

    private static bool IsUntagged(TagName tag) => tag.IsEmpty || tag.IsNonSpecific;

    private static SourceKind KindOfTagged(Scalar scalar)
    {
        var plain = KindOfPlain(scalar.Value);
        SourceKind? kind = scalar.Tag.Value switch
        {
            TagPrefix + "str" => SourceKind.Text,
            TagPrefix + "int" or TagPrefix + "float" when plain == SourceKind.Number => plain,
            TagPrefix + "bool" when plain is SourceKind.True or SourceKind.False => plain,
            TagPrefix + "null" when plain == SourceKind.Null => plain,
            _ => null,
        };
        return kind ?? throw UnsupportedTag(scalar);
    }

    private static FaultException UnsupportedTag(NodeEvent node) =>
        Stop(PlanFaultCodes.YamlUnsupported, $"The tag '{node.Tag.Value}' is not supported here.", node.Start);

    private static SourceKind KindOfPlain(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => SourceKind.Null,
        "true" or "True" or "TRUE" => SourceKind.True,
        "false" or "False" or "FALSE" => SourceKind.False,
        _ when MayBeNumber(value[0]) && Number().IsMatch(value) => SourceKind.Number,
        _ => SourceKind.Text,
    };

    private static bool MayBeNumber(char first) => char.IsAsciiDigit(first) || first is '+' or '-' or '.';

    // The core schema of YAML 1.2.2, 10.3.2.
    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
