namespace Holdfast.Protocol;

/// <summary>Keeps what a person cannot read but whoever mends the program needs.</summary>
public static class FaultFile
{
    /// <param name="home">Finds the home; may fail, because what it is found by may be what is at fault.</param>
    /// <returns>What to tell: Holdfast itself is at fault, and where the details are.</returns>
    public static Error Write(Func<string> home, Exception fault) =>
        new(ErrorCode.Unexpected, $"Holdfast hit an unexpected {fault.GetType().Name}: {fault.Message}", Details(home, fault));

    private static string Details(Func<string> home, Exception fault)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(home(), "faults"));
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
