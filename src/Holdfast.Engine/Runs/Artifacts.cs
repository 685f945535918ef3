using System.Runtime.InteropServices;
using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Runs;

/// <summary>The declared outputs of an attempt: taken from its working directory, kept, and handed to dependants.</summary>
internal static class Artifacts
{
    /// <summary>
    /// Gathers the outputs beside the attempt and publishes them all at once by rename, so that nobody sees half of them. What
    /// somebody who died had begun is finished: of an attempt that survived, the end is taken by who adopted it. What is published
    /// survives the power: a success that is stored has its outputs.
    /// </summary>
    /// <param name="movable">Whether the working directory is the attempt's own: then files are moved, else copied.</param>
    /// <returns>What is missing, as the failure it is; null when all is there.</returns>
    /// <exception cref="IOException">Something could not be moved or made durable.</exception>
    public static ReportedException? Publish(AttemptFolder folder, string workingDirectory, IReadOnlyList<string> outputs, bool movable) =>
        Publish(folder, workingDirectory, outputs, movable, DurableFile.SyncFile, DurableFile.SyncFolder);

    /// <param name="syncFile">Makes what a file holds durable; 0, or the errno of what failed.</param>
    /// <param name="syncFolder">Makes durable which names are in a folder; as <paramref name="syncFile"/>.</param>
    /// <inheritdoc cref="Publish(AttemptFolder, string, IReadOnlyList{string}, bool)"/>
    internal static ReportedException? Publish(
        AttemptFolder folder, string workingDirectory, IReadOnlyList<string> outputs, bool movable, Func<string, int> syncFile, Func<string, int> syncFolder)
    {
        if (outputs.Count == 0)
            return null;
        if (!Directory.Exists(folder.Artifacts))
        {
            var gathering = folder.Artifacts + ".gathering";
            if (Gather(gathering, workingDirectory, outputs, movable) is { } missing)
                return missing;
            foreach (var output in outputs)
                Require(syncFile, Path.Combine(gathering, output));
            foreach (var within in Directory.GetDirectories(gathering, "*", SearchOption.AllDirectories).Append(gathering))
                Require(syncFolder, within);
            Directory.Move(gathering, folder.Artifacts);
        }

        // Also where somebody who died had published them: that may not have reached the disk.
        foreach (var above in folder.WithAllAbove)
            Require(syncFolder, above);
        return null;
    }

    private static void Require(Func<string, int> sync, string path)
    {
        if (sync(path) is not 0 and var errno)
            throw new IOException($"'{path}' could not be made durable: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).", errno);
    }

    private static ReportedException? Gather(string gathering, string workingDirectory, IReadOnlyList<string> outputs, bool movable)
    {
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
