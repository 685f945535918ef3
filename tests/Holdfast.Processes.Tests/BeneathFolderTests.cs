using System.Text;

namespace Holdfast.Processes.Tests;

/// <summary>A file is read from its folder, and nothing else is, whatever leads out of it.</summary>
public sealed class BeneathFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("holdfast-beneath-").FullName;

    private string Folder => Path.Combine(root, "folder");

    private string Secret => Path.Combine(root, "secret", "file");

    public BeneathFolderTests()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "in"));
        Directory.CreateDirectory(Path.GetDirectoryName(Secret)!);
        File.WriteAllText(Path.Combine(Folder, "in", "file"), "own");
        File.WriteAllText(Secret, "secret");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void TryOpen_OfAFileInIt_IsThatFile() => Assert.Equal("own", Read("in/file"));

    [Theory]
    [InlineData("none")]
    [InlineData("in")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("../secret/file")]
    [InlineData("in/../../secret/file")]
    [InlineData("/etc/passwd")]
    [InlineData("in/file\0")]
    [InlineData("to-file")]
    [InlineData("to-folder/file")]
    [InlineData("in/within")]
    [InlineData("pipe")]
    public void TryOpen_OfAnythingElse_IsNothing(string path)
    {
        File.CreateSymbolicLink(Path.Combine(Folder, "to-file"), Secret);
        File.CreateSymbolicLink(Path.Combine(Folder, "to-folder"), Path.GetDirectoryName(Secret)!);
        File.CreateSymbolicLink(Path.Combine(Folder, "in", "within"), "file");
        Assert.Equal(0, MakePipe(Path.Combine(Folder, "pipe")));

        Assert.Null(Read(path));
    }

    [Fact]
    public async Task TryOpen_WhileTheFolderIsExchangedForALink_NeverIsWhatTheLinkLeadsTo()
    {
        var (folder, aside, link) = (Path.Combine(Folder, "in"), Path.Combine(Folder, "aside"), Path.Combine(Folder, "link"));
        File.CreateSymbolicLink(link, Path.GetDirectoryName(Secret)!);
        using var enough = new CancellationTokenSource();
        var exchanging = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                Directory.Move(folder, aside);
                Directory.Move(link, folder);
                Directory.Move(folder, link);
                Directory.Move(aside, folder);
            }
        });

        var read = new HashSet<string?>();
        for (var times = 0; times < 20_000; times++)
            read.Add(Read("in/file"));
        await enough.CancelAsync();
        await exchanging;

        Assert.DoesNotContain("secret", read);
        Assert.Contains("own", read);
    }

    private string? Read(string path)
    {
        using var file = BeneathFolder.TryOpen(Folder, path);
        if (file is null)
            return null;
        var buffer = new byte[16];
        return Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(file, buffer, 0));
    }

    private static unsafe int MakePipe(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.mkfifo(name, 0x180);
    }
}
