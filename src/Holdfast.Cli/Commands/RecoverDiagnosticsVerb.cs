using System.Collections;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Diagnostics;

namespace Holdfast.Cli.Commands;

/// <summary>One report of everything, to be attached to the report of a fault.</summary>
internal static class RecoverDiagnosticsVerb
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create()
    {
        var output = new Option<string?>("--output", "-o") { Description = "The file to write, for its owner only. Default: stdout.", HelpName = "FILE" };
        return new Command("diagnostics", "Tell all that whoever mends a fault asks for, in one report: processes, sessions, records, locks, disk, queue, settings, versions, warnings. Secrets are masked; needs no daemon.")
        {
            output, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast recover diagnostics
            holdfast recover diagnostics --json -o report.json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var settings = SettingSet.Load();
            var secrets = SecretText.ValuesOf(Variables()).OrderByDescending(value => value.Length).ToList();
            var command = new AskerDocument(ProductVersion.Full, settings.Document.Masked(secrets), SecretText.Environment(Variables(), secrets));
            var report = new DiagnosticsReport(command, await LookAsync(settings.Home, cancellationToken));
            if (parsed.GetValue(output) is { } file)
            {
                WriteFile(file, terminal.Json ? JsonSerializer.Serialize(report, ProtocolJson.Indented.DiagnosticsReport) + "\n" : TextOf(report));
                terminal.Error.WriteLine($"The report is written to {Text.OneLine(file)}. Look through it before you hand it on.");
                await terminal.Error.FlushAsync(cancellationToken);
            }
            else if (terminal.Json)
                terminal.Print(report, json => json.DiagnosticsReport);
            else
                DiagnosticsScreen.Write(terminal.Out, terminal.Paint, report);
            return ExitCode.Completed;
        });
    }

    // None is started for it: that may be what does not work, and what is stuck would be put right before it was seen.
    private static async Task<DiagnosticsDocument> LookAsync(string home, CancellationToken cancellationToken)
    {
        using var client = DaemonDoor.Find(home);
        var why = "no daemon runs";
        try
        {
            if (client is not null)
                return await client.GetDiagnosticsAsync(cancellationToken);
        }
        catch (RefusedException refused)
        {
            // That it does not answer, or is too old to, is a finding as well.
            why = $"{refused.Error.Code}: {refused.Error.Message}";
        }

        var found = await DaemonBeside.AskAsync([DaemonProgram.Diagnose], json => json.DiagnosticsDocument, cancellationToken);
        return found with { Missing = [$"what only a daemon knows, as the queue: {SecretText.Hide(why)}", .. found.Missing] };
    }

    private static string TextOf(DiagnosticsReport report)
    {
        var text = new StringWriter();
        DiagnosticsScreen.Write(text, new Paint(on: false), report);
        return text.ToString();
    }

    private static void WriteFile(string file, string text)
    {
        var unfinished = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerReadWrite }))
                stream.Write(Encoding.UTF8.GetBytes(text));
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new RefusedException(new Error(ErrorCode.Usage, $"'{file}' cannot be written: {fault.Message}", "holdfast recover diagnostics --help"));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
}
