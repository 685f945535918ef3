namespace Holdfast.Survival.Kills;

/// <summary>subject.c, compiled once.</summary>
public sealed class SubjectProgram : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-subject-").FullName;

    public string Path => System.IO.Path.Combine(folder, "subject");

    public async ValueTask InitializeAsync()
    {
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "subject.c");
        await using var compiler = EndToEnd.RunningProgram.Start("gcc", ["-O1", "-o", Path, source], folder, new Dictionary<string, string?>());
        var ended = await compiler.EndAsync();
        if (ended.ExitCode != 0)
            throw new InvalidOperationException($"'{source}' does not compile: {ended.Error}");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
