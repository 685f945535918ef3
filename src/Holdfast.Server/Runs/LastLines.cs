using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Runs;

/// <summary>The last lines of many.</summary>
internal sealed class LastLines(int most)
{
    private readonly Queue<LogLine> lines = new();

    public IEnumerable<LogLine> Lines => lines;

    public void Add(LogLine line)
    {
        lines.Enqueue(line);
        if (lines.Count > most)
            lines.Dequeue();
    }
}
