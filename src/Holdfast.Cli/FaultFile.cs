using Holdfast.Cli.Settings;

namespace Holdfast.Cli;

/// <summary>Keeps what a person cannot read but whoever mends the program needs.</summary>
internal static class FaultFile
{
    /// <returns>Where the details are, as a sentence.</returns>
    public static string Write(Exception fault)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(SettingSet.Load().Home, "faults"));
            var now = TimeProvider.System.GetUtcNow();
            var path = Path.Combine(folder.FullName, $"{now:yyyyMMdd'T'HHmmss}-{Environment.ProcessId}.txt");
            File.WriteAllText(path, $"holdfast {ProductVersion.Full}\n{now:O}\n{Environment.CommandLine}\n\n{fault}\n");
            return $"details: {path}";
        }
        catch (Exception unwritable)
        {
            // Whatever it is, it must not hide the fault itself.
            return $"details could not be written: {unwritable.Message}";
        }
    }
}
