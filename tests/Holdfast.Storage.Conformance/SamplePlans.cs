using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Plans;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

internal static class SamplePlans
{
    /// <summary>Atoms <c>a0</c> … that need nothing, eagerly scheduled.</summary>
    public static Plan Wide(int atoms, string name = "wide") =>
        Create(name, [.. Enumerable.Range(0, atoms).Select(atom => new Atom { Key = $"a{atom}", Kind = AtomKind.Shell, Code = "true" })]);

    public static Plan Create(string name, ImmutableArray<Atom> atoms) =>
        Plan.Create(PlanId.Derive(name, $"/plans/{name}.yaml"), name, Schedule.Eager, stopBelow: 0.5, "{}", "/plans", atoms);

    public static PlanRevision RevisionOf(Plan plan, int documentBytes = 100)
    {
        var document = Encoding.UTF8.GetBytes($"{{\"name\":\"{plan.Name}\",\"filler\":\"{new string('x', documentBytes)}\"}}");
        return new PlanRevision(plan.Id, plan.Name, $"/plans/{plan.Name}.yaml", Convert.ToHexStringLower(SHA256.HashData(document)), document);
    }
}
