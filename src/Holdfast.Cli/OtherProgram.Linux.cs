using System.Runtime.InteropServices;

namespace Holdfast.Cli;

/// <summary>Makes this process another program. Signals, descriptors and the terminal are that one's then.</summary>
internal static partial class OtherProgram
{
    /// <param name="arguments">The program, looked for on the PATH, then its arguments.</param>
    /// <param name="forget">A variable that it is not to see.</param>
    /// <returns>Why this process is still the same.</returns>
    public static string Become(IReadOnlyList<string> arguments, string forget)
    {
        // As the program that this one becomes sees it: what the runtime is told stays within the runtime.
        _ = Forget(forget);
        _ = Execute(arguments[0], [.. arguments, null]);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    /// <param name="arguments">The program's full path, then its arguments.</param>
    /// <returns>Why this process is still the same.</returns>
    public static string Become(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        _ = Execute(arguments[0], [.. arguments, null], [.. environment.Select(pair => $"{pair.Key}={pair.Value}"), null]);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Forget(string variable);

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments, string?[] environment);
}
