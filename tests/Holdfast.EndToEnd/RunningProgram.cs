using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.EndToEnd;

/// <summary>How a program ended and what it said.</summary>
internal sealed record Ended(int ExitCode, string Out, string Error);

/// <summary>A program as a person starts it from a shell, with their patience.</summary>
internal sealed partial class RunningProgram : IAsyncDisposable
{
    private const int SigKill = 9;

    /// <summary>Generous, because machines are shared; reached only when something hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private readonly Process process;
    private readonly string name;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly List<(string Text, TaskCompletionSource Said)> awaited = [];

    private RunningProgram(Process process, string name)
    {
        this.process = process;
        this.name = name;
    }

    public int Pid => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Completes when it has ended, however long that takes.</summary>
    public Task Ended => process.WaitForExitAsync();

    public static RunningProgram Start(string file, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        var process = new Process { StartInfo = start };
        var program = new RunningProgram(process, $"{Path.GetFileName(file)} {string.Join(' ', arguments)}");
        process.OutputDataReceived += (_, line) => program.Hear(program.output, line.Data);
        process.ErrorDataReceived += (_, line) => program.Hear(program.error, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(process.Id, signal));

    /// <summary>Waits until it has said this on stdout or stderr.</summary>
    public Task HasSaidAsync(string text)
    {
        lock (gate)
        {
            if (Said().Contains(text, StringComparison.Ordinal))
                return Task.CompletedTask;
            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((text, said));
            return WithinPatienceAsync(said.Task, $"to say '{text}'");
        }
    }

    public async Task<Ended> EndAsync()
    {
        await WithinPatienceAsync(process.WaitForExitAsync(), "to end");
        lock (gate)
            return new Ended(process.ExitCode, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, SigKill);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Hear(StringBuilder heard, string? line)
    {
        if (line is null)
            return;
        lock (gate)
        {
            heard.Append(line).Append('\n');
            awaited.RemoveAll(waiting => Said().Contains(waiting.Text, StringComparison.Ordinal) && waiting.Said.TrySetResult());
        }
    }

    private string Said() => $"{output}{error}";

    private async Task WithinPatienceAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException hung)
        {
            lock (gate)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s for '{name}' (pid {process.Id}) {what}. It has said:\n{Said()}", hung);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
