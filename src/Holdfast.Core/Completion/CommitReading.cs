using System.Text.RegularExpressions;

namespace Holdfast.Core.Completion;

/// <param name="Trailers">Values of its <c>Holdfast-Status</c> trailers, in order.</param>
public sealed record Commit(string Id, DateTimeOffset At, string Message, IReadOnlyList<string> Trailers)
{
    public string Subject => Message.Split('\n', 2)[0].Trim();

    public string ShortId => Id.Length > 10 ? Id[..10] : Id;
}

/// <summary>What the commits of an execution say. The newest that says anything decides; unfinished work on top of it takes it back.</summary>
public static partial class CommitReading
{
    public const string Trailer = "Holdfast-Status";

    /// <param name="commits">Newest first, all made since the execution began.</param>
    /// <param name="messagePatterns">Each for one line of a message.</param>
    /// <returns>Null when there are none.</returns>
    public static Evidence? Read(IReadOnlyList<Commit> commits, IReadOnlyList<Regex> messagePatterns)
    {
        foreach (var (place, commit) in commits.Index())
        {
            if (Read(commit, messagePatterns) is not { } said)
                continue;
            var later = commits.Take(place).FirstOrDefault(newer => Unfinished().IsMatch(newer.Subject));
            return said.Leaning == EvidenceLeaning.For && later is not null
                ? Says(EvidenceLeaning.Against, 0.8, later, $"Commit {later.ShortId} '{later.Subject}' came after the one that said it had completed.")
                : said;
        }

        return commits is [var newest, ..]
            ? Says(EvidenceLeaning.Against, 0.3, newest, $"It made {commits.Count} commit(s), the last '{newest.Subject}'; none says that this was all.")
            : null;
    }

    private static Evidence? Read(Commit commit, IReadOnlyList<Regex> messagePatterns)
    {
        if (commit.Trailers is [.., var word])
        {
            return StatusWords.Read(word) switch
            {
                StatusWord.Done => Says(EvidenceLeaning.For, 0.95, commit, $"Commit {commit.ShortId} has the trailer '{Trailer}: {word.Trim()}'."),
                StatusWord.Open => Says(EvidenceLeaning.Against, 0.95, commit, $"Commit {commit.ShortId} has the trailer '{Trailer}: {word.Trim()}'."),
                StatusWord.Unknown => Says(EvidenceLeaning.Against, 0.5, commit, $"Commit {commit.ShortId} has the trailer '{Trailer}: {word.Trim()}', which is no status that is known."),
            };
        }

        var claims = PhraseReading.Read(messagePatterns, commit.Message.Split('\n'));
        return claims.LastOrDefault(claim => claim.IsStatement) switch
        {
            null => null,
            { Leaning: EvidenceLeaning.For } when Unfinished().IsMatch(commit.Subject) => Says(EvidenceLeaning.Against, 0.8, commit, $"Commit {commit.ShortId} '{commit.Subject}' takes work back, or calls it unfinished."),
            { Leaning: EvidenceLeaning.For } => Says(EvidenceLeaning.For, 0.85, commit, $"The message of commit {commit.ShortId} says so: '{commit.Subject}'."),
            { } contrary => Says(EvidenceLeaning.Against, 0.8, commit, $"The message of commit {commit.ShortId} says the contrary: {contrary.Detail}"),
        };
    }

    private static Evidence Says(EvidenceLeaning leaning, double confidence, Commit commit, string detail) => new(EvidenceKind.Git, leaning, confidence, commit.At, detail);

    [GeneratedRegex(@"^(wip\b|fixup!|squash!|amend!|draft\b|revert\b|tmp\b|temp\b|\[wip\])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();
}
