using Holdfast.Protocol.Results;

namespace Holdfast.Cli.Screens;

/// <summary>How the code of an atom was changed during a run.</summary>
internal static class RevisionsScreen
{
    public static void Write(TextWriter writer, Paint paint, AtomRevisions revisions)
    {
        if (revisions.Revisions.Count == 0)
            writer.WriteLine($"Atom {paint.Bold(revisions.Key)} of run {revisions.Number} ran the plan's own code; nobody changed it.");
        foreach (var revision in revisions.Revisions)
        {
            var ran = revision.Attempts.Count == 0 ? "not run" : $"run by try {string.Join(", ", revision.Attempts)}";
            writer.WriteLine($"{paint.Bold($"{revisions.Key}, revision {revision.Revision}")} by {Text.OneLine(revision.Origin)} {paint.Dim($"({Text.Time(revision.At)}, {ran})")}");
            writer.WriteLine(Text.OneLine(revision.Explanation));
            Diffs.Write(writer, paint, revision.Diff, "");
        }

        writer.Flush();
    }
}
