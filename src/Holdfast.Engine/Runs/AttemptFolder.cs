using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Runs;

/// <summary>
/// Where one execution keeps its files. The format's version is part of the path:
/// <c>executions/v1/ab/ab12…/{input.json, code.*, result.json, exception.json, peak_memory, output.log, artifacts/}</c>.
/// </summary>
public sealed class AttemptFolder
{
    private const int SegmentsBelowHome = 4;

    private AttemptFolder(string path) => Path = path;

    public string Path { get; }

    public string Input => System.IO.Path.Combine(Path, "input.json");

    /// <summary>Written by the harness or the program itself; absent when there is no result.</summary>
    public string Result => System.IO.Path.Combine(Path, "result.json");

    /// <summary>Written by the harness; absent when nothing was thrown.</summary>
    public string Exception => System.IO.Path.Combine(Path, "exception.json");

    /// <summary>Written by the harness: the largest resident memory of its process, in KiB; absent where that was not measured.</summary>
    public string PeakMemory => System.IO.Path.Combine(Path, "peak_memory");

    /// <summary>Framed output; absent when there was none.</summary>
    public string OutputLog => System.IO.Path.Combine(Path, "output.log");

    /// <summary>Declared outputs, published by rename once the attempt succeeded.</summary>
    public string Artifacts => System.IO.Path.Combine(Path, "artifacts");

    /// <summary>The working directory of an attempt that survives and was given none by its plan; gone when it has ended.</summary>
    public string Work => System.IO.Path.Combine(Path, "work");

    /// <summary>This and each folder above it, up to the one Holdfast keeps everything in.</summary>
    public IEnumerable<string> WithAllAbove
    {
        get
        {
            var folder = Path;
            foreach (var _ in Enumerable.Range(0, SegmentsBelowHome))
            {
                yield return folder;
                folder = System.IO.Path.GetDirectoryName(folder)!;
            }

            yield return folder;
        }
    }

    /// <summary>The same folder, as the shim of an attempt that survives uses it.</summary>
    public ShimFolder Shim => ShimFolder.At(Path);

    /// <param name="home">The folder Holdfast keeps everything in.</param>
    public static AttemptFolder Of(string home, ExecutionId execution)
    {
        var id = execution.Value.ToString("N");
        return new AttemptFolder(System.IO.Path.Combine(home, "executions", "v1", id[..2], id));
    }
}
