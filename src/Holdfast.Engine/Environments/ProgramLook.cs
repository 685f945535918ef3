using System.Text.RegularExpressions;
using Holdfast.Core.Environments;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Environments;

/// <summary>Looks for programs, and has each tell its version: that it is there does not say that it runs.</summary>
internal sealed partial class ProgramLook(ProcessEnvironment environment, OneShot oneShot, PackageManager packages)
{
    /// <summary>An agent's first start may take seconds on a machine that is busy; one that waits for somebody to answer never ends.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(20);

    public async Task<EnvironmentFinding> LookAsync(KnownProgram known, Need need, CancellationToken cancellationToken)
    {
        var mend = known.MendWith(packages);
        if (ProgramSearch.OnPath(known.Program, environment.Base["PATH"]).FirstOrDefault() is not { } path)
            return new EnvironmentFinding(known.Name, need, FindingState.Missing, null, null, $"It is not on the PATH; it is needed {known.For}.", mend);
        var (version, why) = await AskAsync(path, known, cancellationToken);
        if (version is null)
            return new EnvironmentFinding(known.Name, need, FindingState.Unusable, null, path, $"It is there, but {why}; it is needed {known.For}.", mend);
        if (known.Oldest is { } oldest && (!Version.TryParse(version, out var found) || found < oldest))
            return new EnvironmentFinding(known.Name, need, FindingState.Unusable, version, path, $"It is older than {oldest}, which is needed {known.For}.", mend);
        return new EnvironmentFinding(known.Name, need, FindingState.Good, version, path, $"It is there, {known.For}.", null);
    }

    /// <summary>Whether a command of ours ends well, and what it said if not.</summary>
    public async Task<(bool IsGood, string Said)> TryAsync(string path, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(LongestAnswer);
        using var folder = new TemporaryFolder();
        try
        {
            var answer = await oneShot.RunAsync([path, .. arguments], environment.Base, folder.Path, bounded.Token);
            return (answer.IsGood, answer.IsGood ? answer.Output : FirstLine(answer.Errors) ?? FirstLine(answer.Output) ?? $"it ended with code {answer.Cause.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"it did not end within {LongestAnswer.TotalSeconds:0} s");
        }
    }

    private async Task<(string? Version, string Why)> AskAsync(string path, KnownProgram known, CancellationToken cancellationToken)
    {
        var (isGood, said) = await TryAsync(path, known.VersionQuestion, cancellationToken);
        if (!isGood)
            return (null, $"it does not tell its version: {said}");
        return Number().Match(said) is { Success: true } version ? (version.Value, "") : (null, "what it tells when asked for its version holds none");
    }

    private static string? FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();

    [GeneratedRegex(@"\d+(?:\.\d+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
