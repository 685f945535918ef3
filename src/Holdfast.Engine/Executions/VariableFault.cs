using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Executions;

/// <summary>What no process can be given as its environment.</summary>
internal static class VariableFault
{
    public const string Advice = "A name is not empty and has no '=', and neither name nor value has a NUL in it. Hand over what has one in a file.";

    /// <returns>A sentence; null when nothing is wrong.</returns>
    public static string? Of(IReadOnlyDictionary<string, string> environment, ImmutableArray<SecretVariable> secrets)
    {
        if (environment.Keys.Concat(secrets.Select(secret => secret.Variable)).FirstOrDefault(name => name.Length == 0 || name.AsSpan().ContainsAny('=', '\0')) is { } name)
            return $"'{name.Replace("\0", "\\0", StringComparison.Ordinal)}' cannot be the name of an environment variable.";
        return environment.FirstOrDefault(variable => variable.Value.Contains('\0', StringComparison.Ordinal)).Key is { } cut
            ? $"The environment variable '{cut}' has a NUL in its value, where the kernel would end it."
            : null;
    }
}
