using System.Collections;
using Holdfast.Core.Results;
using Holdfast.Protocol.Results;

namespace Holdfast.Server.Wire.Results;

/// <summary>
/// The atoms of a report, each made when it is read: of 100,000 only the one that is being written is held. They share what text the report
/// may hold, so they are read in order, and once.
/// </summary>
internal sealed class NodesInPassing(IReadOnlyList<ResultNode> nodes, Func<ResultNode, LevelNode> make) : IReadOnlyList<LevelNode>
{
    private bool isRead;

    public int Count => nodes.Count;

    public LevelNode this[int index] => throw new NotSupportedException("They are read in order.");

    /// <exception cref="InvalidOperationException">They were read before.</exception>
    public IEnumerator<LevelNode> GetEnumerator()
    {
        if (isRead)
            throw new InvalidOperationException("They are read once: what text the report may hold is spent.");
        isRead = true;
        return nodes.Select(make).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
