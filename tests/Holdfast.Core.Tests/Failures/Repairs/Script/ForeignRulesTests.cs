using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class ForeignRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "elif", "SyntaxError parsing 5:16: Unexpected token '{'",
        """
        const n = 5;
        let result;
        if (n > 10) {
          result = 'high';
        } elif (n > 3) {
          result = 'mid';
        } else {
          result = 'low';
        }
        """,
        """
        const n = 5;
        let result;
        if (n > 10) {
          result = 'high';
        } else if (n > 3) {
          result = 'mid';
        } else {
          result = 'low';
        }
        """)]
    [InlineData(AtomKind.TypeScript, "elif", "SyntaxError parsing 5:16-17: Expected \";\" but found \"{\"",
        """
        const n: number = 5;
        let result: string;
        if (n > 10) {
          result = 'high';
        } elif (n > 3) {
          result = 'mid';
        } else {
          result = 'low';
        }
        """,
        """
        const n: number = 5;
        let result: string;
        if (n > 10) {
          result = 'high';
        } else if (n > 3) {
          result = 'mid';
        } else {
          result = 'low';
        }
        """)]
    [InlineData(AtomKind.JavaScript, "except", "SyntaxError parsing 4:1: Missing catch or finally after try",
        """
        let result = 'none';
        try {
          JSON.parse('{');
        } except (error) {
          result = 'caught';
        }
        """,
        """
        let result = 'none';
        try {
          JSON.parse('{');
        } catch (error) {
          result = 'caught';
        }
        """)]
    [InlineData(AtomKind.JavaScript, "raise", "SyntaxError parsing 3:11: Unexpected token 'new'",
        """
        function check(n) {
          if (n < 0) {
            raise new Error('bad');
          }
          return n;
        }
        let result = 'none';
        try {
          check(-1);
        } catch (error) {
          result = error.message;
        }
        """,
        """
        function check(n) {
          if (n < 0) {
            throw new Error('bad');
          }
          return n;
        }
        let result = 'none';
        try {
          check(-1);
        } catch (error) {
          result = error.message;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "foreach_keyword", "SyntaxError parsing 2:10: Unexpected token 'const'",
        """
        const result = [];
        foreach (const name of ['a', 'b']) {
          result.push(name);
        }
        """,
        """
        const result = [];
        for (const name of ['a', 'b']) {
          result.push(name);
        }
        """)]
    [InlineData(AtomKind.JavaScript, "python_function", "SyntaxError parsing 1:5: Unexpected identifier 'square'",
        """
        def square(n):
            return n * n

        const result = square(3);
        """,
        """
        function square(n) {
            return n * n
        }

        const result = square(3);
        """)]
    [InlineData(AtomKind.JavaScript, "def", "SyntaxError parsing 1:5: Unexpected identifier 'square'",
        """
        def square(n) {
          return n * n;
        }
        const result = square(3);
        """,
        """
        function square(n) {
          return n * n;
        }
        const result = square(3);
        """)]
    [InlineData(AtomKind.TypeScript, "def", "SyntaxError parsing 1:5-11: Expected \";\" but found \"square\"",
        """
        def square(n: number): number {
          return n * n;
        }
        const result = square(3);
        """,
        """
        function square(n: number): number {
          return n * n;
        }
        const result = square(3);
        """)]
    [InlineData(AtomKind.JavaScript, "lambda", "SyntaxError parsing 1:23: Unexpected identifier 'n'",
        """
        const square = lambda n: n * n;
        const result = square(2);
        """,
        """
        const square = (n) => n * n;
        const result = square(2);
        """)]
    [InlineData(AtomKind.JavaScript, "logical_words", "SyntaxError parsing 3:18: Unexpected identifier 'and'",
        """
        const a = true;
        const b = false;
        const result = a and not b ? 'yes' : 'no';
        """,
        """
        const a = true;
        const b = false;
        const result = a && !b ? 'yes' : 'no';
        """)]
    [InlineData(AtomKind.TypeScript, "logical_words", "SyntaxError parsing 3:26-29: Expected \";\" but found \"and\"",
        """
        const a: boolean = true;
        const b: boolean = true;
        const result: string = a and b ? 'yes' : 'no';
        """,
        """
        const a: boolean = true;
        const b: boolean = true;
        const result: string = a && b ? 'yes' : 'no';
        """)]
    [InlineData(AtomKind.JavaScript, "hash_comment", "SyntaxError parsing 1:1: Invalid or unexpected token",
        """
        # add the numbers
        const result = 1 + 1;
        """,
        """
        // add the numbers
        const result = 1 + 1;
        """)]
    [InlineData(AtomKind.TypeScript, "hash_comment", "SyntaxError parsing 1:2: Syntax error \" \"",
        """
        # add the numbers
        const result: number = 1 + 1;
        """,
        """
        // add the numbers
        const result: number = 1 + 1;
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "elif", "SyntaxError parsing 2:21: Unexpected number",
        """
        const elif = 1;
        const result = elif 2;
        """)]
    [InlineData(AtomKind.JavaScript, "except", "SyntaxError parsing 2:23: Unexpected number",
        """
        const except = 1;
        const result = except 2;
        """)]
    [InlineData(AtomKind.JavaScript, "raise", "SyntaxError parsing 2:24: Unexpected token ';'",
        """
        const raise = 1;
        const result = raise + ;
        """)]
    [InlineData(AtomKind.JavaScript, "foreach_keyword", "SyntaxError parsing 2:26: Unexpected token ';'",
        """
        const foreach = 1;
        const result = foreach + ;
        """)]
    [InlineData(AtomKind.JavaScript, "python_function", "SyntaxError parsing 2:14: Unexpected token ';'",
        """
        function square(n) {
          return n * ;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "def", "SyntaxError parsing 2:22: Unexpected token ';'",
        """
        const def = 1;
        const result = def + ;
        """)]
    [InlineData(AtomKind.JavaScript, "lambda", "SyntaxError parsing 2:25: Unexpected token ';'",
        """
        const lambda = 1;
        const result = lambda + ;
        """)]
    [InlineData(AtomKind.JavaScript, "logical_words", "SyntaxError parsing 1:24: Unexpected number",
        "const text = 'a and b' 3;")]
    [InlineData(AtomKind.JavaScript, "hash_comment", "SyntaxError parsing 3:10: Unexpected token '='",
        """
        class Box {
          #size = 1;
          area = = 2;
        }
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
