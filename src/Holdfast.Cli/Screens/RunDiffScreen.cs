using Holdfast.Protocol.Results;

namespace Holdfast.Cli.Screens;

/// <summary>How one run of a plan differs from another.</summary>
internal static class RunDiffScreen
{
    private const int MostAtoms = 100;
    private const int ValueWidth = 60;

    public static void Write(TextWriter writer, Paint paint, RunDiff diff)
    {
        writer.WriteLine($"{paint.Bold(Text.OneLine(diff.Plan))}: run {diff.Before.Number} {Text.Status(diff.Before.Status, paint)} in {Text.Duration(diff.Before.DurationMs)}, " +
            $"run {diff.After.Number} {Text.Status(diff.After.Status, paint)} in {Text.Duration(diff.After.DurationMs)}");
        writer.WriteLine($"{Text.Count(diff.Atoms.Count, "atom")} changed, {diff.Same:#,0} the same");
        foreach (var atom in diff.Atoms.Take(MostAtoms))
            WriteAtom(writer, paint, atom);
        if (diff.Atoms.Count > MostAtoms)
            writer.WriteLine(paint.Dim($"… and {Text.Count(diff.Atoms.Count - MostAtoms, "atom")} more (--json has all)"));
        writer.Flush();
    }

    private static void WriteAtom(TextWriter writer, Paint paint, AtomDiff atom)
    {
        writer.WriteLine();
        writer.WriteLine($"{paint.Bold(atom.Key)} {paint.Dim(string.Join(", ", atom.Changed))}");
        if (atom.Changed.Contains("conclusion"))
            writer.WriteLine($"  conclusion  {Conclusion(atom.Before, paint)} → {Conclusion(atom.After, paint)}");
        if (atom.Changed.Contains("result"))
            writer.WriteLine($"  result      {Result(atom.Before)} → {Result(atom.After)}");
        if (atom.Changed.Contains("duration"))
            writer.WriteLine($"  duration    {Text.Duration(atom.Before?.DurationMs)} → {Text.Duration(atom.After?.DurationMs)}");
        Diffs.Write(writer, paint, atom.CodeDiff ?? "", "    ");
    }

    private static string Conclusion(AtomSide? side, Paint paint) => side?.Conclusion is { } conclusion ? Text.Conclusion(conclusion, paint) : "none";

    private static string Result(AtomSide? side) => side?.Result is { } result ? Text.Json(result, ValueWidth) : "none";
}
