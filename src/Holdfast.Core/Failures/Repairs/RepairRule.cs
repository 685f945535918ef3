using Holdfast.Core.Plans;

namespace Holdfast.Core.Failures.Repairs;

[Flags]
internal enum Languages
{
    None = 0,
    Python = 1,
    JavaScript = 2,
    TypeScript = 4,
    Script = JavaScript | TypeScript,
    All = Python | Script,
}

/// <summary>What must have happened before a rule is asked.</summary>
internal enum When
{
    /// <summary>The code did not parse.</summary>
    Parsing,

    /// <summary>It parsed, and an exception ended it.</summary>
    Raised,

    Either,
}

/// <summary>One way to mend one fault.</summary>
/// <param name="Mends">The fault, for people.</param>
/// <param name="Propose">The changes that could mend it, likeliest first; none unless the fault is really there.</param>
internal sealed record RepairRule(string Name, Languages In, When When, string Mends, Func<BrokenCode, IEnumerable<Change>> Propose)
{
    public bool IsFor(BrokenCode code) => (In & LanguageOf(code.Kind)) != Languages.None && When switch
    {
        When.Parsing => code.Error.WhileParsing,
        When.Raised => !code.Error.WhileParsing,
        When.Either => true,
    };

    private static Languages LanguageOf(AtomKind kind) => kind switch
    {
        AtomKind.Python => Languages.Python,
        AtomKind.JavaScript => Languages.JavaScript,
        AtomKind.TypeScript => Languages.TypeScript,
        AtomKind.Shell or AtomKind.Command or AtomKind.Agent => Languages.None,
    };
}
