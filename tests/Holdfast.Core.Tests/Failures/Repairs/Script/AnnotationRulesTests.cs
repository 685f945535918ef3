using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class AnnotationRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "type_annotations", "SyntaxError parsing 1:20: Unexpected token ':'",
        """
        function greet(name: string): string {
          return 'hi ' + name;
        }
        const result = greet('ada');
        """,
        """
        function greet(name) {
          return 'hi ' + name;
        }
        const result = greet('ada');
        """)]
    [InlineData(AtomKind.JavaScript, "type_annotations", "SyntaxError parsing 2:34: Unexpected identifier 'as'",
        """
        const input = '["a","b"]';
        const values = JSON.parse(input) as string[];
        const result = values.length;
        """,
        """
        const input = '["a","b"]';
        const values = JSON.parse(input);
        const result = values.length;
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "type_annotations", "SyntaxError parsing 2:36: Unexpected token '}'",
        """
        const value = true;
        const result = { name: value ? 1 : };
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
