using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

/// <summary>One atom of a run with every try, and what was decided about it.</summary>
internal static class AtomScreen
{
    private const int MostOutputLines = 20;
    private const int MostCodeLines = 60;

    public static void Write(TextWriter writer, Paint paint, AtomHistory history)
    {
        var atom = history.Atom;
        writer.WriteLine($"{paint.Bold(atom.Key)} of run {history.Number} ({Text.OneLine(history.Plan)}): {Text.Conclusion(atom, paint)}");
        if (atom.Because is { } because)
            writer.WriteLine(Text.OneLine(because));
        writer.WriteLine(paint.Dim($"{Place(atom)}wave {atom.Wave}, {Text.Word(history.Kind).Replace(" ", "", StringComparison.Ordinal)}{Needs(history)}"));
        foreach (var attempt in history.Attempts)
            WriteAttempt(writer, paint, attempt);
        WriteCode(writer, paint, history);
        WriteOutput(writer, paint, "stdout", atom.Stdout, atom.StdoutTruncated);
        WriteOutput(writer, paint, "stderr", atom.Stderr, atom.StderrTruncated);
        if (atom.Result is { } result)
            writer.WriteLine($"\n{paint.Cyan("result")} = {Text.Json(result, 2000)}");
        foreach (var artifact in atom.Artifacts)
            writer.WriteLine($"{paint.Cyan("artifact")} {artifact}");
        writer.Flush();
    }

    private static string Place(AtomDocument atom) => atom.Component.Length == 0 ? "" : $"{atom.Component} / {atom.Module}, ";

    private static string Needs(AtomHistory history) => history.Needs.Count == 0 ? "" : $", needs {string.Join(", ", history.Needs)}";

    private static void WriteAttempt(TextWriter writer, Paint paint, AttemptDocument attempt)
    {
        writer.WriteLine();
        writer.WriteLine($"{paint.Bold($"try {attempt.Number}")} {Outcome(attempt, paint)} {paint.Dim($"{Text.Time(attempt.StartedAt)}, took {Text.Duration(attempt.DurationMs)}, " +
            $"cpu {Text.Duration(attempt.CpuMs)}, memory {Text.Bytes(attempt.PeakMemoryBytes)}, output {Text.Bytes(attempt.OutputBytes)}{(attempt.Revision > 0 ? $", code revision {attempt.Revision}" : "")}")}");
        if (attempt.DiffOrigin is { } origin)
            writer.WriteLine($"  repaired by {Text.OneLine(origin)}");
        Diffs.Write(writer, paint, attempt.Diff ?? "", "    ");
        if (attempt.CauseText is { } cause)
            writer.WriteLine($"  {Text.OneLine(cause)}");
        if (attempt.Failure is { } failure)
            writer.WriteLine($"  {paint.Red(Text.Word(failure.Category))} [{failure.Code}] {Text.Failure(failure)} {paint.Dim($"confidence {failure.Confidence:0.00}")}");
        foreach (var frame in attempt.Exception?.Frames.Where(frame => frame.InUserCode) ?? [])
            writer.WriteLine(paint.Dim($"    at {Text.OneLine(frame.Function)}, line {frame.Line}"));
        foreach (var decision in attempt.Decisions)
            WriteDecision(writer, paint, decision);
        if (attempt.SurvivorsLeft > 0)
            writer.WriteLine(paint.Red($"  {attempt.SurvivorsLeft} of its processes could not be ended and may still run."));
        WriteAbsentLimits(writer, paint, attempt);
    }

    private static string Outcome(AttemptDocument attempt, Paint paint) => attempt.Outcome switch
    {
        AttemptOutcome.Succeeded => paint.Green("succeeded"),
        AttemptOutcome.Failed => paint.Red("failed"),
        AttemptOutcome.Interrupted => paint.Yellow("interrupted"),
        AttemptOutcome.Cancelled => paint.Yellow("cancelled"),
        null => paint.Cyan("running"),
    };

    private static void WriteDecision(TextWriter writer, Paint paint, DecisionDocument decision)
    {
        writer.WriteLine($"  → {paint.Yellow(Text.Word(decision.Strategy))} {paint.Dim($"({Text.Word(decision.Category)} by rule {decision.Rule}, confidence {decision.Confidence:0.00})")}: " +
            $"{Text.OneLine(decision.Reason)}{TriedBefore(decision)}");
        if (decision.Declined is { } declined)
            writer.WriteLine($"    no code was made: {Text.OneLine(declined)}");
        if (decision.Revision is { } revision)
            writer.WriteLine($"    made code revision {revision}");
    }

    private static string TriedBefore(DecisionDocument decision) =>
        decision.TriedBefore.Count == 0 ? "" : $" Tried before: {string.Join(", ", decision.TriedBefore.Select(strategy => Text.Word(strategy)))}.";

    private static void WriteAbsentLimits(TextWriter writer, Paint paint, AttemptDocument attempt)
    {
        if (attempt.Confinement is not { } walls)
            return;
        var absent = new[] { ("memory", walls.Memory), ("cpu", walls.Cpu), ("network", walls.Network) }
            .Where(limit => limit.Item2 == LimitStatus.Absent).Select(limit => limit.Item1).ToList();
        if (absent.Count > 0)
            writer.WriteLine(paint.Dim($"  sandbox {Text.Word(walls.Tier)}: asked for but not enforced: {string.Join(", ", absent)}"));
    }

    private static void WriteCode(TextWriter writer, Paint paint, AtomHistory history)
    {
        writer.WriteLine();
        if (history.Code is null)
        {
            writer.WriteLine($"{paint.Dim("command")} {Text.OneLine(string.Join(' ', history.Command))}");
            return;
        }

        var failingLine = history.Atom.Conclusion == Conclusion.Succeeded ? null : history.Atom.Failure?.Line;
        var lines = history.Code.TrimEnd('\n').Split('\n');
        foreach (var (index, line) in lines.Take(MostCodeLines).Index())
        {
            var number = $"{index + 1,4} ";
            writer.WriteLine(index + 1 == failingLine ? paint.Red($"{number}▶ {Text.Printable(line)}") : $"{paint.Dim(number)}  {Text.Printable(line)}");
        }

        if (lines.Length > MostCodeLines)
            writer.WriteLine(paint.Dim($"     … {lines.Length - MostCodeLines} more lines (--json has all)"));
    }

    private static void WriteOutput(TextWriter writer, Paint paint, string name, string? text, bool truncated)
    {
        if (string.IsNullOrEmpty(text))
            return;
        writer.WriteLine();
        writer.WriteLine(paint.Dim(name));
        var lines = text.TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(MostOutputLines))
            writer.WriteLine("  " + Text.Printable(line));
        if (lines.Length > MostOutputLines || truncated)
            writer.WriteLine(paint.Dim("  … more: holdfast runs logs"));
    }
}
