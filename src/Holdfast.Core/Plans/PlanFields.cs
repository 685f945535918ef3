using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Core.Plans;

// Each member is a field of the plan file, in snake_case; the checker, its "unknown field" fault and the JSON Schema's test read these tables.
public enum PlanField { Name, Schedule, StopBelow, Defaults, Input, Env, Secrets, Components, Atoms }

public enum ComponentField { Name, Modules }

public enum ModuleField { Name, Atoms }

public enum AtomField { Key, Kind, Code, File, Command, Needs, Input, Env, Secrets, WorkingDirectory, Outputs }

/// <summary>What <c>defaults</c> and every atom may set.</summary>
public enum SettingField { Timeout, Memory, Cpu, Retries, Critical, Priority, OutputLimit, OnOutputLimit, Survive, Sandbox }

public enum SandboxField { Tier, Network }

public enum SecretField { From, Name, Path }

/// <summary>The fields one kind of mapping may have.</summary>
public sealed class PlanFields
{
    public static readonly PlanFields Plan = new("a plan", Enum.GetNames<PlanField>());
    public static readonly PlanFields Component = new("a component", Enum.GetNames<ComponentField>());
    public static readonly PlanFields Module = new("a module", Enum.GetNames<ModuleField>());
    public static readonly PlanFields Defaults = new("'defaults'", Enum.GetNames<SettingField>());
    public static readonly PlanFields Sandbox = new("'sandbox'", Enum.GetNames<SandboxField>());
    public static readonly PlanFields Secret = new("a secret", Enum.GetNames<SecretField>());

    /// <summary>An atom's own fields, then the settings.</summary>
    public static readonly PlanFields Atom = new("an atom", [.. Enum.GetNames<AtomField>(), .. Enum.GetNames<SettingField>()]);

    /// <summary>Where the settings begin among the fields of <see cref="Atom"/>.</summary>
    internal static readonly int AtomSettings = Enum.GetNames<AtomField>().Length;

    private readonly byte[][] utf8;

    private PlanFields(string owner, IEnumerable<string> members)
    {
        Owner = owner;
        Names = [.. members.Select(ToSnakeCase)];
        utf8 = [.. Names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>What has these fields, for messages: "an atom".</summary>
    public string Owner { get; }

    public ImmutableArray<string> Names { get; }

    /// <returns>-1 when there is no such field.</returns>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < utf8.Length; i++)
        {
            if (name.SequenceEqual(utf8[i]))
                return i;
        }

        return -1;
    }

    private static string ToSnakeCase(string member)
    {
        var name = new StringBuilder(member.Length + 4);
        foreach (var letter in member)
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0)
                name.Append('_');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
