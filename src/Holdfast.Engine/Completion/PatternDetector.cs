using System.Text.RegularExpressions;
using Holdfast.Core.Completion;
using Holdfast.Processes;

namespace Holdfast.Engine.Completion;

/// <summary>What it wrote, as a person would have seen it. Claims only: read once, at its end.</summary>
internal sealed class PatternDetector : ICompletionDetector
{
    // What completes a session is said at its end.
    private const long ReadFromEndBytes = 256 * 1024;

    public EvidenceKind Kind => EvidenceKind.Pattern;

    public IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene) => [];

    public Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken)
    {
        if (scene.Ending is not { } ending)
            return Task.FromResult<IReadOnlyList<Evidence>>([]);
        try
        {
            var raw = OutputLog.Read(scene.Folder.OutputLog, limitBytes: ReadFromEndBytes, fromEnd: true).Text;
            var claims = PhraseReading.Read(LinePatterns.Compile(scene.Order.Completion.Patterns), [.. TerminalText.Lines(raw).Select(scene.Mask.Apply)]);
            return Task.FromResult<IReadOnlyList<Evidence>>([.. claims.Select(claim => new Evidence(Kind, claim.Leaning, claim.Confidence, ending.EndedAt, claim.Detail))]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Task.FromResult<IReadOnlyList<Evidence>>([new Evidence(Kind, EvidenceLeaning.Against, 0.2, ending.EndedAt, $"Its output cannot be read: {unreadable.Message}")]);
        }
    }
}

/// <summary>Regular expressions that somebody asked for: none of them can take longer than the text is long.</summary>
internal static class LinePatterns
{
    private const RegexOptions Safely = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static IReadOnlyList<Regex> Compile(IEnumerable<string> patterns) => [.. patterns.Select(pattern => new Regex(pattern, Safely, Regex.InfiniteMatchTimeout))];

    /// <returns>Why it is none; null when it is one.</returns>
    public static string? FaultOf(string pattern)
    {
        if (pattern.Length == 0)
            return "It is empty.";
        try
        {
            _ = new Regex(pattern, Safely, Regex.InfiniteMatchTimeout);
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
        catch (NotSupportedException)
        {
            return "Look-around and references back to a group are not supported.";
        }
    }
}
