using Holdfast.Core.Results;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Because = Holdfast.Core.Atoms.Because;
using ResultLevel = Holdfast.Core.Results.ResultLevel;

namespace Holdfast.Server.Wire.Results;

/// <summary>The results of a run at one of four levels.</summary>
/// <param name="home">The folder everything is kept in.</param>
public sealed class LevelReports(string home)
{
    /// <summary>Text of all outputs of one report, in characters.</summary>
    private const long MostText = 16 << 20;

    /// <summary>Logs read side by side; each may hold <see cref="RunDocument.OutputLimitBytes"/> of two streams.</summary>
    private const int LogsAtOnce = 64;

    /// <returns>Its atoms, where it goes down to them, can be read once: they are made then.</returns>
    public LevelReport Of(StoredRun run, RunRecord record, ResultLevel level, SecretMask mask)
    {
        var outputs = Enumerable.Range(0, LogsAtOnce).Select(_ => new AttemptOutputReader(RunDocument.OutputLimitBytes)).ToArray();
        return new LevelReport
        {
            RunId = run.Id.Value,
            Number = run.Number,
            Plan = run.PlanName,
            Status = record.Status.ToWire(),
            Level = level.ToWire(),
            System = Node(record.Tree(level), run.Id, level, outputs, new TextBudget(MostText), mask),
        };
    }

    private LevelNode Node(ResultNode node, RunId run, ResultLevel deepest, AttemptOutputReader[] outputs, TextBudget budget, SecretMask mask)
    {
        var summary = node.Summarize();
        var (stdout, stderr) = node.Level == deepest ? Combine(node, run, outputs, budget, mask) : (null, null);
        return new LevelNode
        {
            Level = node.Level.ToWire(),
            Name = node.Name,
            Conclusion = node.Level == ResultLevel.Atom ? node.Atoms[0].Record.Conclusion?.ToWire() : null,
            Numbers = Numbers.Of(summary),
            Errors = Numbers.Errors(summary, mask),
            Stdout = stdout,
            Stderr = stderr,
            Children = node.Children is [{ Level: ResultLevel.Atom }, ..] ? new NodesInPassing(node.Children, Below) : [.. node.Children.Select(Below)],
        };

        LevelNode Below(ResultNode child) => Node(child, run, deepest, outputs, budget, mask);
    }

    private (CombinedOutput Stdout, CombinedOutput Stderr) Combine(ResultNode node, RunId run, AttemptOutputReader[] outputs, TextBudget budget, SecretMask mask)
    {
        var (stdout, stderr) = (new CombinedOutputs(budget, mask), new CombinedOutputs(budget, mask));
        var logs = InOrderOfEnd(node.Atoms).Select(atom => (atom.Key, Log: LogOf(run, atom.Key, atom.Record))).Where(atom => atom.Log is not null);
        foreach (var together in logs.Chunk(outputs.Length))
        {
            if (together.Length == 1)
                outputs[0].Read(together[0].Log!);
            else
                Parallel.For(0, together.Length, index => outputs[index].Read(together[index].Log!));
            foreach (var ((key, _), output) in together.Zip(outputs))
            {
                stdout.Add(key, output.Stdout);
                stderr.Add(key, output.Stderr);
            }
        }

        return (stdout.ToWire(), stderr.ToWire());
    }

    // What was taken over ended before anything else; what has not ended comes last. The sort is stable.
    private static IEnumerable<LevelSummary.Member> InOrderOfEnd(IReadOnlyList<LevelSummary.Member> atoms) => atoms.Count == 1
        ? atoms
        : atoms.OrderBy(atom => atom.Record.LastEnd ?? (atom.Record.Attempts == 0 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue));

    /// <returns>Null when the atom is known to have written nothing.</returns>
    private string? LogOf(RunId run, string key, AtomRecord record)
    {
        if (record.Because is Because.InheritedFrom from)
            return AttemptFolder.Of(home, new AttemptId(from.Run, key, from.Attempt).Execution).OutputLog;
        return record is { Attempts: 0 } or { LastOutputBytes: 0 } ? null : AttemptFolder.Of(home, new AttemptId(run, key, record.Attempts).Execution).OutputLog;
    }
}

/// <summary>Levels as the wire names them.</summary>
public static class ResultLevels
{
    public static Protocol.Results.ResultLevel ToWire(this ResultLevel level) => level switch
    {
        ResultLevel.System => Protocol.Results.ResultLevel.System,
        ResultLevel.Component => Protocol.Results.ResultLevel.Component,
        ResultLevel.Module => Protocol.Results.ResultLevel.Module,
        ResultLevel.Atom => Protocol.Results.ResultLevel.Atom,
    };

    public static ResultLevel ToCore(this Protocol.Results.ResultLevel level) => level switch
    {
        Protocol.Results.ResultLevel.System => ResultLevel.System,
        Protocol.Results.ResultLevel.Component => ResultLevel.Component,
        Protocol.Results.ResultLevel.Module => ResultLevel.Module,
        Protocol.Results.ResultLevel.Atom => ResultLevel.Atom,
    };
}
