using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;

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
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var isPage = parsed.GetValue(format) == Html;
            await using var export = await client.OpenExportAsync(parsed.GetRequiredValue(run), isPage, cancellationToken);
            if (parsed.GetValue(output) is { } file)
            {
                await WriteFileAsync(file, export, isPage, cancellationToken);
                terminal.Out.WriteLine($"The run is written to {Text.OneLine(file)}.");
            }
            else
            {
                await using var stdout = Console.OpenStandardOutput();
                await WriteAsync(stdout, export, isPage, cancellationToken);
            }

            return ExitCode.Completed;
        });
    }

    // Beside it first, so that nobody sees half a file and a full disk spoils no earlier one.
    private static async Task WriteFileAsync(string file, Stream export, bool isPage, CancellationToken cancellationToken)
    {
        var unfinished = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var stream = File.Create(unfinished))
            {
                await WriteAsync(stream, export, isPage, cancellationToken);
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

    private static async Task WriteAsync(Stream stream, Stream export, bool isPage, CancellationToken cancellationToken)
    {
        await export.CopyToAsync(stream, cancellationToken);
        // A document ends with a line's end, as every other on standard output.
        if (!isPage)
            stream.WriteByte((byte)'\n');
    }
}
