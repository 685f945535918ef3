using System.Collections.Immutable;
using Holdfast.Core.Atoms;

namespace Holdfast.Core.Runs;

/// <summary>The first event of a run that tries an ended one again.</summary>
public static class RunRetry
{
    /// <param name="before">The ended run.</param>
    /// <param name="again">Keys of atoms that run again although they succeeded, with all that needs them.</param>
    /// <returns>Either the event or why there is nothing to try again.</returns>
    public static (RunEvent.Created? Created, RunFault? Fault) Of(RunState before, ImmutableArray<string> again, DateTimeOffset now)
    {
        var plan = before.Plan;
        var redone = new HashSet<int>();
        foreach (var key in again)
        {
            if (!plan.TryFind(key, out var atom) || before.StateOf(atom) is null)
            {
                var nearest = NearestName.Of(key, plan.Atoms.Select(each => each.Key));
                return (null, new RunFault("unknown_atom", $"The run has no atom '{key}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}"));
            }

            AddWithDependants(before, atom, redone);
        }

        var inherited = ImmutableArray.CreateBuilder<InheritedSuccess>();
        var selected = ImmutableArray.CreateBuilder<int>();
        for (var atom = 0; atom < plan.Atoms.Length; atom++)
        {
            if (before.StateOf(atom) is not { } state)
                continue;
            if (!redone.Contains(atom) && state is AtomState.Concluded { Conclusion: Conclusion.Succeeded } succeeded)
                inherited.Add(Inherit(before, atom, succeeded));
            else
                selected.Add(atom);
        }

        return selected.Count == 0
            ? (null, new RunFault("nothing_to_retry", "Every atom of the run succeeded. Name the atoms to run again: --atom KEY"))
            : (new RunEvent.Created(now, before.Schedule, selected.ToImmutable(), inherited.ToImmutable(), before.InputJson, before.Id), null);
    }

    private static InheritedSuccess Inherit(RunState before, int atom, AtomState.Concluded succeeded) =>
        succeeded.Because is Because.InheritedFrom from
            ? new InheritedSuccess(atom, from.Run, from.Attempt)
            : new InheritedSuccess(atom, before.Id, before.AttemptsOf(atom));

    private static void AddWithDependants(RunState run, int atom, HashSet<int> found)
    {
        var toVisit = new Stack<int>([atom]);
        while (toVisit.TryPop(out var next))
        {
            if (run.StateOf(next) is null || !found.Add(next))
                continue;
            foreach (var dependant in run.Plan.Graph.DependantsOf(next))
                toVisit.Push(dependant);
        }
    }
}
