namespace Holdfast.Core.Plans;

/// <summary>Names a plan across its revisions: runs of an edited plan file stay runs of the same plan.</summary>
public readonly record struct PlanId(Guid Value)
{
    private static readonly Guid Scope = new("6d1e1a5e-8b0f-5a53-9f5c-6f1f0d3f0a01");

    /// <param name="name">The plan's name.</param>
    /// <param name="source">The full path of its file; empty for a plan that came by another way.</param>
    public static PlanId Derive(string name, string source) => new(DerivedUuid.Create(Scope, source + "\n" + name));

    public override string ToString() => Value.ToString();
}

/// <summary>Names an atom for machines; people use its key.</summary>
public readonly record struct AtomId(Guid Value)
{
    public static AtomId Derive(PlanId plan, string key) => new(DerivedUuid.Create(plan.Value, key));

    public override string ToString() => Value.ToString();
}
