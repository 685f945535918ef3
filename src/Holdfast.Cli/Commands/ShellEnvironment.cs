using System.Collections;

namespace Holdfast.Cli.Commands;

/// <summary>The environment of this process, which a run gets its interpreters, variables and secrets from: the daemon has another.</summary>
internal static class ShellEnvironment
{
    public static IReadOnlyDictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
