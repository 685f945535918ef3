using Holdfast.Core.Executions;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Tests.Runs;

public sealed class ArtifactsTests : IDisposable
{
    private const int InputOutputError = 5; // EIO

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-artifacts-").FullName;
    private readonly AttemptFolder folder;
    private readonly string work;

    public ArtifactsTests()
    {
        folder = AttemptFolder.Of(home, new ExecutionId(Guid.NewGuid()));
        Directory.CreateDirectory(folder.Path);
        work = Directory.CreateDirectory(Path.Combine(home, "work", "out")).Parent!.FullName;
        File.WriteAllText(Path.Combine(work, "out", "a.txt"), "hello");
        File.WriteAllText(Path.Combine(work, "b.txt"), "world");
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void Publish_Outputs_AreDurableBeforeAnybodySeesThemAndTheirNamesAfter()
    {
        var synced = new List<(string What, bool Published)>();

        Assert.Null(Artifacts.Publish(folder, work, ["out/a.txt", "b.txt"], movable: true, Note, Note));

        var gathering = folder.Artifacts + ".gathering";
        Assert.Equal(
            [
                (gathering + "/out/a.txt", false), (gathering + "/b.txt", false), (gathering + "/out", false), (gathering, false),
                (folder.Path, true), (Path.GetDirectoryName(folder.Path)!, true), (home + "/executions/v1", true), (home + "/executions", true), (home, true),
            ],
            synced);

        int Note(string path)
        {
            Assert.True(Path.Exists(path), $"{path} is not there when it is made durable.");
            synced.Add((path, Directory.Exists(folder.Artifacts)));
            return 0;
        }
    }

    [Fact]
    public void Publish_AnOutputCannotBeMadeDurable_PublishesNothingAndSaysWhich()
    {
        var thrown = Assert.Throws<IOException>(() => Artifacts.Publish(folder, work, ["b.txt"], movable: true, _ => InputOutputError, _ => 0));

        Assert.Contains("b.txt' could not be made durable", thrown.Message);
        Assert.False(Directory.Exists(folder.Artifacts));
    }

    [Fact]
    public void Publish_PublishedByOneWhoDied_MakesTheNamesDurableAllTheSame()
    {
        var synced = new List<string>();
        Assert.Null(Artifacts.Publish(folder, work, ["b.txt"], movable: true, _ => 0, _ => 0));

        Assert.Null(Artifacts.Publish(folder, work, ["b.txt"], movable: true, Note, Note));

        Assert.Equal(folder.WithAllAbove, synced);

        int Note(string path)
        {
            synced.Add(path);
            return 0;
        }
    }

    [Fact]
    public void Publish_WhatIsNoPlainFile_IsPublishedAsItIs()
    {
        File.CreateSymbolicLink(Path.Combine(work, "link"), "out/a.txt");

        // For real: moved away from what it leads to, the link leads nowhere.
        Assert.Null(Artifacts.Publish(folder, work, ["link", "out/a.txt"], movable: true));

        Assert.Equal("out/a.txt", new FileInfo(Path.Combine(folder.Artifacts, "link")).LinkTarget);
    }
}
