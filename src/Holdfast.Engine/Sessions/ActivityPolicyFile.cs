using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Holdfast.Processes;

namespace Holdfast.Engine.Sessions;

/// <summary>
/// The policy a session began with, beside its activity, where it is another than the default. Whoever records the rest of a session reads its output from the
/// beginning and has to come to the same records, whatever the settings say by then.
/// </summary>
internal static class ActivityPolicyFile
{
    private const string Name = "activity.policy";

    /// <param name="activity">The session's activity file.</param>
    /// <param name="current">For one that begins now.</param>
    public static ActivityPolicy Settle(string activity, ActivityPolicy current)
    {
        var path = Path.Combine(Path.GetDirectoryName(activity)!, Name);
        if (File.Exists(path))
            return Read(File.ReadAllBytes(path));
        if (File.Exists(activity) && new FileInfo(activity).Length > 0)
            return new ActivityPolicy();
        if (current != new ActivityPolicy())
            Write(path, current);
        return current;
    }

    private static ActivityPolicy Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return ActivityPolicy.Within(document.RootElement.GetProperty("bytes").GetInt64(), document.RootElement.GetProperty("partial").GetBoolean());
    }

    // Before the first record that depends on it, and as durable.
    private static void Write(string path, ActivityPolicy policy)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"bytes":{{policy.AllBytes}},"partial":{{(policy.Partial ? "true" : "false")}}}""");
        if (DurableFile.Write(path, json) is not 0 and var errno)
            throw new IOException($"'{path}' could not be written: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).", errno);
    }
}
