using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Protocol;
using Holdfast.Protocol.Results;
using Holdfast.Server.Wire.Results;
using AtomKind = Holdfast.Core.Plans.AtomKind;

namespace Holdfast.Server.Tests.Results;

public sealed class RunPageTests
{
    private const string Hostile = "\e[31mred\e[0m </script><script>document.title='taken'</script><!-- <img src=x onerror=alert(1)> {{data}} & ' \" \u2028\n";

    private static readonly ImmutableArray<Atom> Atoms =
    [
        new Atom { Key = "sum", Kind = AtomKind.Python, Code = "print('</script>')", Component = "api", Module = "totals" },
        new Atom { Key = "broken", Kind = AtomKind.Shell, Code = "exit 1", Settings = AtomSettings.Default with { Retries = 0 } },
    ];

    [Fact]
    public async Task Write_HostileOutput_StaysWithinTheDataAndTheDataIsTheExport()
    {
        var (page, export) = await PageAsync();

        Assert.DoesNotContain("document.title='taken'</script>", page, StringComparison.Ordinal);
        var data = Between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(data), JsonNode.Parse(JsonSerializer.Serialize(export, ProtocolJson.Compact.RunExport))));
        Assert.Equal(Hostile, (string?)JsonNode.Parse(data)!["run"]!["atoms"]![0]!["stdout"]);
    }

    [Fact]
    public async Task Write_AnyRun_AsksForNothingFromTheNetwork()
    {
        var (page, _) = await PageAsync();

        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        foreach (var reference in (string[])["<link", "src=\"", "@import", "url(", "fetch(", "XMLHttpRequest", "import("])
            Assert.DoesNotContain(reference, page, StringComparison.Ordinal);
        // The only address in it is the name of a namespace.
        Assert.Equal(1, page.Split("http://").Length + page.Split("https://").Length - 2);
    }

    [Fact]
    public async Task Write_PlanWithANameOfMarkup_WritesItAsText()
    {
        var (_, export) = await PageAsync();
        using var stream = new MemoryStream();

        RunPage.Write(stream, export with { Run = export.Run with { Plan = "<b>&</b>" } });

        Assert.Contains("<title>Run 1 of &lt;b&gt;&amp;&lt;/b&gt;</title>", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    private static async Task<(string Page, RunExport Export)> PageAsync()
    {
        await using var sample = await StoredRunSample.CreateAsync(Atoms);
        await sample.TellAsync(RunCommand.Begin.Instance);
        await sample.RunNextAsync(new EndCause.Exited(0), TimeSpan.FromSeconds(1), """{"html":"</script>"}""");
        await sample.RunNextAsync(new EndCause.CouldNotStart("boom", "</script> went boom."), TimeSpan.FromSeconds(1));
        new WrittenLog().Stdout(Hostile).SaveTo(sample.FolderOf("sum", 1).OutputLog);
        var export = await new RunExports(sample.Store, sample.Home).OfAsync(await sample.HistoryAsync(), default);
        using var stream = new MemoryStream();
        RunPage.Write(stream, export);
        return (Encoding.UTF8.GetString(stream.ToArray()), export);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
