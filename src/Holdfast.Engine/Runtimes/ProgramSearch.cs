using System.Runtime.InteropServices;

namespace Holdfast.Engine.Runtimes;

/// <summary>Finds programs as a shell does.</summary>
internal static partial class ProgramSearch
{
    private const int ExecuteOk = 1; // X_OK
    private const int WriteOk = 2; // W_OK

    /// <summary>Every file of that name on the path that may be executed, in the order of the path.</summary>
    public static IEnumerable<string> OnPath(string name, string path) =>
        path.Split(':').Where(folder => folder.StartsWith('/')).Select(folder => Path.Combine(folder, name)).Where(IsExecutable);

    public static bool IsExecutable(string file) => File.Exists(file) && Access(file, ExecuteOk) == 0;

    /// <summary>Whether this user may make files in it.</summary>
    public static bool IsWritable(string folder) => Access(folder, WriteOk | ExecuteOk) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
