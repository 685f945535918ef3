using Holdfast.Core.Environments;
using Holdfast.Engine.Environments;
using Holdfast.Engine.Runtimes;
using Holdfast.Protocol;
using Holdfast.Protocol.Environments;
using EnvironmentFinding = Holdfast.Core.Environments.EnvironmentFinding;
using FindingState = Holdfast.Core.Environments.FindingState;
using Told = Holdfast.Protocol.Environments;

namespace Holdfast.Server.Wire.Environments;

/// <summary>What was found of a machine, as a document.</summary>
public static class EnvironmentDocuments
{
    /// <summary>Looks at the machine as this process sees it.</summary>
    /// <param name="agent">The one that will be used; null for none.</param>
    /// <exception cref="RefusedException">There is no such agent.</exception>
    public static async Task<EnvironmentDocument> LookAsync(string home, string? agent, SeenBy seenBy, CancellationToken cancellationToken)
    {
        if (agent is not null && !EnvironmentCheck.AgentNames.Contains(agent))
        {
            var nearest = Core.NearestName.Of(agent, EnvironmentCheck.AgentNames);
            throw new RefusedException(new Error(
                ErrorCode.Usage,
                $"There is no agent '{agent}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}",
                $"known are {string.Join(", ", EnvironmentCheck.AgentNames)}"));
        }

        var report = await EnvironmentCheck.RunAsync(home, agent, ProcessEnvironment.OfThisProcess(), TimeProvider.System, cancellationToken);
        return new EnvironmentDocument(report.CanWork, seenBy, home, agent, [.. report.Findings.Select(ToWire)]);
    }

    private static Told.EnvironmentFinding ToWire(EnvironmentFinding found) =>
        new(found.Name, found.Need is Need.Required, found.State.ToWire(), found.Version, found.Path, found.Says, found.Mend);

    private static Told.FindingState ToWire(this FindingState state) => state switch
    {
        FindingState.Good => Told.FindingState.Good,
        FindingState.Limited => Told.FindingState.Limited,
        FindingState.Missing => Told.FindingState.Missing,
        FindingState.Unusable => Told.FindingState.Unusable,
    };
}
