using System.Buffers.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// The variable in the environment of a process and, unless they erase it, of all its descendants: by it they are found
/// after they have left their parent, their group and their session.
/// </summary>
public static class ProcessMark
{
    public const string Variable = "HOLDFAST_EXECUTION";

    private static ReadOnlySpan<byte> Prefix => "HOLDFAST_EXECUTION="u8;

    // Of Shims.ShimProgram.MarkVariable.
    private static ReadOnlySpan<byte> ShimPrefix => "HOLDFAST_SHIM_OF="u8;

    private const int GuidLength = 36;

    public static KeyValuePair<string, string> Of(ExecutionId execution) => new(Variable, execution.ToString());

    /// <param name="environment">As in /proc/PID/environ: entries that end in a NUL.</param>
    internal static ExecutionId? Find(ReadOnlySpan<byte> environment) => Find(environment, Prefix);

    /// <summary>Whether it is a shim's, which carries no mark of an execution.</summary>
    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    internal static bool IsOfShim(ReadOnlySpan<byte> environment) => Find(environment, ShimPrefix) is not null && Find(environment) is null;

    private static ExecutionId? Find(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> prefix)
    {
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var entry = end < 0 ? environment : environment[..end];
            if (entry.StartsWith(prefix) && entry.Length == prefix.Length + GuidLength &&
                Utf8Parser.TryParse(entry[prefix.Length..], out Guid id, out var used, 'D') && used == GuidLength)
                return new ExecutionId(id);
            environment = end < 0 ? [] : environment[(end + 1)..];
        }
        return null;
    }
}
