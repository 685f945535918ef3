using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>Whether processes can be put into control groups of their own here.</summary>
/// <param name="Path">Of a group as it would be; null where the hierarchy of version 2 is not mounted.</param>
/// <param name="CanBeMade">Found out by making one, which is removed again.</param>
public readonly record struct ControlGroupProbe(string? Path, bool CanBeMade)
{
    public static ControlGroupProbe Look()
    {
        if (ControlGroup.Plan(new ExecutionId(Guid.NewGuid())) is not { } group)
            return new ControlGroupProbe(null, false);
        var canBeMade = group.TryMake();
        if (canBeMade)
            group.TryRemove();
        return new ControlGroupProbe(System.IO.Path.GetDirectoryName(group.Path), canBeMade);
    }
}
