using System.Collections;

namespace Holdfast.Engine.Storage;

/// <summary>What was read of a list: as many as were asked for, or fewer where they are large.</summary>
/// <param name="hasMore">There are others behind the last.</param>
public sealed class ListPage<T>(IReadOnlyList<T> items, bool hasMore) : IReadOnlyList<T>
{
    public bool HasMore => hasMore;

    public int Count => items.Count;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
