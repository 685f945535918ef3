using System.Globalization;
using Holdfast.Core.Executions;

namespace Holdfast.Storage.Conformance;

public sealed class ExecutionNumberTests : IDisposable
{
    private const int Writers = 4;
    private const int Each = 25;

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-numbers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Create_AHundredInOneMicrosecondFromSeveralProcesses_AllAreTheirOwn()
    {
        using var processes = new Processes(folder);
        var ended = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ =>
            processes.RunMyselfAsync([WriterProgram.CreateExecutions, Path.Combine(folder, "store.db"), Each.ToString(CultureInfo.InvariantCulture)])));

        Assert.All(ended, writer => Assert.Equal(new EndCause.Exited(0), writer.Ending.Cause));
        var lines = ended.SelectMany(writer => writer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.Split(' ')).ToArray();
        Assert.Equal(Enumerable.Range(1, Writers * Each), lines.Select(line => int.Parse(line[0], CultureInfo.InvariantCulture)).Order());
        for (var name = 1; name < 5; name++)
            Assert.Equal(Writers * Each, lines.Select(line => line[name]).Distinct().Count());
    }
}
