using System.Runtime.CompilerServices;

namespace Holdfast.Tests;

/// <summary>Text that may only change on purpose: <c>HOLDFAST_UPDATE=1</c> writes it anew.</summary>
internal static class Snapshot
{
    public static void Match(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", name);
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, actual + "\n");
        Assert.Equal(File.ReadAllText(path).TrimEnd('\n'), actual);
    }
}
