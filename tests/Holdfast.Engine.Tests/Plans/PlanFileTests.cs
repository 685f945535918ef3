using System.Text;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;

namespace Holdfast.Engine.Tests.Plans;

/// <summary>Plans on a real file system.</summary>
public sealed class PlanFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-plans-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ReadFile_CodeFileAndWorkingDirectory_AreFoundBesideThePlan()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        Write("code/report.ts", "\uFEFFconst result = 1;\n");
        var path = Write("plan.yaml", """
            name: p
            atoms:
              - { key: a, kind: typescript, file: code/report.ts, working_directory: data }
              - { key: b, kind: typescript, file: code/report.ts }
            """);

        var reading = await ReadAsync(path);

        var plan = PlanText.PlanOf(reading);
        Assert.Equal((path, folder, PlanId.Derive("p", path)), (reading.Source, plan.Folder, plan.Id));
        Assert.Equal(("const result = 1;\n", "code/report.ts", "data"), (plan.Atoms[0].Code, plan.Atoms[0].File, plan.Atoms[0].WorkingDirectory));
        Assert.Same(plan.Atoms[0].Code, plan.Atoms[1].Code);
        Assert.Equal(Path.Combine(folder, "code/report.ts"), reading.Codes[0].File);
    }

    [Fact]
    public async Task ReadFile_CodeFilesNobodyCanRun_AreToldEach()
    {
        File.WriteAllBytes(Path.Combine(folder, "binary.sh"), [0x61, 0x0A, 0x00, 0x62]);
        File.WriteAllBytes(Path.Combine(folder, "latin1.sh"), [0x61, 0x0A, 0x62, 0xE9, 0x0A]);
        using (var large = File.Create(Path.Combine(folder, "large.sh")))
            large.SetLength(PlanReader.LargestCodeBytes + 1L);
        var path = Write("plan.json", """
            {"name": "p", "atoms": [
              {"key": "a", "kind": "shell", "file": "binary.sh"},
              {"key": "b", "kind": "shell", "file": "latin1.sh"},
              {"key": "c", "kind": "shell", "file": "large.sh"},
              {"key": "d", "kind": "shell", "file": "none/x.sh"}]}
            """);

        Assert.Equal(
            [
                "2:41 not_text /atoms/0/file — Atom 'a': The file 'binary.sh' is not text: it contains the control character 0x00 (line 2, column 1).",
                "3:41 not_utf8 /atoms/1/file — Atom 'b': The file 'latin1.sh' is not UTF-8: save it as UTF-8 (line 2, column 2).",
                "4:41 file_too_large /atoms/2/file — Atom 'c': The file 'large.sh' is larger than 16 MiB.",
                "5:41 file_missing /atoms/3/file — Atom 'd': The file 'none/x.sh' does not exist.",
            ],
            PlanText.Faults(await ReadAsync(path)));
    }

    [Fact]
    public async Task ReadFile_EveryExample_IsSound()
    {
        var examples = Directory.GetFiles(Path.Combine(PlanText.Repository(), "examples"), "*.yaml", SearchOption.AllDirectories);

        Assert.NotEmpty(examples);
        foreach (var example in examples)
            Assert.Equal((example, 0), (example, (await ReadAsync(example)).Faults.Count));
    }

    [Fact]
    public async Task ReadFile_NoFile_IsOneFault() =>
        Assert.Equal(["1:1 file_missing  — The file does not exist."], PlanText.Faults(await ReadAsync(Path.Combine(folder, "none.yaml"))));

    [Fact]
    public async Task ReadFile_Folder_IsOneFault() =>
        Assert.Equal(["1:1 file_unreadable  — The file is a folder."], PlanText.Faults(await ReadAsync(folder)));

    [Fact]
    public async Task ReadFile_LargerThanAnyPlan_IsOneFault()
    {
        var path = Path.Combine(folder, "large.yaml");
        using (var large = File.Create(path))
            large.SetLength(PlanReader.LargestPlanBytes + 1L);

        Assert.Equal(["1:1 file_too_large  — The file is larger than 256 MiB."], PlanText.Faults(await ReadAsync(path)));
    }

    [Fact]
    public async Task ReadFile_EndlessDevice_IsRefused() =>
        Assert.Equal(["1:1 file_too_large  — The file is larger than 256 MiB."], PlanText.Faults(await ReadAsync("/dev/zero")));

    [Theory]
    [InlineData("name: p\natoms: [{ key: a, kind: shell, code: a }]\n")]
    [InlineData("  {\"name\": \"p\", \"atoms\": [{ \"key\": \"a\", \"kind\": \"shell\", \"code\": \"a\" }]}\n")]
    public async Task ReadFile_StandardInput_IsReadInTheCurrentFolder(string text)
    {
        var options = new PlanReadOptions { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

        var reading = await PlanReader.ReadFileAsync(PlanReader.StandardInput, options, TestContext.Current.CancellationToken);

        Assert.Equal(("", Directory.GetCurrentDirectory()), (reading.Source, PlanText.PlanOf(reading).Folder));
    }

    [Fact]
    public async Task ReadFile_FaultOnStandardInput_NamesIt()
    {
        var options = new PlanReadOptions { StandardInput = new MemoryStream("{"u8.ToArray()) };

        var reading = await PlanReader.ReadFileAsync(PlanReader.StandardInput, options, TestContext.Current.CancellationToken);

        Assert.Equal("<stdin>", Assert.Single(reading.Faults).File);
    }

    private static Task<PlanReading> ReadAsync(string path) =>
        PlanReader.ReadFileAsync(path, PlanReadOptions.Default, TestContext.Current.CancellationToken);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
