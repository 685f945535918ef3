using System.Globalization;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Tests;

[Collection(nameof(AloneWithProcesses))]
public sealed class OutputLogTests : IDisposable
{
    private readonly HostedProcesses processes = new();

    public void Dispose() => processes.Dispose();

    [Fact]
    public void Read_CharacterCutByFramesOfBothStreams_IsWhole()
    {
        var euro = "€"u8.ToArray();
        var path = Write((OutputFrameKind.Stdout, euro[..1]), (OutputFrameKind.Stderr, euro[..2]), (OutputFrameKind.Stdout, euro[1..]), (OutputFrameKind.Stderr, euro[2..]));

        Assert.Equal(new OutputText("€€", 0, 0, 0), OutputLog.Read(path));
    }

    [Fact]
    public void Read_BytesThatAreNoText_BecomeReplacementCharacters()
    {
        var path = Write((OutputFrameKind.Stdout, [0x41, 0xFF, 0x42]), (OutputFrameKind.Stdout, [0xE2, 0x82]));

        Assert.Equal("A\uFFFDB\uFFFD", OutputLog.Read(path).Text);
    }

    [Fact]
    public void Read_WithLimit_TakesTheStartOrTheEndAndCountsTheRest()
    {
        var path = Write((OutputFrameKind.Stdout, "abc"u8.ToArray()), (OutputFrameKind.Stderr, "def"u8.ToArray()), (OutputFrameKind.Stdout, "ghi"u8.ToArray()));

        Assert.Equal(new OutputText("abcd", 5, 0, 0), OutputLog.Read(path, limitBytes: 4));
        Assert.Equal(new OutputText("fghi", 5, 0, 0), OutputLog.Read(path, limitBytes: 4, fromEnd: true));
        Assert.Equal(new OutputText("cghi", 2, 0, 0), OutputLog.Read(path, OutputStreams.Stdout, limitBytes: 4, fromEnd: true));
    }

    [Fact]
    public void Frames_FileTornAnywhere_EndWithTheLastWholeOne()
    {
        var path = Write((OutputFrameKind.Stdout, "first"u8.ToArray()), (OutputFrameKind.Stderr, "second"u8.ToArray()));
        var whole = File.ReadAllBytes(path);
        var firstEnds = OutputLog.HeaderBytes + OutputLog.FrameHeaderBytes + 5;

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Equal(length < firstEnds ? "" : "first", OutputLog.Read(path).Text);
        }

        // A crash of the machine may leave zeros where bytes should be.
        File.WriteAllBytes(path, [.. whole, .. new byte[1000]]);
        Assert.Equal("firstsecond", OutputLog.Read(path).Text);
    }

    [Fact]
    public void Frames_NotALog_IsSaid()
    {
        var path = processes.FileIn("other");
        File.WriteAllText(path, "something else altogether");
        Assert.Throws<InvalidDataException>(() => OutputLog.Read(path));

        var log = Write((OutputFrameKind.Stdout, [1]));
        var bytes = File.ReadAllBytes(log);
        bytes[8] = 2;
        File.WriteAllBytes(log, bytes);
        Assert.Contains("newer release", Assert.Throws<InvalidDataException>(() => OutputLog.Read(log)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_OfAProcess_CarryTimesThatGrow()
    {
        var spec = processes.Shell("echo a; sleep 0.2; echo b");
        await processes.Run(spec);

        var times = OutputLog.Frames(spec.OutputLog).Select(frame => frame.At).ToArray();

        Assert.Equal(2, times.Length);
        Assert.InRange(times[1] - times[0], TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Write_WhileTheProcessRuns_IsReadableSoon()
    {
        var spec = processes.Shell("echo now; exec sleep 60");
        var (_, ended) = processes.Start(spec);

        await AppearsIn(spec.OutputLog, "now\n");

        processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("test"), immediate: true);
        await ended;
    }

    [Fact]
    public async Task Write_DiskFull_HarmsNobodyAndIsSaid()
    {
        using var disk = SmallDisk.Mount(processes.Folder);
        var spec = processes.Python("import os\nfor i in range(300): os.write(1, b'z' * 10_000)\nopen('finished', 'w').close()") with { OutputLog = disk.FileIn("output.log") };

        var ending = await processes.Run(spec);

        Assert.True(File.Exists(processes.FileIn("finished")), "The process did not come to its end.");
        Assert.Equal((new EndCause.DiskFull(spec.OutputLog), 3_000_000L, true), (ending.Cause, ending.OutputBytes, ending.OutputTruncated));
        var text = OutputLog.Read(spec.OutputLog);
        Assert.Equal(new OutputText(new string('z', text.Text.Length), 0, 0, 3_000_000 - text.Text.Length), text);
        Assert.InRange(text.Text.Length, 500_000, 1_048_576);
    }

    [Fact]
    public async Task Write_DiskFullAndTheProcessFails_TellsItsOwnEnd()
    {
        using var disk = SmallDisk.Mount(processes.Folder);
        var spec = processes.Shell("head -c 3000000 /dev/zero; exit 5") with { OutputLog = disk.FileIn("output.log") };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(5), true), (ending.Cause, ending.OutputTruncated));
    }

    [Fact]
    public async Task Write_FolderIsGone_IsLostAndNotCompleted()
    {
        var spec = processes.Shell("echo text") with { OutputLog = processes.FileIn("no/such/folder/output.log") };

        var ending = await processes.Run(spec);

        var lost = Assert.IsType<EndCause.Lost>(ending.Cause);
        Assert.Contains(spec.OutputLog, lost.Why, StringComparison.Ordinal);
        Assert.Equal((5L, true), (ending.OutputBytes, ending.OutputTruncated));
    }

    [Fact]
    public async Task Rotate_PastTheLimit_KeepsTheBeginningAndTheEnd()
    {
        const long limit = 256 * 1024;
        var spec = processes.Shell("seq 1 300000") with { OutputLimitBytes = limit, RotateOutput = true };
        var expected = string.Concat(Enumerable.Range(1, 300_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"{number}\n")));

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), (long)expected.Length, true), (ending.Cause, ending.OutputBytes, ending.OutputTruncated));
        var parts = PartsOf(spec.OutputLog);
        Assert.Equal(9, parts.Length);
        Assert.InRange(parts.Sum(part => new FileInfo(part).Length), limit / 4 * 3, limit + 64 * 1024);
        var text = OutputLog.Read(spec.OutputLog);
        Assert.Equal(expected.Length, text.Text.Length + text.DiscardedBytes);
        Assert.InRange(text.Text.Length, limit / 4 * 3, limit);
        var begins = (int)new FileInfo(spec.OutputLog).Length / 2;
        Assert.Equal(expected[..begins], text.Text[..begins]);
        Assert.Equal(expected[^((int)limit / 3)..], text.Text[^((int)limit / 3)..]);
    }

    [Fact]
    public async Task Rotate_ButMoreEndsTheProcess_DoesNot()
    {
        var spec = processes.Shell("seq 1 300000; sleep 60") with { OutputLimitBytes = 128 * 1024, RotateOutput = true, FailOnOutputLimit = true };

        var ending = await processes.Run(spec);

        Assert.Equal(new EndCause.OutputLimit(128 * 1024), ending.Cause);
        Assert.Equal([spec.OutputLog], PartsOf(spec.OutputLog));
    }

    // One reader keeps up, another looks now and then: neither gets anything twice, and what the second misses it is told.
    [Fact]
    public void Cursor_WhileItRotates_TellsAllOrHowMuchIsMissing()
    {
        var path = processes.FileIn($"{Guid.NewGuid()}.log");
        var writer = new OutputLogWriter(path, limitBytes: 64 * 1024, DateTimeOffset.UnixEpoch, rotates: true);
        using var close = new OutputLogCursor(path);
        using var late = new OutputLogCursor(path);
        var (all, seen, seenLate) = (new List<byte>(), new List<byte>(), 0L);
        var grown = OutputLog.Growth(path);
        for (var turn = 0; turn < 400; turn++)
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"turn {turn} {new string((char)('a' + turn % 26), 700)}{(turn % 5 == 0 ? "\n" : "")}"));
            for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
            {
                var room = writer.Room();
                var count = Math.Min(room.Length, rest.Length);
                rest[..count].CopyTo(room);
                writer.Keep(turn % 2 == 0 ? OutputFrameKind.Stdout : OutputFrameKind.Stderr, count, TimeSpan.FromMilliseconds(turn));
                rest = rest[count..];
            }

            all.AddRange(bytes);
            writer.Flush();
            Assert.True(OutputLog.Growth(path) > grown, "It did not grow.");
            grown = OutputLog.Growth(path);
            while (close.TryRead(out var frame))
                seen.AddRange(frame.Value.Bytes.Span);
            if (turn % 150 == 149)
                seenLate += ReadLate();
        }

        writer.Close(TimeSpan.FromSeconds(1));
        seenLate += ReadLate();

        Assert.Equal(all, seen);
        Assert.Equal(all.Count, late.Position);
        Assert.InRange(seenLate, 64 * 1024, all.Count - 1);
        Assert.InRange(PartsOf(path).Length, 8, 9);

        long ReadLate()
        {
            var read = 0L;
            while (late.TryRead(out var frame))
            {
                if (frame.Value.Kind == OutputFrameKind.Truncated)
                    continue;
                var bytes = frame.Value.Bytes;
                Assert.Equal(all.GetRange((int)late.Position - bytes.Length, bytes.Length), bytes.ToArray());
                read += bytes.Length;
            }

            return read;
        }
    }

    private static string[] PartsOf(string log) => Directory.GetFiles(Path.GetDirectoryName(log)!, Path.GetFileNameWithoutExtension(log) + "*.log");

    private string Write(params (OutputFrameKind Kind, byte[] Bytes)[] frames)
    {
        var path = processes.FileIn($"{Guid.NewGuid()}.log");
        var writer = new OutputLogWriter(path, limitBytes: 1_000_000, DateTimeOffset.UnixEpoch);
        var at = 0;
        foreach (var (kind, bytes) in frames)
        {
            bytes.CopyTo(writer.Room());
            writer.Keep(kind, bytes.Length, TimeSpan.FromMilliseconds(++at));
        }
        writer.Close(TimeSpan.FromMilliseconds(at));
        return path;
    }

    private static async Task AppearsIn(string log, string text)
    {
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(log)!) { NotifyFilter = NotifyFilters.Size | NotifyFilters.FileName };
        void Look(object sender, FileSystemEventArgs e)
        {
            if (OutputLog.Read(log).Text == text)
                appeared.TrySetResult();
        }
        watcher.Created += Look;
        watcher.Changed += Look;
        watcher.EnableRaisingEvents = true;
        if (OutputLog.Read(log).Text == text)
            return;
        try
        {
            await appeared.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Waited 30 s for '{text}' in '{log}'; it holds '{OutputLog.Read(log).Text}'."));
        }
    }
}
