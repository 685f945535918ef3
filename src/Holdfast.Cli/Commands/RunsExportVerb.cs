using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Results;

namespace Holdfast.Cli.Commands;

internal static class RunsExportVerb
{
    private const string Html = "html";

    public static Command Create()
    {
        var run = RunsVerbs.RunArgument();
        var format = new Option<string>("--format") { Description = "json, or html: one page that opens without a network.", HelpName = "F", DefaultValueFactory = _ => "json" };
        format.AcceptOnlyFromAmong("json", Html);
        var output = new Option<string?>("--output", "-o") { Description = "The file to write. Default: stdout.", HelpName = "FILE" };
        return new Command("export", "Write everything about a run as one JSON document or one HTML page.")
        {
            run, format, output, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs export 12 > run-12.json
            holdfast runs export 12 --format html --output run-12.html
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var host = InProcessHost.Open(jobs: null);
            var export = await host.ExportAsync(parsed.GetRequiredValue(run), cancellationToken);
            var isPage = parsed.GetValue(format) == Html;
            if (parsed.GetValue(output) is { } file)
            {
                await WriteFileAsync(file, export, isPage, cancellationToken);
                terminal.Out.WriteLine($"Run {export.Run.Number} is written to {Text.OneLine(file)}.");
            }
            else
            {
                await using var stdout = Console.OpenStandardOutput();
                Write(stdout, export, isPage);
            }

            return ExitCode.Completed;
        });
    }

    // Beside it first, so that nobody sees half a file and a full disk spoils no earlier one.
    private static async Task WriteFileAsync(string file, RunExport export, bool isPage, CancellationToken cancellationToken)
    {
        var unfinished = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var stream = File.Create(unfinished))
            {
                Write(stream, export, isPage);
                await stream.FlushAsync(cancellationToken);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new RefusedException(new Error(ErrorCode.Usage, $"'{file}' cannot be written: {fault.Message}", "holdfast runs export --help"));
        }
    }

    private static void Write(Stream stream, RunExport export, bool isPage)
    {
        if (isPage)
        {
            InProcessHost.WritePage(stream, export);
            return;
        }

        JsonSerializer.Serialize(stream, export, ProtocolJson.Compact.RunExport);
        stream.WriteByte((byte)'\n');
    }
}
