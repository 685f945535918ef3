using System.Text;
using Holdfast.Core.Atoms;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

internal readonly record struct Move(string From, string To, string By);

/// <summary>Which moves the runs really made: of atoms from decision to decision, of runs from event to event.</summary>
internal sealed class TransitionLog
{
    private readonly HashSet<Move> atoms = [];
    private readonly HashSet<Move> runs = [];
    private readonly HashSet<Move> attempts = [];

    /// <summary>Applies a decision's events to the state, and notes what they moved.</summary>
    public void Observe(RunState run, IReadOnlyList<RunEvent> decision)
    {
        var before = new Dictionary<int, string>();
        var by = new Dictionary<int, string>();
        foreach (var happened in decision)
        {
            if (AtomOf(happened) is { } atom)
            {
                before.TryAdd(atom, NameOf(run.StateOf(atom)));
                by[atom] = by.TryGetValue(atom, out var earlier) ? $"{earlier}, {NameOf(happened)}" : NameOf(happened);
            }

            if (happened is RunEvent.AttemptEnded ended)
                attempts.Add(new Move(run.StateOf(ended.Atom) is AtomState.Running { Spawned: true } ? "spawned" : "launched", Word(ended.Outcome), NameOfCase(ended.Ending.Cause)));

            var status = run.Status;
            run.Apply(happened);
            if (happened is RunEvent.Started or RunEvent.Stopping or RunEvent.Ended)
                runs.Add(new Move(Word(status), Word(run.Status), NameOf(happened)));
            if (happened is RunEvent.Created)
                NoteCreated(run);
        }

        foreach (var (atom, from) in before)
            atoms.Add(new Move(from, NameOf(run.StateOf(atom)), by[atom]));
    }

    private void NoteCreated(RunState run)
    {
        runs.Add(new Move("[*]", Word(run.Status), "created"));
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            if (run.StateOf(atom) is { } state)
                atoms.Add(new Move("[*]", NameOf(state), state is AtomState.Concluded ? "created (inherited)" : "created"));
        }
    }

    public void Add(TransitionLog other)
    {
        atoms.UnionWith(other.atoms);
        runs.UnionWith(other.runs);
        attempts.UnionWith(other.attempts);
    }

    public string DescribeAtoms() => Describe(
        "Atom states", "An atom of a run, from decision to decision. *By* lists the events about the atom in one decision.", atoms);

    public string DescribeRuns() => Describe("Run states", "A run, from event to event.", runs);

    public string DescribeAttempts() => Describe(
        "Attempt outcomes", "How attempts end, by the cause of their process's ending. *launched*: its process was not known to have started.", attempts);

    public static string Describe(string title, string what, IEnumerable<Move> moves)
    {
        var sorted = moves.OrderBy(move => move.From, StringComparer.Ordinal)
            .ThenBy(move => move.To, StringComparer.Ordinal).ThenBy(move => move.By, StringComparer.Ordinal).ToArray();
        var text = new StringBuilder()
            .Append("# ").Append(title).Append("\n\n").Append(what).Append('\n')
            .Append("Written by the simulation from the moves it saw; it fails when it sees others. `HOLDFAST_UPDATE=1` writes this file anew.\n\n")
            .Append("```mermaid\nstateDiagram-v2\n");
        foreach (var (from, to) in sorted.Select(move => (move.From, move.To)).Distinct())
            text.Append("    ").Append(from).Append(" --> ").Append(to).Append('\n');
        text.Append("```\n\n| from | to | by |\n|---|---|---|\n");
        foreach (var move in sorted)
            text.Append("| ").Append(move.From.Replace("[*]", "")).Append(" | ").Append(move.To).Append(" | ").Append(move.By).Append(" |\n");
        return text.ToString();
    }

    private static int? AtomOf(RunEvent happened) => happened switch
    {
        RunEvent.AttemptStarted of => of.Atom,
        RunEvent.ProcessStarted of => of.Atom,
        RunEvent.AttemptAdopted of => of.Atom,
        RunEvent.AttemptEnded of => of.Atom,
        RunEvent.StrategyChosen of => of.Atom,
        RunEvent.BackedOff of => of.Atom,
        RunEvent.FixRequested of => of.Atom,
        RunEvent.FixDeclined of => of.Atom,
        RunEvent.CodeRevised of => of.Atom,
        RunEvent.MadeReady of => of.Atom,
        RunEvent.AtomConcluded of => of.Atom,
        _ => null,
    };

    private static string NameOf(AtomState? state) => state switch
    {
        null => "outside",
        AtomState.Concluded concluded => Word(concluded.Conclusion),
        _ => NameOfCase(state),
    };

    private static string NameOf(RunEvent happened) => happened switch
    {
        RunEvent.AttemptEnded of => $"{NameOfCase(of)} ({Word(of.Outcome)})",
        RunEvent.StrategyChosen of => $"{NameOfCase(of)} ({Word(of.Strategy)})",
        RunEvent.AtomConcluded { Because: { } because } of => $"{NameOfCase(of)} ({NameOfCase(because)})",
        RunEvent.Stopping of => $"{NameOfCase(of)} ({NameOfCase(of.Reason)})",
        _ => NameOfCase(happened),
    };

    private static string Word<T>(T value) where T : struct, Enum => Words.Of(value.ToString());

    private static string NameOfCase(object of) => Words.Of(of.GetType().Name);
}

/// <summary>Names as programs see them.</summary>
internal static class Words
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> Known = new();

    /// <summary><c>BackingOff</c> is backing_off.</summary>
    public static string Of(string name) => Known.GetOrAdd(
        name, static each => string.Concat(each.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}")));
}
