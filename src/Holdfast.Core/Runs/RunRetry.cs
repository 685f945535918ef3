using System.Collections.Immutable;
using Holdfast.Core.Atoms;

namespace Holdfast.Core.Runs;

/// <summary>The first event of a run that tries an ended one again.</summary>
public static class RunRetry
{
    /// <param name="before">The ended run.</param>
    /// <param name="again">Keys of atoms that run again although they succeeded, with all that needs them.</param>
    /// <param name="onlyFailed">Leaves out what never came to an end of its own: atoms that were cancelled or never reached.</param>
    /// <returns>Either the event or why there is nothing to try again.</returns>
    public static (RunEvent.Created? Created, RunFault? Fault) Of(RunState before, ImmutableArray<string> again, bool onlyFailed, DateTimeOffset now)
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

        var tried = onlyFailed ? WhatFailed(before, redone) : null;
        var inherited = ImmutableArray.CreateBuilder<InheritedSuccess>();
        var selected = ImmutableArray.CreateBuilder<int>();
        for (var atom = 0; atom < plan.Atoms.Length; atom++)
        {
            if (before.StateOf(atom) is not { } state)
                continue;
            if (!redone.Contains(atom) && state is AtomState.Concluded { Conclusion: Conclusion.Succeeded } succeeded)
                inherited.Add(Inherit(before, atom, succeeded));
            else if (tried is null || tried.Contains(atom))
                selected.Add(atom);
        }

        return selected.Count == 0
            ? (null, new RunFault("nothing_to_retry", $"{(onlyFailed ? "No atom of the run failed." : "Every atom of the run succeeded.")} Name the atoms to run again: --atom KEY"))
            : (new RunEvent.Created(now, before.Schedule, selected.ToImmutable(), inherited.ToImmutable(), before.InputJson, before.Id), null);
    }

    /// <summary>The atoms that failed themselves, those that need them, and whatever else those need that has not succeeded.</summary>
    private static HashSet<int> WhatFailed(RunState before, HashSet<int> redone)
    {
        var found = new HashSet<int>();
        for (var atom = 0; atom < before.Plan.Atoms.Length; atom++)
        {
            if (redone.Contains(atom) || before.StateOf(atom) is AtomState.Concluded { Because: Because.OwnFailure or Because.InterruptedTooOften })
                AddWithDependants(before, atom, found);
        }

        var toVisit = new Stack<int>(found);
        while (toVisit.TryPop(out var next))
        {
            foreach (var need in before.Plan.Graph.NeedsOf(next))
            {
                var isOpen = before.StateOf(need) is { } and not AtomState.Concluded { Conclusion: Conclusion.Succeeded };
                if (isOpen && found.Add(need))
                    toVisit.Push(need);
            }
        }

        return found;
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
