using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Executions;

/// <summary>
/// What a reader of a log gets for its frames. The same frames always give the same, however they are cut into readings: who
/// has the first n units (bytes or lines) behind a place can ask for what follows.
/// </summary>
internal interface ILogRendering
{
    /// <summary>What was rendered before, for the same reader, did not end with a line.</summary>
    void Begin(bool isWithinLine);

    /// <summary>How many bytes at the end of the last frame are still to be given, as its last line is not over; null when there are more than those.</summary>
    int? HeldOf(in OutputFrame last);

    bool IsWithinLine { get; }

    /// <summary>Adds what a frame gives.</summary>
    /// <param name="started">When the process started.</param>
    void Take(in OutputFrame frame, DateTimeOffset started, LogPage page);

    /// <summary>Adds what is left at the end.</summary>
    void Finish(LogPage page);
}

/// <summary>What is to be sent, less what the reader has already.</summary>
/// <param name="skip">So many units are left out.</param>
internal sealed class LogPage(long skip)
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private long left = skip;

    public ReadOnlyMemory<byte> Bytes => bytes.WrittenMemory;

    /// <summary>All that were added, left out or not.</summary>
    public long Units { get; private set; }

    /// <summary>Units are bytes.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        Units += text.Length;
        var skipped = (int)Math.Min(left, text.Length);
        left -= skipped;
        bytes.Write(text[skipped..]);
    }

    /// <summary>Units are lines.</summary>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        Units++;
        if (left > 0)
        {
            left--;
            return;
        }

        bytes.Write(line);
        bytes.Write("\n"u8);
    }

    public void Clear() => bytes.ResetWrittenCount();
}

/// <summary>
/// The bytes as they were written, both streams in the order they were read, and a notice on a line of its own where some are
/// missing. Where there are secrets to hide, they come line by line, because a secret may be cut in two by reading.
/// </summary>
internal sealed class RawRendering(SecretMask mask) : ILogRendering
{
    private readonly ArrayBufferWriter<byte> stdout = new();
    private readonly ArrayBufferWriter<byte> stderr = new();
    public bool IsWithinLine { get; private set; }

    public int? HeldOf(in OutputFrame last) => HeldLine.Of(last, stdout.WrittenCount, stderr.WrittenCount);

    public void Begin(bool isWithinLine) => IsWithinLine = isWithinLine;

    public void Take(in OutputFrame frame, DateTimeOffset started, LogPage page)
    {
        if (LogNotice.Of(frame) is { } notice)
        {
            // A line that was begun is not the one that goes on behind what is missing.
            Finish(page);
            Send(Encoding.UTF8.GetBytes($"{(IsWithinLine ? "\n" : "")}[holdfast: {notice}]\n"), page);
        }
        else if (mask == SecretMask.None)
        {
            Send(frame.Bytes.Span, page);
        }
        else
        {
            Hide(frame.Kind == OutputFrameKind.Stdout ? stdout : stderr, frame.Bytes.Span, page);
        }
    }

    public void Finish(LogPage page)
    {
        Hide(stdout, page);
        Hide(stderr, page);
    }

    private void Hide(ArrayBufferWriter<byte> pending, ReadOnlySpan<byte> bytes, LogPage page)
    {
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        if (end > 0)
        {
            pending.Write(bytes[..end]);
            Hide(pending, page);
        }

        pending.Write(bytes[end..]);
    }

    private void Hide(ArrayBufferWriter<byte> pending, LogPage page)
    {
        Send(Encoding.UTF8.GetBytes(mask.Apply(Encoding.UTF8.GetString(pending.WrittenSpan))), page);
        pending.ResetWrittenCount();
    }

    private void Send(ReadOnlySpan<byte> bytes, LogPage page)
    {
        page.Add(bytes);
        if (!bytes.IsEmpty)
            IsWithinLine = bytes[^1] != '\n';
    }
}

/// <summary>One <see cref="ExecutionLogLine"/> a line, in the order they were finished.</summary>
internal sealed class LineRendering(SecretMask mask) : ILogRendering
{
    private readonly ArrayBufferWriter<byte> stdout = new();
    private readonly ArrayBufferWriter<byte> stderr = new();
    private DateTimeOffset at;

    public bool IsWithinLine => false;

    public int? HeldOf(in OutputFrame last) => HeldLine.Of(last, stdout.WrittenCount, stderr.WrittenCount);

    public void Begin(bool isWithinLine)
    {
        // Lines are told whole.
    }

    public void Take(in OutputFrame frame, DateTimeOffset started, LogPage page)
    {
        at = started + frame.At;
        if (LogNotice.Of(frame) is { } notice)
        {
            Finish(page);
            Add(page, OutputStream.Notice, notice);
        }
        else if (frame.Kind == OutputFrameKind.Stdout)
        {
            Split(stdout, OutputStream.Stdout, frame.Bytes.Span, page);
        }
        else
        {
            Split(stderr, OutputStream.Stderr, frame.Bytes.Span, page);
        }
    }

    public void Finish(LogPage page)
    {
        if (stdout.WrittenCount > 0)
            Cut(stdout, stdout.WrittenCount, OutputStream.Stdout, page);
        if (stderr.WrittenCount > 0)
            Cut(stderr, stderr.WrittenCount, OutputStream.Stderr, page);
    }

    private void Split(ArrayBufferWriter<byte> pending, OutputStream stream, ReadOnlySpan<byte> bytes, LogPage page)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            pending.Write(bytes[..end]);
            Cut(pending, pending.WrittenCount, stream, page);
            bytes = bytes[(end + 1)..];
        }

        pending.Write(bytes);
        while (LongLine.NextPiece(pending.WrittenSpan, mask) is var piece and > 0)
            Cut(pending, piece, stream, page);
    }

    private void Cut(ArrayBufferWriter<byte> pending, int length, OutputStream stream, LogPage page)
    {
        Add(page, stream, mask.Apply(Encoding.UTF8.GetString(pending.WrittenSpan[..length]).TrimEnd('\r')));
        var rest = pending.WrittenSpan[length..].ToArray();
        pending.ResetWrittenCount();
        pending.Write(rest);
    }

    private void Add(LogPage page, OutputStream stream, string text) =>
        page.AddLine(JsonSerializer.SerializeToUtf8Bytes(new ExecutionLogLine(at, stream, text), ProtocolJson.Compact.ExecutionLogLine));
}

internal static class HeldLine
{
    /// <inheritdoc cref="ILogRendering.HeldOf"/>
    public static int? Of(in OutputFrame last, int stdout, int stderr)
    {
        var (own, others) = last.Kind == OutputFrameKind.Stderr ? (stderr, stdout) : (stdout, stderr);
        return others == 0 && own <= last.Bytes.Length ? own : null;
    }
}

/// <summary>What is said where output is missing.</summary>
internal static class LogNotice
{
    /// <returns>Null for output.</returns>
    public static string? Of(in OutputFrame frame) => frame.Kind switch
    {
        OutputFrameKind.Stdout or OutputFrameKind.Stderr => null,
        OutputFrameKind.Truncated => $"{Count(frame)} bytes were discarded, because they went past the output limit.",
        OutputFrameKind.Lost => $"{Count(frame)} bytes could not be written and are lost.",
    };

    private static long Count(in OutputFrame frame) => frame.Bytes.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(frame.Bytes.Span);
}
