using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire.Results;
using Conclusion = Holdfast.Core.Atoms.Conclusion;

namespace Holdfast.Server.Wire;

/// <summary>How much of a run its document carries besides states and failures.</summary>
public enum RunContent
{
    /// <summary>Results, stdout and stderr of every atom.</summary>
    Everything,

    /// <summary>Only results, and only those that led to no other result.</summary>
    FinalResults,
}

/// <summary>Writes a run as its document.</summary>
/// <param name="home">The folder everything is kept in.</param>
public sealed class RunDocuments(IStore store, string home)
{
    private readonly AttemptOutputReader outputs = new(RunDocument.OutputLimitBytes);

    public async Task<RunDocument> OfAsync(RunHistory history, RunContent content, CancellationToken cancellationToken)
    {
        var results = content == RunContent.Everything ? await ResultsAsync(history.Run.Id, cancellationToken) : null;
        var atoms = new List<AtomDocument>(history.State.Total);
        for (var atom = 0; atom < history.Plan.Atoms.Length; atom++)
        {
            if (history.State.StateOf(atom) is not null)
                atoms.Add(await AtomAsync(history, atom, content, results, cancellationToken));
        }

        var run = history.Run;
        return new RunDocument
        {
            RunId = run.Id.Value,
            Number = run.Number,
            Plan = run.PlanName,
            Status = history.State.Status.ToWire(),
            Schedule = run.Schedule.ToWire(),
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
            DurationMs = RunRows.DurationMs(run),
            Waves = Waves(history),
            Atoms = atoms,
            Summary = Summary(history),
            TraceId = run.Trace.TraceId,
        };
    }

    public Task<AtomDocument> AtomAsync(RunHistory history, int atom, RunContent content, CancellationToken cancellationToken) =>
        AtomAsync(history, atom, content, results: null, cancellationToken);

    /// <summary>All results of the run at once: one question to the store instead of one for each atom.</summary>
    private async Task<Dictionary<(string Key, int Attempt), string>> ResultsAsync(RunId run, CancellationToken cancellationToken)
    {
        var results = new Dictionary<(string Key, int Attempt), string>();
        await foreach (var result in store.ReadResultsAsync(run, cancellationToken))
            results.Add((result.AtomKey, result.Attempt), result.Json);
        return results;
    }

    /// <param name="results">The run's own; null when they are to be asked for one by one.</param>
    private async Task<AtomDocument> AtomAsync(
        RunHistory history, int atom, RunContent content, Dictionary<(string Key, int Attempt), string>? results, CancellationToken cancellationToken)
    {
        var described = history.Plan.Atoms[atom];
        var state = history.State.StateOf(atom)!;
        var concluded = state as AtomState.Concluded;
        var attempts = history.AttemptsOf(atom);
        var last = attempts is [.., var newest] ? newest : null;
        var ended = attempts.LastOrDefault(attempt => attempt.Ending is not null);
        var (stdout, stderr) = content == RunContent.Everything ? ReadOutput(history, atom, concluded) : (StreamText.NotAsked, StreamText.NotAsked);
        return new AtomDocument
        {
            Key = described.Key,
            Id = history.Plan.AtomId(atom).Value,
            Component = described.Component,
            Module = described.Module,
            Wave = history.Plan.Graph.WaveOf(atom),
            Conclusion = concluded?.Conclusion.ToWire(),
            Progress = Progress(state),
            Because = concluded?.Because is { } because ? Sentences.Of(because) : null,
            Attempts = history.State.AttemptsOf(atom),
            Result = content == RunContent.Everything || IsFinal(history, atom) ? await ResultAsync(history, atom, concluded, results, cancellationToken) : null,
            Stdout = stdout.Text is { } stdoutText ? history.Mask.Apply(stdoutText) : null,
            StdoutTruncated = stdout.IsCut,
            Stderr = stderr.Text is { } stderrText ? history.Mask.Apply(stderrText) : null,
            StderrTruncated = stderr.IsCut,
            Artifacts = Artifacts(history, atom, concluded),
            DurationMs = (long?)ended?.Ending!.Duration.TotalMilliseconds,
            PeakMemoryBytes = attempts.Max(attempt => attempt.Ending is { PeakMemoryBytes: > 0 } ending ? ending.PeakMemoryBytes : (long?)null),
            Failure = LastFailure(history, atom),
            CodeChanged = last?.Revision > 0,
        };
    }

    private static AtomProgress? Progress(AtomState state) => state switch
    {
        AtomState.Waiting => AtomProgress.Waiting,
        AtomState.Ready => AtomProgress.Ready,
        AtomState.Running => AtomProgress.Running,
        AtomState.BackingOff => AtomProgress.BackingOff,
        AtomState.AwaitingFix => AtomProgress.AwaitingFix,
        AtomState.Concluded => null,
        _ => throw new InvalidOperationException($"Unplaced state {state.GetType().Name}."),
    };

    private static FailureDocument? LastFailure(RunHistory history, int atom)
    {
        var failed = history.AttemptsOf(atom).LastOrDefault(attempt => attempt.Failure is not null);
        return failed?.Failure!.ToWire(history.Mask, history.DecisionsOf(atom).LastOrDefault(decision => decision.Number == failed.Number)?.Strategy);
    }

    private static bool IsFinal(RunHistory history, int atom)
    {
        foreach (var dependant in history.Plan.Graph.DependantsOf(atom))
        {
            if (history.AttemptsOf(dependant) is [.., { HasResult: true }])
                return false;
        }

        return true;
    }

    private async Task<JsonElement?> ResultAsync(
        RunHistory history, int atom, AtomState.Concluded? concluded, Dictionary<(string Key, int Attempt), string>? results, CancellationToken cancellationToken)
    {
        var (run, attempt) = Source(history, atom, concluded);
        if (concluded?.Conclusion != Conclusion.Succeeded || (run == history.Run.Id && !history.AttemptsOf(atom)[^1].HasResult))
            return null;
        var key = history.Plan.Atoms[atom].Key;
        var json = results is not null && run == history.Run.Id ? results.GetValueOrDefault((key, attempt)) : await store.LoadResultAsync(run, key, attempt, cancellationToken);
        return json is null ? null : ParseResult(json, history.Mask);
    }

    internal static JsonElement ParseResult(string json, SecretMask mask)
    {
        using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        return mask.Apply(parsed.RootElement);
    }

    private (StreamText Stdout, StreamText Stderr) ReadOutput(RunHistory history, int atom, AtomState.Concluded? concluded)
    {
        var (run, attempt) = Source(history, atom, concluded);
        if (attempt == 0)
            return (StreamText.None, StreamText.None);
        outputs.Read(AttemptFolder.Of(home, new AttemptId(run, history.Plan.Atoms[atom].Key, attempt).Execution).OutputLog);
        var (stdout, stderr) = (outputs.Stdout, outputs.Stderr);
        return (new StreamText(stdout.Text(), stdout.IsCut), new StreamText(stderr.Text(), stderr.IsCut));
    }

    private List<string> Artifacts(RunHistory history, int atom, AtomState.Concluded? concluded)
    {
        var (run, attempt) = Source(history, atom, concluded);
        var described = history.Plan.Atoms[atom];
        if (described.Outputs.IsEmpty || attempt == 0)
            return [];
        var folder = AttemptFolder.Of(home, new AttemptId(run, described.Key, attempt).Execution);
        return [.. described.Outputs.Select(output => Path.Combine(folder.Artifacts, output)).Where(File.Exists)];
    }

    private readonly record struct StreamText(string? Text, bool IsCut)
    {
        public static readonly StreamText None = new("", false);

        public static readonly StreamText NotAsked = new(null, false);
    }

    /// <summary>Which attempt an atom's result and output are of: its last, or the one it was taken over from. Attempt 0: there is none.</summary>
    public static (RunId Run, int Attempt) Source(RunHistory history, int atom, AtomState.Concluded? concluded) =>
        concluded?.Because is Because.InheritedFrom from ? (from.Run, from.Attempt) : (history.Run.Id, history.State.AttemptsOf(atom));

    private static List<WaveDocument> Waves(RunHistory history)
    {
        var waves = new List<WaveDocument>();
        for (var number = 1; number <= history.Plan.Graph.WaveCount; number++)
        {
            var counts = new ConclusionTally();
            var workload = new Workload();
            foreach (var atom in history.Plan.Graph.AtomsOfWave(number))
            {
                if (history.State.StateOf(atom) is not { } state)
                    continue;
                counts.Add(state);
                foreach (var attempt in history.AttemptsOf(atom))
                    workload.Add(attempt);
            }

            if (counts.Total > 0)
                waves.Add(new WaveDocument(number, counts.Total, counts.Succeeded, counts.Failed, counts.Skipped + counts.Cancelled, workload.Parallelism));
        }

        return waves;
    }

    private static RunSummary Summary(RunHistory history)
    {
        var counts = new ConclusionTally();
        var workload = new Workload();
        for (var atom = 0; atom < history.Plan.Atoms.Length; atom++)
        {
            if (history.State.StateOf(atom) is not { } state)
                continue;
            counts.Add(state);
            foreach (var attempt in history.AttemptsOf(atom))
                workload.Add(attempt);
        }

        return new RunSummary
        {
            Total = counts.Total,
            Succeeded = counts.Succeeded,
            Failed = counts.Failed,
            Skipped = counts.Skipped,
            Cancelled = counts.Cancelled,
            Open = counts.Open,
            SuccessRate = counts.Total == 0 ? 1 : Math.Round((double)counts.Succeeded / counts.Total, 4),
            Attempts = workload.Attempts,
            Interruptions = workload.Interruptions,
            Inherited = counts.Inherited,
            Parallelism = workload.Parallelism,
            CpuMs = (long)workload.CpuTime.TotalMilliseconds,
            PeakMemoryBytes = workload.PeakMemoryBytes,
            StopReason = history.State.StopReason is { } reason ? Sentences.Of(reason) : null,
        };
    }

    private sealed class ConclusionTally
    {
        public int Total { get; private set; }

        public int Succeeded { get; private set; }

        public int Failed { get; private set; }

        public int Skipped { get; private set; }

        public int Cancelled { get; private set; }

        public int Open { get; private set; }

        public int Inherited { get; private set; }

        public void Add(AtomState state)
        {
            Total++;
            if (state is not AtomState.Concluded concluded)
            {
                Open++;
                return;
            }

            if (concluded.Because is Because.InheritedFrom)
                Inherited++;
            switch (concluded.Conclusion)
            {
                case Conclusion.Succeeded:
                    Succeeded++;
                    break;
                case Conclusion.Failed:
                    Failed++;
                    break;
                case Conclusion.Skipped:
                    Skipped++;
                    break;
                case Conclusion.Cancelled:
                    Cancelled++;
                    break;
            }
        }
    }
}
