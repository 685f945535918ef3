using Holdfast.Core.Executions;

namespace Holdfast.Core.Runs;

/// <summary>One execution of one plan. Time-ordered (UUID version 7).</summary>
public readonly record struct RunId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>One try at an atom. Its execution's id is derived from it, so that starting twice is harmless.</summary>
/// <param name="Number">From 1.</param>
public readonly record struct AttemptId(RunId Run, string AtomKey, int Number)
{
    public ExecutionId Execution => new(DerivedUuid.Create(Run.Value, $"{AtomKey}#{Number}"));
}
