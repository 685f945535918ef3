using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>Where the program is that owns one process.</summary>
public static class ShimProgram
{
    /// <summary>Names another shim than the one beside the running program.</summary>
    public const string PathVariable = "HOLDFAST_SHIM";

    /// <summary>
    /// In the environment of every shim, with its execution's id. It is not the mark of the execution's processes: who ends those by
    /// mark must not end the shim.
    /// </summary>
    public const string MarkVariable = "HOLDFAST_SHIM_OF";

    /// <summary>What to say and to do when there is none.</summary>
    public const string Missing =
        $"The program 'holdfast-shim' is missing: it belongs in the folder 'shim' beside holdfast. Install Holdfast again, or set {PathVariable} to its path.";

    /// <summary>Null when there is none.</summary>
    public static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(PathVariable);
        var path = string.IsNullOrEmpty(named) ? Path.Combine(AppContext.BaseDirectory, "shim", "holdfast-shim") : Path.GetFullPath(named);
        return File.Exists(path) ? path : null;
    }

    internal static KeyValuePair<string, string> MarkOf(ExecutionId execution) => new(MarkVariable, execution.ToString());
}
