using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>Where each free-standing execution keeps its files.</summary>
public static class ExecutionFolders
{
    /// <param name="home">The folder Holdfast keeps everything in.</param>
    public static ShimFolder Of(string home, ExecutionId execution)
    {
        var name = execution.Value.ToString("N");
        // The end of a time-ordered id is random, so that the folders spread.
        return ShimFolder.At(Path.Combine(In(home), name[^2..], name));
    }

    /// <summary>Of the shelves they stand on, each named by the last two digits of an id.</summary>
    public static string In(string home) => Path.Combine(home, "executions", "v1");
}
