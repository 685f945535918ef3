using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>What the runtimes share.</summary>
internal sealed class RuntimeKit
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // From the start of an attempt with secrets to its report. One that is never collected died with its engine.
    private readonly ConcurrentDictionary<string, SecretMask> masks = new();

    public RuntimeKit(string home, ProcessEnvironment environment, TimeProvider time)
    {
        Home = home;
        Environment = environment;
        OneShot = new OneShot(time);
        Interpreters = new Interpreters(environment, OneShot);
    }

    /// <summary>The folder Holdfast keeps everything in.</summary>
    public string Home { get; }

    public ProcessEnvironment Environment { get; }

    public OneShot OneShot { get; }

    public Interpreters Interpreters { get; }

    /// <summary>Where the harnesses are: beside the program.</summary>
    public static string HarnessFolder { get; } = Path.Combine(AppContext.BaseDirectory, "harness");

    /// <summary>What every kind of code needs in its folder and around it.</summary>
    /// <param name="extension">Of the code's file; null when there is no code.</param>
    public (Dictionary<string, string> Environment, string CodeFile, EndCause.CouldNotStart? Refusal) Begin(RuntimeLaunch launch, string? extension)
    {
        var (environment, refusal) = Environment.Build(launch);
        if (refusal is not null)
            return (environment, "", refusal);
        if (!launch.Atom.Secrets.IsEmpty)
            masks[launch.Folder.Path] = SecretMask.Of(launch.Atom.Secrets.Keys.Select(name => environment[name]));
        File.WriteAllText(launch.Folder.Input, launch.InputJson, Utf8);
        if (extension is null)
            return (environment, "", null);
        var codeFile = Path.Combine(launch.Folder.Path, "code" + extension);
        File.WriteAllText(codeFile, launch.Code ?? throw new ArgumentException($"Atom '{launch.Atom.Key}' has no code.", nameof(launch)), Utf8);
        return (environment, codeFile, null);
    }

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) =>
        AttemptReport.Of(folder, ending, masks.TryRemove(folder.Path, out var mask) ? mask : MaskOf(atom, planFolder));

    // For an attempt that was adopted: its secrets are looked up again, as far as they can be found now.
    private SecretMask MaskOf(Atom atom, string planFolder) =>
        atom.Secrets.IsEmpty ? SecretMask.None : SecretMask.Of(atom.Secrets.Values.Select(secret => Environment.Resolve(secret, planFolder).Value).OfType<string>());

    /// <summary>The name code goes by: the plan's own file, or where inline code was written to.</summary>
    public static string ShownFile(RuntimeLaunch launch, string codeFile) =>
        launch.Atom.File is { } file ? Path.GetFullPath(Path.Combine(launch.PlanFolder, file)) : codeFile;

    /// <summary>Runs a parser over a request file.</summary>
    /// <returns>What it wrote to its answer file; null when it did not live to do so.</returns>
    public async Task<IReadOnlyList<ReportedException?>?> AskParserAsync(
        Action<Stream> writeRequest, Func<string, string, ImmutableArray<string>> command, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        string request = folder.File("request.json"), answer = folder.File("answer.json");
        await using (var file = File.Create(request))
            writeRequest(file);
        var ended = await OneShot.RunAsync(command(request, answer), Environment.Base, folder.Path, cancellationToken);
        if (!ended.IsGood)
            return null;
        await using var answered = File.OpenRead(answer);
        return ReportedExceptionJson.ReadList(answered);
    }
}
