using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Engine.Completion;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Tests.Completion;

/// <summary>One recorded or made-up end of a session, with the truth about it. The files are in tests/corpus/completion.</summary>
internal sealed record SessionEnding(string Name, JsonElement File)
{
    public bool IsCompleted => File.GetProperty("truth").GetString() switch
    {
        "completed" => true,
        "not_completed" => false,
        var other => throw new InvalidDataException($"{Name}: the truth is 'completed' or 'not_completed', not '{other}'."),
    };

    public string About => File.GetProperty("about").GetString()!;

    public bool IsRunning => File.GetProperty("ended").TryGetProperty("running", out _);

    public static IReadOnlyList<SessionEnding> Load(string half)
    {
        var folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../corpus/completion", half);
        return [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file =>
            new SessionEnding($"{half}/{Path.GetFileNameWithoutExtension(file)}", JsonDocument.Parse(System.IO.File.ReadAllText(file)).RootElement))];
    }

    /// <summary>Makes everything as it was when the session ended, and has it judged by the real detectors.</summary>
    /// <returns>Null for one that runs on and is not verifiably completed.</returns>
    public async Task<Verdict?> JudgeAsync(string home, GitQuestions git, CancellationToken cancellationToken)
    {
        var folder = ShimFolder.At(Directory.CreateDirectory(Path.Combine(home, Path.GetFileName(Name), "execution")).FullName);
        var work = Directory.CreateDirectory(Path.Combine(home, Path.GetFileName(Name), "work")).FullName;
        if (Text("output") is { } output)
            WriteOutput(folder.OutputLog, output);
        if (File.TryGetProperty("marker", out var marker))
            await System.IO.File.WriteAllTextAsync(CompletionFiles.MarkerOf(folder), marker.GetString(), cancellationToken);
        if (File.TryGetProperty("phases", out var phases))
            await System.IO.File.WriteAllTextAsync(CompletionFiles.PhasesOf(folder), phases.GetString(), cancellationToken);
        var asked = Asked();
        var startedAt = TimeProvider.System.GetUtcNow();
        if (asked.Asks(EvidenceKind.Git))
            asked = asked with { Baseline = await CommitAsync(work, git, cancellationToken) };

        var scene = new CompletionScene(
            new ExecutionId(Guid.NewGuid()), new ExecutionOrder { Arguments = ["agent"], WorkingDirectory = work, Completion = asked }, folder, startedAt, Ending(startedAt));
        var evidence = new CompletionEvidence(git);
        return IsRunning ? await evidence.WhileRunningAsync(scene, cancellationToken) : await evidence.AtEndAsync(scene, cancellationToken);
    }

    private CompletionOrder Asked()
    {
        var words = File.GetProperty("asked").EnumerateArray().Select(word => word.GetString()!).ToList();
        ImmutableArray<string> After(string prefix) => [.. words.Where(word => word.StartsWith(prefix, StringComparison.Ordinal)).Select(word => word[prefix.Length..])];
        return new CompletionOrder
        {
            Kinds = [.. words.Select(word => Enum.Parse<EvidenceKind>(word.Split(':')[0], ignoreCase: true)).Distinct()],
            Patterns = After("pattern:"),
            MessagePatterns = After("git:"),
        };
    }

    private ExecutionEnding? Ending(DateTimeOffset startedAt)
    {
        var ended = File.GetProperty("ended").EnumerateObject().Single();
        EndCause? cause = ended.Name switch
        {
            "running" => null,
            "exited" => new EndCause.Exited(ended.Value.GetInt32()),
            "signalled" => new EndCause.Signalled(ended.Value.GetInt32()),
            "wall_time" => new EndCause.WallTime(TimeSpan.FromSeconds(ended.Value.GetInt32())),
            "stalled" => new EndCause.Stalled(TimeSpan.FromSeconds(ended.Value.GetInt32())),
            "lost" => new EndCause.Lost(ended.Value.GetString()!),
            var other => throw new InvalidDataException($"{Name} ended by '{other}', which is no way to end."),
        };
        return cause is null ? null : new ExecutionEnding { Cause = cause, StartedAt = startedAt, EndedAt = startedAt, Duration = TimeSpan.Zero };
    }

    /// <returns>Where the repository stood when the session began.</returns>
    private async Task<GitBaseline> CommitAsync(string work, GitQuestions git, CancellationToken cancellationToken)
    {
        await GitAsync(["init", "--quiet", "--initial-branch=main"]);
        var commits = File.TryGetProperty("commits", out var given) ? given.EnumerateArray().ToList() : [];
        foreach (var commit in commits.Where(IsBefore))
            await MakeAsync(commit);
        var (baseline, fault) = await git.StandAsync(work, cancellationToken);
        Assert.Null(fault);
        foreach (var commit in commits.Where(commit => !IsBefore(commit)))
            await MakeAsync(commit);
        return baseline!;

        static bool IsBefore(JsonElement commit) => commit.TryGetProperty("before_start", out var before) && before.GetBoolean();

        async Task MakeAsync(JsonElement commit)
        {
            var branch = commit.TryGetProperty("branch", out var named) ? named.GetString() : null;
            if (branch is not null)
                await GitAsync(["checkout", "--quiet", "-B", branch]);
            await GitAsync(["-c", "user.name=Agent", "-c", "user.email=agent@example.org", "commit", "--quiet", "--allow-empty", "-m", commit.GetProperty("message").GetString()!]);
            if (branch is not null)
                await GitAsync(["checkout", "--quiet", "main"]);
        }

        async Task GitAsync(string[] command)
        {
            var answer = await git.AskAsync(work, command, cancellationToken);
            Assert.True(answer.IsGood, $"{Name}: git {string.Join(' ', command)}: {answer.Errors}");
        }
    }

    private string? Text(string name) => File.TryGetProperty(name, out var lines) ? string.Join('\n', lines.EnumerateArray().Select(line => line.GetString())) : null;

    // One frame, in the format of docs/reference: see OutputLog.
    private static void WriteOutput(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var log = new byte[24 + 16 + bytes.Length];
        "HOLDFAST"u8.CopyTo(log);
        log[8] = 1;
        log[24] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(log.AsSpan(28), bytes.Length);
        bytes.CopyTo(log.AsSpan(40));
        System.IO.File.WriteAllBytes(path, log);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
