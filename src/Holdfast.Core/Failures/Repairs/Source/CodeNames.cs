namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>
/// The names a piece of code binds and uses, all scopes taken together. It errs on the side of "bound": a rule that needs an unbound name then does nothing.
/// </summary>
/// <param name="Bound">Assigned, imported, declared or received anywhere.</param>
/// <param name="Uses">Where names are read, in order; those inside f-strings and templates too. Attributes and keys are not names.</param>
/// <param name="Known">Those the language itself has.</param>
internal sealed record CodeNames(IReadOnlySet<string> Bound, IReadOnlyList<Token> Uses, IReadOnlySet<string> Known)
{
    public bool IsUnbound(string name) => !Bound.Contains(name) && !Known.Contains(name);

    public IEnumerable<Token> UsesOf(string name) => Uses.Where(use => use.Text == name);

    /// <summary>Used, but neither bound nor the language's own.</summary>
    public IEnumerable<string> Unbound => Uses.Select(use => use.Text).Where(IsUnbound).Distinct();
}
