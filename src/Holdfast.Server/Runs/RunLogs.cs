using System.Runtime.CompilerServices;
using Holdfast.Core.Atoms;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>What the atoms of runs wrote.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class RunLogs(IStore store, string home, KnownSecrets secrets)
{
    private readonly RunHistories histories = new(store, secrets);

    /// <param name="key">Null: of every atom, in the plan's order.</param>
    /// <param name="attempt">Null: the last.</param>
    public async IAsyncEnumerable<LogLine> ReadAsync(string reference, string? key, int? attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var history = await histories.LoadAsync(await store.RequireRunAsync(reference, cancellationToken), cancellationToken);
        var atoms = key is null ? Enumerable.Range(0, history.Plan.Atoms.Length) : [history.RequireAtom(key)];
        foreach (var atom in atoms)
        {
            var (from, tries) = await WhoseAsync(history, atom, cancellationToken);
            if (FindAttempt(from, tries, history.Plan.Atoms[atom].Key, attempt, isNamed: key is not null) is not { } found)
                continue;
            foreach (var line in LogLines.Read(LogOf(found), found.AtomKey, found.Number, found.Ending?.StartedAt ?? found.StartedAt, history.Mask))
                yield return line;
        }
    }

    /// <summary>The file of one attempt, and what hides secrets in it.</summary>
    /// <param name="attempt">Null: the last.</param>
    public async Task<(string Path, SecretMask Mask)> FindAsync(string reference, string key, int? attempt, CancellationToken cancellationToken)
    {
        var history = await histories.LoadAsync(await store.RequireRunAsync(reference, cancellationToken), cancellationToken);
        var (from, tries) = await WhoseAsync(history, history.RequireAtom(key), cancellationToken);
        return (LogOf(FindAttempt(from, tries, key, attempt, isNamed: true)!), history.Mask);
    }

    private string LogOf(StoredAttempt attempt) => AttemptFolder.Of(home, attempt.Execution).OutputLog;

    /// <summary>An atom that was taken over has its tries in the run it was taken over from.</summary>
    private async Task<(StoredRun Run, IReadOnlyList<StoredAttempt> Attempts)> WhoseAsync(RunHistory history, int atom, CancellationToken cancellationToken)
    {
        if (history.State.StateOf(atom) is not AtomState.Concluded { Because: Because.InheritedFrom from })
            return (history.Run, history.AttemptsOf(atom));
        return await histories.LoadAsync(from.Run, cancellationToken) is { } origin ? (origin.Run, origin.AttemptsOf(atom)) : (history.Run, []);
    }

    private static StoredAttempt? FindAttempt(StoredRun run, IReadOnlyList<StoredAttempt> attempts, string key, int? number, bool isNamed)
    {
        var found = number is null ? (attempts.Count > 0 ? attempts[^1] : null) : attempts.FirstOrDefault(attempt => attempt.Number == number);
        if (found is not null || !isNamed)
            return found;
        throw new RefusedException(new Error(
            ErrorCode.AttemptNotFound,
            number is null ? $"Atom '{key}' of run {run.Number} was never started." : $"Atom '{key}' of run {run.Number} has no try {number}; it has {attempts.Count}.",
            $"holdfast runs show {run.Number} --atom {key}"));
    }
}
