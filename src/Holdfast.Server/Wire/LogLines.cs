using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Executions;

namespace Holdfast.Server.Wire;

/// <summary>Cuts the output of one attempt into lines, in the order they were finished.</summary>
public sealed class LogLines
{
    private readonly ArrayBufferWriter<byte> stdout = new();
    private readonly ArrayBufferWriter<byte> stderr = new();
    private readonly string atom;
    private readonly int attempt;
    private readonly DateTimeOffset start;
    private readonly SecretMask mask;

    /// <param name="start">When the process started.</param>
    /// <param name="mask">Hides secrets.</param>
    public LogLines(string atom, int attempt, DateTimeOffset start, SecretMask mask)
    {
        this.atom = atom;
        this.attempt = attempt;
        this.start = start;
        this.mask = mask;
    }

    /// <param name="path">The output log; one that does not exist has no lines.</param>
    /// <param name="start">When the process started.</param>
    /// <param name="mask">Hides secrets.</param>
    public static IEnumerable<LogLine> Read(string path, string atom, int attempt, DateTimeOffset start, SecretMask mask)
    {
        var lines = new LogLines(atom, attempt, start, mask);
        var at = TimeSpan.Zero;
        foreach (var frame in OutputLog.Frames(path))
        {
            at = frame.At;
            foreach (var line in lines.Take(frame))
                yield return line;
        }

        foreach (var line in lines.Rest(at))
            yield return line;
    }

    /// <summary>The lines that come to their end with a frame.</summary>
    public IReadOnlyList<LogLine> Take(OutputFrame frame) => frame.Kind switch
    {
        OutputFrameKind.Stdout => Split(stdout, OutputStream.Stdout, frame),
        OutputFrameKind.Stderr => Split(stderr, OutputStream.Stderr, frame),
        OutputFrameKind.Truncated => [Notice(frame, "bytes were discarded, because they went past the output limit.")],
        OutputFrameKind.Lost => [Notice(frame, "bytes could not be written and are lost.")],
    };

    private List<LogLine> Split(ArrayBufferWriter<byte> pending, OutputStream stream, OutputFrame frame)
    {
        var lines = new List<LogLine>();
        var bytes = frame.Bytes.Span;
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            pending.Write(bytes[..end]);
            lines.Add(Finish(pending, pending.WrittenCount, stream, frame.At));
            bytes = bytes[(end + 1)..];
        }

        pending.Write(bytes);
        while (LongLine.NextPiece(pending.WrittenSpan, mask) is var piece and > 0)
            lines.Add(Finish(pending, piece, stream, frame.At));
        return lines;
    }

    /// <summary>Those that have none, when nothing more will be written.</summary>
    public IEnumerable<LogLine> Rest(TimeSpan at)
    {
        if (stdout.WrittenCount > 0)
            yield return Finish(stdout, stdout.WrittenCount, OutputStream.Stdout, at);
        if (stderr.WrittenCount > 0)
            yield return Finish(stderr, stderr.WrittenCount, OutputStream.Stderr, at);
    }

    /// <summary>Takes the first <paramref name="length"/> bytes out of what is pending.</summary>
    private LogLine Finish(ArrayBufferWriter<byte> pending, int length, OutputStream stream, TimeSpan at)
    {
        var bytes = pending.WrittenSpan;
        var line = new LogLine(atom, attempt, start + at, stream, mask.Apply(Encoding.UTF8.GetString(bytes[..length]).TrimEnd('\r')));
        var rest = bytes[length..].ToArray();
        pending.ResetWrittenCount();
        pending.Write(rest);
        return line;
    }

    private LogLine Notice(OutputFrame frame, string what)
    {
        var count = frame.Bytes.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(frame.Bytes.Span);
        return new LogLine(atom, attempt, start + frame.At, OutputStream.Notice, $"{count} {what}");
    }
}
