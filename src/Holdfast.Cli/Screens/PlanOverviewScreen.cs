using Holdfast.Protocol.Plans;

namespace Holdfast.Cli.Screens;

internal static class PlanOverviewScreen
{
    private const int WidestBar = 30;

    /// <summary>More atoms of one wave are counted, not named.</summary>
    private const int MostNames = 8;

    /// <summary>More waves than that are counted, not drawn.</summary>
    private const int MostWaves = 60;

    private const int LongestPath = 40;

    public static void Write(TextWriter writer, Paint paint, PlanOverview plan)
    {
        writer.WriteLine($"{paint.Bold(plan.Name)}: {Text.Count(plan.Atoms, "atom")}, {Text.Count(plan.Needs, "need")}, {Text.Count(plan.Waves.Count, "wave")}, " +
            $"schedule {Text.Word(plan.Schedule)}{(plan.Schedule == Protocol.Runs.Schedule.Waves ? $", stops below {plan.StopBelow * 100:0.#} %" : "")}");
        writer.WriteLine(paint.Dim(plan.File));
        writer.WriteLine();
        WriteWaves(writer, paint, plan);
        writer.WriteLine();
        writer.WriteLine($"{paint.Dim("critical path")}  {Path(plan.CriticalPath)}");
        writer.WriteLine($"{paint.Dim("side by side")}   {plan.PossibleParallelism:0.#} at a time on average is the most that can help");
        writer.WriteLine($"{paint.Dim("kinds")}          {string.Join(", ", plan.Kinds.Select(kind => $"{Text.Word(kind.Kind).Replace(" ", "", StringComparison.Ordinal)} {kind.Count}"))}");
        foreach (var component in plan.Components.Where(component => component.Name.Length > 0))
            writer.WriteLine($"{paint.Dim("component")}      {component.Name}: {string.Join(", ", component.Modules.Select(module => $"{module.Name} {module.Atoms}"))}");
    }

    private static void WriteWaves(TextWriter writer, Paint paint, PlanOverview plan)
    {
        var widest = plan.Waves.Max(wave => wave.Atoms.Count);
        var digits = plan.Waves.Count.ToString().Length;
        foreach (var wave in plan.Waves.Take(MostWaves))
        {
            var bar = new string('█', Math.Max(1, wave.Atoms.Count * WidestBar / Math.Max(widest, WidestBar)));
            writer.WriteLine($"wave {wave.Number.ToString().PadLeft(digits)}  {paint.Cyan(bar.PadRight(Math.Min(widest, WidestBar)))}  {wave.Atoms.Count,4}  {Names(paint, wave)}");
        }

        if (plan.Waves.Count > MostWaves)
            writer.WriteLine(paint.Dim($"… and {Text.Count(plan.Waves.Count - MostWaves, "wave")} more (--json has all)"));
    }

    private static string Names(Paint paint, WaveOverview wave)
    {
        var names = wave.Atoms.Take(MostNames).Select(atom =>
            atom.Key + (atom.Critical ? "" : "?") + (atom.Needs.Count == 0 ? "" : paint.Dim($" ← {Needs(atom)}")));
        var more = wave.Atoms.Count > MostNames ? paint.Dim($", … {wave.Atoms.Count - MostNames} more") : "";
        return string.Join(", ", names) + more;
    }

    private static string Needs(AtomOverview atom) =>
        atom.Needs.Count <= 3 ? string.Join(' ', atom.Needs) : $"{string.Join(' ', atom.Needs.Take(2))} +{atom.Needs.Count - 2}";

    private static string Path(IReadOnlyList<string> keys) => keys.Count <= LongestPath
        ? string.Join(" → ", keys)
        : $"{string.Join(" → ", keys.Take(LongestPath / 2))} → … {keys.Count - LongestPath} more … → {string.Join(" → ", keys.Skip(keys.Count - (LongestPath / 2)))}";
}
