using Holdfast.Engine.Sessions;

namespace Holdfast.Engine.Tests.Sessions;

public sealed class ActivityFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-activity-").FullName;

    private string Log => Path.Combine(folder, "activity.log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Open_CutAnywhere_KeepsTheWholeRecordsAndGoesOnBehindThem()
    {
        Append(1, 3);
        var whole = File.ReadAllBytes(Log);
        var ends = whole.Index().Where(each => each.Item == '\n').Select(each => each.Index + 1).ToList();

        for (var cut = 0; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Log, whole[..cut]);
            var kept = ends.Count(end => end <= cut);
            using (var file = ActivityFile.Open(Log))
            {
                Assert.Equal(kept, file.Last);
                file.Append([ActivityJson.Write(Record(kept + 1))]);
            }

            Assert.Equal(Enumerable.Range(1, kept + 1).Select(number => Record(number)), Read());
        }
    }

    [Fact]
    public void Open_WithAByteChanged_KeepsWhatIsBeforeIt()
    {
        Append(1, 3);
        var bytes = File.ReadAllBytes(Log);
        var second = Array.IndexOf(bytes, (byte)'\n') + 1;
        bytes[second + 20] ^= 1;
        File.WriteAllBytes(Log, bytes);

        using var file = ActivityFile.Open(Log);

        Assert.Equal(1, file.Last);
        Assert.Equal(second, new FileInfo(Log).Length);
    }

    [Fact]
    public void Cursor_WhileItGrows_ReadsEachOnce()
    {
        using var cursor = new ActivityCursor(Log);
        Assert.False(cursor.TryRead(out _));
        using var file = ActivityFile.Open(Log);

        for (var number = 1; number <= 300; number++)
        {
            file.Append([ActivityJson.Write(Record(number, new string('x', number * 7)))]);
            Assert.True(cursor.TryRead(out var record));
            Assert.Equal(Record(number, new string('x', number * 7)), record);
            Assert.False(cursor.TryRead(out _));
        }
    }

    [Fact]
    public void Skip_SoMany_IsBehindThem()
    {
        Append(1, 9);
        using var cursor = new ActivityCursor(Log);

        cursor.Skip(4);

        Assert.True(cursor.TryRead(out var record));
        Assert.Equal(5, record.Sequence);
        cursor.Skip(100);
        Assert.False(cursor.TryRead(out _));
    }

    private void Append(int first, int last)
    {
        using var file = ActivityFile.Open(Log);
        file.Append([.. Enumerable.Range(first, last - first + 1).Select(number => ActivityJson.Write(Record(number)))]);
    }

    private List<ActivityRecord> Read()
    {
        var records = new List<ActivityRecord>();
        using var cursor = new ActivityCursor(Log);
        while (cursor.TryRead(out var record))
            records.Add(record);
        return records;
    }

    private static ActivityRecord Record(int number, string? text = null) =>
        new() { Sequence = number, At = DateTimeOffset.UnixEpoch, Kind = ActivityKind.Output, Text = text ?? $"naïve {number}\nsecond line" };
}
