using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

/// <summary>A run in words: how it went, what failed, what came out, and what to do next.</summary>
internal static class RunScreen
{
    private const int MostFailures = 20;
    private const int MostResults = 10;
    private const int MostArtifacts = 5;
    private const int MostRows = 100;
    private const int ResultWidth = 100;

    /// <summary>What a person wants to know when a run is over.</summary>
    public static void WriteEnd(TextWriter writer, Paint paint, RunDocument run)
    {
        WriteHead(writer, paint, run);
        WriteFailures(writer, paint, run);
        WriteResults(writer, paint, run);
        WriteArtifacts(writer, paint, run);
        WriteNext(writer, paint, run);
        writer.Flush();
    }

    /// <summary>The same with its waves and atoms.</summary>
    public static void WriteWhole(TextWriter writer, Paint paint, RunDocument run)
    {
        WriteHead(writer, paint, run);
        writer.WriteLine(paint.Dim($"id {run.RunId}, schedule {Text.Word(run.Schedule)}, started {Text.Time(run.StartedAt)}"));
        WriteWaves(writer, paint, run);
        WriteAtoms(writer, paint, run);
        WriteFailures(writer, paint, run);
        WriteResults(writer, paint, run);
        WriteArtifacts(writer, paint, run);
        WriteNext(writer, paint, run);
        writer.Flush();
    }

    private static void WriteHead(TextWriter writer, Paint paint, RunDocument run)
    {
        var took = run.DurationMs is { } ms ? $" in {Text.Duration(ms)}" : "";
        writer.WriteLine($"{paint.Bold($"run {run.Number}")} of {Text.OneLine(run.Plan)} {Verb(run.Status)}{Text.Status(run.Status, paint)}{took}: {Counts(run.Summary, paint)}{SideBySide(run.Summary)}");
        if (run.Summary.StopReason is { } reason)
            writer.WriteLine(paint.Yellow(Text.OneLine(reason)));
    }

    private static string Verb(RunStatus status) => status is RunStatus.Queued or RunStatus.Running or RunStatus.Stopping ? "is " : "";

    private static string Counts(RunSummary summary, Paint paint)
    {
        var counts = new List<string> { paint.Green($"{summary.Succeeded:#,0} succeeded") };
        if (summary.Failed > 0)
            counts.Add(paint.Red($"{summary.Failed:#,0} failed"));
        if (summary.Skipped > 0)
            counts.Add(paint.Yellow($"{summary.Skipped:#,0} skipped"));
        if (summary.Cancelled > 0)
            counts.Add(paint.Yellow($"{summary.Cancelled:#,0} cancelled"));
        if (summary.Open > 0)
            counts.Add($"{summary.Open:#,0} open");
        if (summary.Inherited > 0)
            counts.Add(paint.Dim($"{summary.Inherited:#,0} of them taken over from earlier runs"));
        return string.Join(", ", counts);
    }

    private static string SideBySide(RunSummary summary) => summary.Parallelism > 0 ? $"; {summary.Parallelism:0.0} at a time on average" : "";

    private static void WriteWaves(TextWriter writer, Paint paint, RunDocument run)
    {
        writer.WriteLine();
        var columns = new Columns("WAVE", "ATOMS", "SUCCEEDED", "FAILED", "SKIPPED", "SIDE BY SIDE");
        foreach (var wave in run.Waves.Take(MostRows))
        {
            columns.Add(
                wave.Number.ToString(), wave.Total.ToString(), wave.Succeeded.ToString(), wave.Failed.ToString(), wave.Skipped.ToString(), $"{wave.Parallelism:0.0}");
        }

        columns.Write(writer, paint);
        WriteMore(writer, paint, run.Waves.Count - MostRows, "wave", "--json has all");
    }

    private static void WriteAtoms(TextWriter writer, Paint paint, RunDocument run)
    {
        writer.WriteLine();
        var columns = new Columns("ATOM", "WAVE", "STATE", "TRIES", "TOOK", "MEMORY", "NOTE");
        // With too many to show, those that went well are the ones nobody looks for.
        var shown = run.Atoms.Count <= MostRows ? run.Atoms : [.. run.Atoms.OrderBy(atom => atom.Conclusion == Conclusion.Succeeded).Take(MostRows)];
        foreach (var atom in shown)
        {
            columns.Add(
                atom.Key,
                atom.Wave.ToString(),
                Text.Conclusion(atom, paint),
                atom.Attempts.ToString(),
                Text.Duration(atom.DurationMs),
                Text.Bytes(atom.PeakMemoryBytes),
                Text.Cut(Note(atom), 80));
        }

        columns.Write(writer, paint);
        WriteMore(writer, paint, run.Atoms.Count - shown.Count, "atom", "--json has all");
    }

    private static string Note(AtomDocument atom) => atom switch
    {
        { Failure: { } failure, Conclusion: not Conclusion.Succeeded } => Text.Failure(failure),
        { Because: { } because } => Text.OneLine(because),
        { CodeChanged: true } => "its code was repaired",
        _ => "",
    };

    private static void WriteFailures(TextWriter writer, Paint paint, RunDocument run)
    {
        var failed = run.Atoms.Where(atom => atom is { Failure: not null, Conclusion: Conclusion.Failed or Conclusion.Skipped }).ToList();
        var skipped = run.Atoms.Count(atom => atom is { Failure: null, Conclusion: Conclusion.Skipped });
        if (failed.Count + skipped > 0)
            writer.WriteLine();
        foreach (var atom in failed.Take(MostFailures))
        {
            var failure = atom.Failure!;
            var word = atom.Conclusion == Conclusion.Failed ? paint.Red("failed ") : paint.Yellow("skipped");
            writer.WriteLine($"{word} {paint.Bold(atom.Key)}: {Text.Failure(failure)} {paint.Dim($"({Text.Word(failure.Category)}, {Tries(atom.Attempts)})")}");
        }

        WriteMore(writer, paint, failed.Count - MostFailures, "failed atom", $"holdfast runs show {run.Number}");
        if (skipped > 0)
            writer.WriteLine($"{paint.Yellow("skipped")} {Text.Count(skipped, "atom")} that never started: {SkipReason(run)}");
    }

    private static string Tries(int attempts) => attempts == 1 ? "1 try" : $"{attempts} tries";

    private static string SkipReason(RunDocument run)
    {
        var reasons = run.Atoms.Where(atom => atom is { Failure: null, Conclusion: Conclusion.Skipped }).Select(atom => atom.Because ?? "").Distinct().Take(3).ToList();
        return Text.OneLine(reasons.Count == 1 ? reasons[0] : "what they need did not succeed.");
    }

    private static void WriteResults(TextWriter writer, Paint paint, RunDocument run)
    {
        var results = run.Atoms.Where(atom => atom.Result is not null).ToList();
        if (results.Count == 0)
            return;
        writer.WriteLine();
        foreach (var atom in results.Take(MostResults))
            writer.WriteLine($"{paint.Cyan(atom.Key)} = {Text.Json(atom.Result!.Value, ResultWidth)}");
        WriteMore(writer, paint, results.Count - MostResults, "result", $"holdfast runs show {run.Number} --json");
    }

    private static void WriteArtifacts(TextWriter writer, Paint paint, RunDocument run)
    {
        // What comes last is what the run was for.
        var artifacts = run.Atoms.OrderByDescending(atom => atom.Wave).SelectMany(atom => atom.Artifacts).ToList();
        if (artifacts.Count > 0)
            writer.WriteLine();
        foreach (var path in artifacts.Take(MostArtifacts))
            writer.WriteLine($"{paint.Dim("kept")} {Text.OneLine(path)}");
        WriteMore(writer, paint, artifacts.Count - MostArtifacts, "file", $"holdfast runs show {run.Number} --json");
    }

    private static void WriteNext(TextWriter writer, Paint paint, RunDocument run)
    {
        var next = new List<string>();
        if (run.Status is RunStatus.Queued or RunStatus.Running or RunStatus.Stopping)
            next.Add($"holdfast resume {run.Number}");
        if (run.Atoms.FirstOrDefault(atom => atom is { Failure: not null, Conclusion: Conclusion.Failed or Conclusion.Skipped }) is { } failed)
            next.Add($"holdfast runs show {run.Number} --atom {failed.Key}");
        if (run.Status == RunStatus.Completed && run.Atoms.Any(atom => atom.Attempts > 0))
            next.Add($"holdfast runs show {run.Number}");
        if (next.Count == 0)
            return;
        writer.WriteLine();
        foreach (var command in next)
            writer.WriteLine($"{paint.Dim("next:")} {command}");
    }

    private static void WriteMore(TextWriter writer, Paint paint, int count, string what, string where)
    {
        if (count > 0)
            writer.WriteLine(paint.Dim($"… and {Text.Count(count, what)} more ({where})"));
    }
}
