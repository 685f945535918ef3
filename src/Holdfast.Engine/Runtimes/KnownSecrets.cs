using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Runtimes;

/// <summary>
/// The values of secrets, as this process and those who asked it for runs have them: what is shown later is hidden by them. Never
/// stored.
/// </summary>
/// <param name="own">Of this process.</param>
public sealed class KnownSecrets(ProcessEnvironment own)
{
    /// <summary>Values of one variable that are remembered, the newest: whoever rotates a secret all day must not fill the memory.</summary>
    private const int MostValues = 16;

    private readonly ConcurrentDictionary<string, ImmutableList<string>> remembered = [];

    /// <summary>Those of this process alone.</summary>
    public static KnownSecrets OfThisProcess() => new(ProcessEnvironment.OfThisProcess());

    /// <summary>Remembers what the plan takes from this environment.</summary>
    public void Remember(Plan plan, ProcessEnvironment asker)
    {
        foreach (var variable in VariablesOf(plan))
        {
            if (asker.Host.GetValueOrDefault(variable) is { } value)
                remembered.AddOrUpdate(variable, [value], (_, values) => [value, .. values.Where(other => other != value).Take(MostValues - 1)]);
        }
    }

    /// <summary>Hides those of the plan's secrets that are known. All of them everywhere: results hand them from atom to atom.</summary>
    public SecretMask MaskOf(Plan plan)
    {
        var found = plan.Atoms.SelectMany(atom => atom.Secrets.Values).Distinct().Select(reference => own.Resolve(reference, plan.Folder).Value).OfType<string>();
        return SecretMask.Of(found.Concat(VariablesOf(plan).SelectMany(variable => remembered.GetValueOrDefault(variable, []))));
    }

    private static IEnumerable<string> VariablesOf(Plan plan) =>
        plan.Atoms.SelectMany(atom => atom.Secrets.Values).Select(reference => reference.FromEnvironment).OfType<string>().Distinct();
}
