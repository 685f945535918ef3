using System.CommandLine;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Cli.Commands;

internal static class DaemonLogsVerb
{
    private const int ChunkBytes = 64 << 10;

    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written from now on, until Ctrl-C." };
        var lines = new Option<int>("--lines", "-n") { Description = "So many of the last lines. Default: 50.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "Print the lines as they were written: JSON objects where log_format is json." };
        lines.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number < 0))
                result.AddError($"--lines takes a number from 0, not '{token.Value}'.");
        });
        return new Command("logs", "Print what a daemon in the background logged.")
        {
            follow, lines, json, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast daemon logs
            holdfast daemon logs -f -n 200
            holdfast daemon logs --json | jq 'select(.execution_number == 12)'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var path = DaemonFile.LogIn(SettingSet.Load().Home);
            if (!File.Exists(path))
                throw new RefusedException(new Error(ErrorCode.DaemonNotRunning, $"There is no log at '{path}': no daemon has run in the background of this home."));
            await PrintAsync(path, parsed.GetValue(lines), parsed.GetValue(follow), new DiaryPrinter(terminal.Out, parsed.GetValue(json)), cancellationToken);
            return ExitCode.Completed;
        });
    }

    private static async Task PrintAsync(string path, int lines, bool follow, DiaryPrinter printer, CancellationToken cancellationToken)
    {
        // Set up before the first look: what is written between the two is not missed.
        using var changes = follow ? new FileChanges(path) : null;
        var file = Open(path);
        try
        {
            file.Position = await StartOfLastLinesAsync(file, lines, cancellationToken);
            await CopyAsync(file, printer, cancellationToken);
            while (changes is not null)
            {
                await changes.NextAsync(cancellationToken);
                await CopyAsync(file, printer, cancellationToken);
                if (!changes.WasReplaced())
                    continue;
                // A full file was moved aside; the rest of it is printed, the new one follows.
                await file.DisposeAsync();
                file = Open(path);
                await CopyAsync(file, printer, cancellationToken);
            }
        }
        finally
        {
            await file.DisposeAsync();
        }

        await printer.EndAsync();
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static async Task CopyAsync(FileStream file, DiaryPrinter printer, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        await printer.PrintAsync(await reader.ReadToEndAsync(cancellationToken), cancellationToken);
    }

    private static async Task<long> StartOfLastLinesAsync(FileStream file, int lines, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        // The end of the last line is not the start of one more.
        var end = file.Length;
        var found = -1;
        for (var start = end; start > 0;)
        {
            var length = (int)Math.Min(ChunkBytes, start);
            start -= length;
            file.Position = start;
            await file.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
            for (var at = length - 1; at >= 0; at--)
            {
                if ((buffer[at] == '\n' || start + at + 1 == end) && ++found >= lines)
                    return start + at + 1;
            }
        }

        return 0;
    }

    /// <summary>The kernel's word that a file was written to, or another put in its place.</summary>
    private sealed class FileChanges : IDisposable
    {
        private readonly FileSystemWatcher watcher;
        private readonly SemaphoreSlim happened = new(0);
        private int replaced;

        public FileChanges(string path)
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite };
            watcher.Changed += (_, _) => happened.Release();
            watcher.Created += (_, _) => Replace();
            watcher.Error += (_, _) => happened.Release();
            watcher.EnableRaisingEvents = true;
        }

        public async Task NextAsync(CancellationToken cancellationToken)
        {
            await happened.WaitAsync(cancellationToken);
            // One look sees everything up to now.
            while (happened.Wait(0, cancellationToken))
            {
            }
        }

        public bool WasReplaced() => Interlocked.Exchange(ref replaced, 0) == 1;

        public void Dispose()
        {
            watcher.Dispose();
            happened.Dispose();
        }

        private void Replace()
        {
            Interlocked.Exchange(ref replaced, 1);
            happened.Release();
        }
    }
}
