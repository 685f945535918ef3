namespace Holdfast.Core.Tasks;

/// <summary>A piece of work for an agent. Time-ordered (UUID version 7).</summary>
public readonly record struct TaskId(Guid Value)
{
    /// <summary>Of git, where its work is kept. The whole id: ids made in the same microsecond share their beginning.</summary>
    public string Branch => $"holdfast/{Value:N}";

    public override string ToString() => Value.ToString();
}

/// <summary>One working phase of a task: an execution that is an agent's conversation. Time-ordered (UUID version 7).</summary>
public readonly record struct SessionId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
