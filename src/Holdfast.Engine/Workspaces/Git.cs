using System.Collections.Concurrent;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Workspaces;

/// <summary>The system's git, asked about a repository. Never asks a person anything, and runs no program that the repository names but its filters.</summary>
internal sealed class Git(TimeProvider time)
{
    /// <summary>A large repository is checked out in minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly OneShot oneShot = new(time);
    private readonly ProcessEnvironment host = ProcessEnvironment.OfThisProcess();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = [];

    /// <summary>Full path of the program; null when it is not installed.</summary>
    private string? Program => ProgramSearch.OnPath("git", host.Base["PATH"]).FirstOrDefault();

    /// <param name="folder">In the repository, or in a working tree of it.</param>
    public async Task<Answer> AskAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        if (Program is not { } program)
            return new Answer(false, "", "git is not installed, or not on the PATH of the daemon.", IsMissing: true);
        var environment = new Dictionary<string, string>(host.Base) { ["GIT_TERMINAL_PROMPT"] = "0", ["LC_ALL"] = "C" };
        using var scratch = new TemporaryFolder();
        var answer = await oneShot.RunAsync(
            [program, .. GitSettings.Options, "-C", folder, .. arguments], environment, scratch.Path, cancellationToken, Limit);
        return new Answer(answer.IsGood, answer.Output, answer.IsGood ? "" : answer.Errors.Trim());
    }

    /// <summary>One change of a repository at a time: git refuses the second rather than let it wait.</summary>
    public async Task<T> AloneAsync<T>(string repository, Func<Task<T>> change, CancellationToken cancellationToken)
    {
        var turn = turns.GetOrAdd(repository, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            turn.Release();
        }
    }

    public sealed record Answer(bool IsGood, string Output, string Error, bool IsMissing = false);
}
