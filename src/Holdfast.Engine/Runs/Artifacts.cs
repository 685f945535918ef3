using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runs;

/// <summary>The declared outputs of an attempt: taken from its working directory, kept, and handed to dependants.</summary>
internal static class Artifacts
{
    /// <summary>
    /// Gathers the outputs beside the attempt and publishes them all at once by rename, so that nobody sees half of them. What
    /// somebody who died had begun is finished: of an attempt that survived, the end is taken by who adopted it.
    /// </summary>
    /// <param name="movable">Whether the working directory is the attempt's own: then files are moved, else copied.</param>
    /// <returns>What is missing, as the failure it is; null when all is there.</returns>
    public static ReportedException? Publish(AttemptFolder folder, string workingDirectory, IReadOnlyList<string> outputs, bool movable)
    {
        if (outputs.Count == 0 || Directory.Exists(folder.Artifacts))
            return null;

        var gathering = folder.Artifacts + ".gathering";
        foreach (var output in outputs)
        {
            var from = Path.Combine(workingDirectory, output);
            var to = Path.Combine(gathering, output);
            if (!File.Exists(from))
            {
                if (movable && File.Exists(to))
                    continue;
                return new ReportedException
                {
                    Type = "OutputMissing",
                    Code = "output_missing",
                    Message = Directory.Exists(from)
                        ? $"The declared output '{output}' is a folder; outputs are files."
                        : $"The declared output '{output}' was not written. It is looked for in the working directory.",
                };
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (movable)
                File.Move(from, to, overwrite: true);
            else
                File.Copy(from, to, overwrite: true);
        }

        Directory.Move(gathering, folder.Artifacts);
        return null;
    }

    /// <summary>Copies what needed atoms produced to where the dependant finds it under the same name.</summary>
    public static void HandOver(AttemptFolder producer, IReadOnlyList<string> outputs, string workingDirectory)
    {
        foreach (var output in outputs)
        {
            var to = Path.Combine(workingDirectory, output);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(producer.Artifacts, output), to, overwrite: true);
        }
    }
}
