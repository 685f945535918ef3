using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class BlockRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "try_alone", "SyntaxError parsing 4:1: Missing catch or finally after try",
        """
        let result = 'none';
        try {
          result = 'ok';
        }

        result = result + '';
        """,
        """
        let result = 'none';
        try {
          result = 'ok';
        } finally {}

        result = result + '';
        """)]
    [InlineData(AtomKind.JavaScript, "block_end", "SyntaxError parsing 6: Unexpected end of input",
        """
        const result = [];
        for (let i = 0; i < 3; i++) {
          if (i % 2 === 0) {
            result.push(i);
          }
        """,
        """
        const result = [];
        for (let i = 0; i < 3; i++) {
          if (i % 2 === 0) {
            result.push(i);
          }
        }
        """)]
    [InlineData(AtomKind.JavaScript, "block_start", "SyntaxError parsing 2:3: Unexpected token 'const'",
        "const add = (a, b) => \n  const sum = a + b;\n  return sum;\n};\nconst result = add(1, 2);",
        "const add = (a, b) => { \n  const sum = a + b;\n  return sum;\n};\nconst result = add(1, 2);")]
    [InlineData(AtomKind.JavaScript, "block_surplus", "SyntaxError parsing 6:1: Unexpected token 'const'",
        """
        function inc(n) {
          return n + 1;
        }

        }
        const result = inc(1);
        """,
        """
        function inc(n) {
          return n + 1;
        }

        const result = inc(1);
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "try_alone", "SyntaxError parsing 2:5: Unexpected number",
        """
        try {
          1 2;
        } catch (e) {}
        """)]
    [InlineData(AtomKind.JavaScript, "block_end", "SyntaxError parsing 2:12: Unexpected number",
        """
        function one() {
          return 1 2;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "block_start", "SyntaxError parsing 1:25: Unexpected identifier 'b'",
        "const add = (a, b) => a b;")]
    [InlineData(AtomKind.JavaScript, "block_surplus", "SyntaxError parsing 2:12: Unexpected number",
        """
        function inc(n) {
          return n 1;
        }
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
