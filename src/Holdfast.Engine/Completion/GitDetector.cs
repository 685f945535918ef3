using System.Globalization;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Completion;

/// <summary>
/// The commits an execution made: on the branch named after it if there is one, else on the branch it began on; what was there
/// before it began is not its own.
/// </summary>
internal sealed class GitDetector(GitQuestions git) : ICompletionDetector
{
    private const int MostCommits = 200;
    private const char Field = '\x1f';
    // No message can have it: what git prints after each commit with -z.
    private const char End = '\0';
    private const string Format = "--format=%H%x1f%ct%x1f%(trailers:key=" + CommitReading.Trailer + ",valueonly,separator=%x1d)%x1f%B";

    public EvidenceKind Kind => EvidenceKind.Git;

    // git replaces files in its folder with every commit, after the branch has moved.
    public IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene) =>
        scene.Order.Completion.Baseline?.Folder is { } folder ? [new WatchedPlace(folder), new WatchedPlace(Path.Combine(folder, "logs"))] : [];

    public async Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken)
    {
        var folder = scene.Order.WorkingDirectory;
        var branch = await OwnBranchAsync(scene, cancellationToken);
        var known = await git.AskAsync(folder, ["rev-parse", "--verify", "--quiet", $"{branch}^{{commit}}"], cancellationToken);
        // A branch without a commit, as every repository begins.
        if (!known.IsGood && known.Errors.Length == 0)
            return [];
        // Rebasing makes commits anew and so would bring in old work; who made them last, and when, tells.
        var since = new DateTimeOffset(scene.StartedAt.UtcDateTime, TimeSpan.Zero).ToUnixTimeSeconds();
        string[] without = scene.Order.Completion.Baseline?.Commit is { } commit ? [$"^{commit}"] : [];
        var answer = await git.AskAsync(folder, ["log", "-z", $"--max-count={MostCommits}", Format, branch, .. without, "--"], cancellationToken);
        if (!answer.IsGood)
            return [new Evidence(Kind, EvidenceLeaning.Against, 0.1, scene.StartedAt, $"git could not be asked: {answer.Errors.Trim()}")];
        var commits = Commits(scene.Mask.Apply(answer.Output)).Where(one => one.At.ToUnixTimeSeconds() >= since).ToList();
        return CommitReading.Read(commits, LinePatterns.Compile(scene.Order.Completion.MessagePatterns)) is { } said ? [said] : [];
    }

    private async Task<string> OwnBranchAsync(CompletionScene scene, CancellationToken cancellationToken)
    {
        var own = $"refs/heads/{new ExecutionNames(scene.Execution).Branch}";
        if ((await git.AskAsync(scene.Order.WorkingDirectory, ["rev-parse", "--verify", "--quiet", own], cancellationToken)).IsGood)
            return own;
        return scene.Order.Completion.Baseline?.Branch ?? "HEAD";
    }

    private static IEnumerable<Commit> Commits(string log)
    {
        foreach (var entry in log.Split(End, StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split(Field, 4) is [var id, var at, var trailers, var message])
            {
                yield return new Commit(
                    id, TimeOf(at), message,
                    trailers.Split('\x1d', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            }
        }
    }

    // Who commits says when; a moment that is none was never since the start.
    private static DateTimeOffset TimeOf(string seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at) && at >= 0 && at <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(at)
            : DateTimeOffset.UnixEpoch;
}
