using Holdfast.Core.Executions;

namespace Holdfast.Simulation.Executions;

/// <summary>Which moves the executions really made.</summary>
internal sealed class ExecutionMoves
{
    private readonly HashSet<Move> moves = [];

    public void Note(ExecutionState before, ExecutionState after, ExecutionEvent happened) =>
        moves.Add(new Move(Words.Of(before.Status.ToString()), Words.Of(after.Status.ToString()), NameOf(happened)));

    public void Add(ExecutionMoves other) => moves.UnionWith(other.moves);

    public string Describe() => TransitionLog.Describe(
        "Moves of simulated executions", "A free-standing execution, from event to event, with the cause of its end.", moves);

    private static string NameOf(ExecutionEvent happened)
    {
        var cause = happened switch
        {
            ExecutionEvent.Completed of => of.Ending.Cause,
            ExecutionEvent.Failed of => of.Ending.Cause,
            ExecutionEvent.Cancelled of => of.Ending?.Cause,
            _ => null,
        };
        var name = Words.Of(happened.GetType().Name);
        return cause is null ? name : $"{name} ({Words.Of(cause.GetType().Name)})";
    }
}
