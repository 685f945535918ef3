using System.Text;

namespace Holdfast.Core.Plans;

public enum SourceKind : byte { Mapping, Sequence, Text, Number, True, False, Null }

/// <summary>
/// A plan file as it is written, before anything is checked: neither YAML nor JSON any more, with the place of every value.
/// One flat array in reading order, 24 bytes a value; text stays UTF-8 where it was read.
/// </summary>
public sealed class SourceTree
{
    /// <summary>Mappings and lists within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>Values in one file, fields included.</summary>
    public const int MaxNodes = 8_000_000;

    private readonly Entry[] entries;
    private readonly byte[] text;

    private SourceTree(Entry[] entries, int count, byte[] text)
    {
        this.entries = entries;
        this.text = text;
        Count = count;
    }

    public int Count { get; }

    public SourceNode Root => new(this, 0);

    /// <param name="Start">Of the text of a scalar.</param>
    /// <param name="Length">Of the text; for a mapping or sequence its number of members.</param>
    /// <param name="Size">Entries from this one to the end of what is in it.</param>
    internal readonly record struct Entry(int Start, int Length, int Line, int Column, int Size, SourceKind Kind, bool IsBlock);

    internal ref readonly Entry this[int index] => ref entries[index];

    internal ReadOnlySpan<byte> TextOf(in Entry entry) => text.AsSpan(entry.Start, entry.Length);

    /// <summary>Takes values in reading order.</summary>
    public sealed class Builder
    {
        private Entry[] entries = new Entry[1024];
        private byte[] text;
        private int textLength;

        /// <param name="source">Text the nodes may refer to without a copy; grown when more is added.</param>
        public Builder(byte[] source)
        {
            text = source;
            textLength = source.Length;
        }

        public int Count { get; private set; }

        public bool IsFull => Count >= MaxNodes;

        /// <summary>Opens a mapping or sequence; what is added until <see cref="Close"/> is in it.</summary>
        public int Open(SourceKind kind, int line, int column) => Add(new Entry(0, 0, line, column, 1, kind, IsBlock: false));

        public void Close(int node, int members) =>
            entries[node] = entries[node] with { Length = members, Size = Count - node };

        /// <param name="start">In the source given at the beginning.</param>
        public int AddSlice(SourceKind kind, int start, int length, int line, int column) =>
            Add(new Entry(start, length, line, column, 1, kind, IsBlock: false));

        /// <param name="isBlock">A YAML block scalar: its first line is the one below the given one.</param>
        public int Add(SourceKind kind, ReadOnlySpan<char> value, int line, int column, bool isBlock = false)
        {
            var start = textLength;
            Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
            textLength += Encoding.UTF8.GetBytes(value, text.AsSpan(start));
            return Add(new Entry(start, textLength - start, line, column, 1, kind, isBlock));
        }

        /// <summary>Adds all of an earlier, closed value once more.</summary>
        public void Copy(int node)
        {
            var size = entries[node].Size;
            for (var i = 0; i < size; i++)
                Add(entries[node + i]);
        }

        public SourceKind KindOf(int node) => entries[node].Kind;

        public int SizeOf(int node) => entries[node].Size;

        public ReadOnlySpan<byte> TextOf(int node) => text.AsSpan(entries[node].Start, entries[node].Length);

        public SourceTree Build() => new(entries, Count, text);

        private int Add(Entry entry)
        {
            if (Count == entries.Length)
                Array.Resize(ref entries, entries.Length * 2);
            entries[Count] = entry;
            return Count++;
        }

        private void Reserve(int bytes)
        {
            if (text.Length - textLength < bytes)
                Array.Resize(ref text, Math.Max(checked(textLength + bytes), (int)Math.Min(Array.MaxLength, textLength * 2L)));
        }
    }
}

/// <summary>One value of a <see cref="SourceTree"/>. The default is a value that is not there.</summary>
public readonly struct SourceNode
{
    private readonly SourceTree? tree;

    internal SourceNode(SourceTree tree, int index)
    {
        this.tree = tree;
        Index = index;
    }

    public bool Exists => tree is not null;

    internal int Index { get; }

    public SourceKind Kind => Entry.Kind;

    /// <summary>From 1.</summary>
    public int Line => Entry.Line;

    /// <summary>From 1, in UTF-16 units.</summary>
    public int Column => Entry.Column;

    /// <summary>Whether its text begins on the line below <see cref="Line"/>, line by line as it is written.</summary>
    public bool IsBlock => Entry.IsBlock;

    public bool IsScalar => Kind is not (SourceKind.Mapping or SourceKind.Sequence);

    /// <summary>Members of a sequence, entries of a mapping.</summary>
    public int Length => Entry.Length;

    /// <summary>Of a scalar, as it is written, unquoted; UTF-8.</summary>
    public ReadOnlySpan<byte> Text => tree!.TextOf(Entry);

    public MemberEnumerator Members => new(this);

    public EntryEnumerator Entries => new(this);

    internal SourceTree Tree => tree!;

    internal SourceNode Next => new(tree!, Index + Entry.Size);

    private ref readonly SourceTree.Entry Entry => ref tree![Index];

    public override string ToString() => Exists && IsScalar ? Encoding.UTF8.GetString(Text) : Exists ? Kind.ToString() : "";

    public struct MemberEnumerator(SourceNode parent)
    {
        private readonly int end = parent.Next.Index;
        private SourceNode next = new(parent.Tree, parent.Index + 1);

        public SourceNode Current { get; private set; }

        public readonly MemberEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next.Index >= end)
                return false;
            Current = next;
            next = next.Next;
            return true;
        }
    }

    public struct EntryEnumerator(SourceNode parent)
    {
        private MemberEnumerator members = new(parent);

        public (SourceNode Key, SourceNode Value) Current { get; private set; }

        public readonly EntryEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (!members.MoveNext())
                return false;
            var key = members.Current;
            members.MoveNext();
            Current = (key, members.Current);
            return true;
        }
    }
}
