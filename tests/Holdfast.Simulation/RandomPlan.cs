using System.Collections.Immutable;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

/// <summary>Small plans of every shape: what breaks with a hundred thousand atoms breaks with twelve, and twelve can be read.</summary>
internal static class RandomPlan
{
    private const int MaxAtoms = 12;

    private static readonly double[] StopBelow = [0, 0.3, 0.5, 0.8, 1];

    public static Plan Create(Random random)
    {
        var count = random.Next(MaxAtoms + 1);
        var density = random.NextDouble() * 0.6;
        var criticalShare = random.Next(4) switch { 0 => 0, 1 => 1, _ => 0.7 };
        var maxRetries = random.Next(4);

        // The order of need is not the plan's order: an atom may need one that stands below it.
        var place = Enumerable.Range(0, count).ToArray();
        random.Shuffle(place);
        var atoms = new Atom[count];
        for (var i = 0; i < count; i++)
        {
            atoms[place[i]] = new Atom
            {
                Key = $"a{place[i]}",
                Kind = random.Next(2) == 0 ? AtomKind.Python : AtomKind.Command,
                Needs = [.. Enumerable.Range(0, i).Where(_ => random.NextDouble() < density).Select(need => place[need]).Order()],
                Settings = new AtomSettings
                {
                    Retries = random.Next(maxRetries + 1),
                    Critical = random.NextDouble() < criticalShare,
                    Priority = random.Next(8) == 0 ? int.MinValue : random.Next(-1, 2),
                },
            };
        }

        return Plan.Create(
            new PlanId(RandomGuid(random)), "random", (Schedule)random.Next(3), StopBelow[random.Next(StopBelow.Length)], "{}", "/", [.. atoms]);
    }

    /// <summary>The whole plan mostly; else a part of it, or a retry that inherits successes.</summary>
    public static RunEvent.Created CreateRun(Random random, Plan plan, DateTimeOffset now)
    {
        var all = Enumerable.Range(0, plan.Atoms.Length).ToArray();
        ImmutableArray<int>? selected = null;
        if (random.Next(4) == 0)
        {
            var share = random.NextDouble();
            selected = [.. all.Where(_ => random.NextDouble() < share)];
        }

        var earlier = random.Next(4) == 0 ? new RunId(RandomGuid(random)) : (RunId?)null;
        ImmutableArray<InheritedSuccess> inherited = earlier is { } run
            ? [.. all.Where(_ => random.Next(3) == 0).Select(atom => new InheritedSuccess(atom, run, 1 + random.Next(3)))]
            : [];
        return new RunEvent.Created(now, plan.Schedule, selected, inherited, null, earlier);
    }

    public static Guid RandomGuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
