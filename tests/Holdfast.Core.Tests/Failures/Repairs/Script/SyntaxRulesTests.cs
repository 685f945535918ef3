using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class SyntaxRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "return_top", "SyntaxError parsing 3:1: Illegal return statement",
        """
        export const step = 1;
        const result = step + 2;
        return result;
        """,
        """
        export const step = 1;
        const result = step + 2;
        """)]
    [InlineData(AtomKind.JavaScript, "return_top", "SyntaxError parsing 4:1: Illegal return statement",
        """
        import path from 'node:path';

        const result = path.join('/a', 'b');
        return result;
        """,
        """
        import path from 'node:path';

        const result = path.join('/a', 'b');
        """)]
    [InlineData(AtomKind.JavaScript, "const_without_value", "SyntaxError parsing 1:7: Missing initializer in const declaration",
        """
        const total;
        total = 4;
        const result = total;
        """,
        """
        let total;
        total = 4;
        const result = total;
        """)]
    [InlineData(AtomKind.TypeScript, "const_without_value", "SyntaxError parsing 1:7-12: The constant \"total\" must be initialized",
        """
        const total: number;
        total = 4;
        const result = total;
        """,
        """
        let total: number;
        total = 4;
        const result = total;
        """)]
    [InlineData(AtomKind.TypeScript, "loop_separators", "SyntaxError parsing 2:7-8: Expected \"}\" but found \";\"",
        """
        const result: Record<string, number> = {
          a: 1;
          b: 2,
        };
        """,
        """
        const result: Record<string, number> = {
          a: 1,
          b: 2,
        };
        """)]
    [InlineData(AtomKind.JavaScript, "loop_separators", "SyntaxError parsing 3:14: Unexpected token ';'",
        """
        const defaults = { a: 1 };
        const result = {
          ...defaults;
        };
        """,
        """
        const defaults = { a: 1 };
        const result = {
          ...defaults,
        };
        """)]
    [InlineData(AtomKind.JavaScript, "declared_twice", "SyntaxError parsing 3:7: Identifier 'total' has already been declared",
        """
        const total = 1;
        console.log(total);
        const total = 3;
        const result = total;
        """,
        """
        let total = 1;
        console.log(total);
        total = 3;
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "declared_twice", "SyntaxError parsing 4:5: Identifier 'i' has already been declared",
        """
        let i = 1;
        const seen = [];
        seen.push(i + 1);
        let i = 1;
        seen.push(i);
        const result = seen;
        """,
        """
        let i = 1;
        const seen = [];
        seen.push(i + 1);
        i = 1;
        seen.push(i);
        const result = seen;
        """)]
    [InlineData(AtomKind.JavaScript, "signs", "SyntaxError parsing 1:11: Unexpected token ':'",
        """
        let total := 5;
        const result = total;
        """,
        """
        let total = 5;
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "signs", "SyntaxError parsing 1:30: Unexpected token '>'",
        "const result = [1, 2].map(n -> n + 1);",
        "const result = [1, 2].map(n => n + 1);")]
    [InlineData(AtomKind.JavaScript, "condition_parentheses", "SyntaxError parsing 3:4: Unexpected identifier 'n'",
        """
        const n = 20;
        let result = 'small';
        if n > 10 {
          result = 'big';
        }
        """,
        """
        const n = 20;
        let result = 'small';
        if (n > 10) {
          result = 'big';
        }
        """)]
    [InlineData(AtomKind.JavaScript, "else_condition", "SyntaxError parsing 5:16: Unexpected token '{'",
        """
        const n = 5;
        let result;
        if (n > 10) {
          result = 'high';
        } else (n > 3) {
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
    [InlineData(AtomKind.JavaScript, "case_colon", "SyntaxError parsing 3:5: Unexpected token 'break'",
        """
        switch (1) {
          case 1
            break;
        }
        """,
        """
        switch (1) {
          case 1:
            break;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "function_head", "SyntaxError parsing 1:15: Unexpected token '{'",
        """
        function four {
          return 4;
        }
        const result = four();
        """,
        """
        function four() {
          return 4;
        }
        const result = four();
        """)]
    [InlineData(AtomKind.TypeScript, "function_head", "SyntaxError parsing 1:14-15: Expected \"(\" but found \":\"",
        """
        function four: number {
          return 4;
        }
        const result = four();
        """,
        """
        function four(): number {
          return 4;
        }
        const result = four();
        """)]
    [InlineData(AtomKind.JavaScript, "script_keyword_spelling", "SyntaxError parsing 1:7: Unexpected identifier 'total'",
        """
        cosnt total = 5;
        const result = total;
        """,
        """
        const total = 5;
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "script_keyword_spelling", "SyntaxError parsing 1:9: Unexpected identifier 'double'",
        """
        funtion double(n) {
          return n * 2;
        }
        const result = double(2);
        """,
        """
        function double(n) {
          return n * 2;
        }
        const result = double(2);
        """)]
    [InlineData(AtomKind.JavaScript, "script_key_colon", "SyntaxError parsing 3:5: Unexpected number",
        """
        const result = {
          a: 1,
          b 2,
        };
        """,
        """
        const result = {
          a: 1,
          b: 2,
        };
        """)]
    [InlineData(AtomKind.JavaScript, "script_key_colon", "SyntaxError parsing 3:3: Invalid shorthand property initializer",
        """
        const result = {
          a: 1,
          b = 2,
        };
        """,
        """
        const result = {
          a: 1,
          b: 2,
        };
        """)]
    [InlineData(AtomKind.JavaScript, "substitution", "SyntaxError parsing 2:27: Missing } in template expression",
        """
        const name = 'ada';
        const greeting = `hello ${name!`;
        const result = greeting;
        """,
        """
        const name = 'ada';
        const greeting = `hello ${name}!`;
        const result = greeting;
        """)]
    [InlineData(AtomKind.TypeScript, "type_arguments", "SyntaxError parsing 1:34-35: Expected \">\" but found \"=\"",
        """
        const counts: Map<string, number = new Map();
        counts.set('a', 1);
        const result = counts.get('a');
        """,
        """
        const counts: Map<string, number> = new Map();
        counts.set('a', 1);
        const result = counts.get('a');
        """)]
    [InlineData(AtomKind.JavaScript, "script_comma", "SyntaxError parsing 1:16: Unexpected identifier 'b'",
        """
        function add(a b) {
          return a + b;
        }
        const result = add(1, 2);
        """,
        """
        function add(a, b) {
          return a + b;
        }
        const result = add(1, 2);
        """)]
    [InlineData(AtomKind.JavaScript, "script_comma", "SyntaxError parsing 4:3: Unexpected string",
        """
        const letters = [
          'x',
          'y'
          'z',
        ];
        const result = letters;
        """,
        """
        const letters = [
          'x',
          'y',
          'z',
        ];
        const result = letters;
        """)]
    [InlineData(AtomKind.JavaScript, "script_assignment", "SyntaxError parsing 1:11: Unexpected number",
        """
        let total 5;
        const result = total;
        """,
        """
        let total = 5;
        const result = total;
        """)]
    [InlineData(AtomKind.TypeScript, "script_assignment", "SyntaxError parsing 1:21-22: Expected \";\" but found \"5\"",
        """
        const total: number 5;
        const result = total;
        """,
        """
        const total: number = 5;
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "script_stray", "SyntaxError parsing 1:7: Unexpected token 'const'",
        """
        const const total = 2;
        const result = total;
        """,
        """
        const total = 2;
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "script_stray", "SyntaxError parsing 3:14: Unexpected token ';'",
        """
        const defaults = { a: 1 };
        const result = {
          ...defaults;
        };
        """,
        """
        const defaults = { a: 1 };
        const result = {
          ...defaults
        };
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "return_top", "SyntaxError parsing 2:12: Unexpected number",
        """
        function one() {
          return 1 2;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "const_without_value", "SyntaxError parsing 1:15: Unexpected token ';'",
        "const total = ;")]
    [InlineData(AtomKind.JavaScript, "loop_separators", "SyntaxError parsing 1:28: Unexpected token '{'",
        """
        for (let i = 0; i < 3; i++ {
        }
        """)]
    [InlineData(AtomKind.JavaScript, "declared_twice", "SyntaxError parsing 3:19: Unexpected number",
        """
        const total = 1;
        function two() {
          const total = 2 3;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "signs", "SyntaxError parsing 1:20: Unexpected number",
        "const label = ':=' 3;")]
    [InlineData(AtomKind.JavaScript, "condition_parentheses", "SyntaxError parsing 2:15: Unexpected number",
        """
        if (1 > 10) {
          const n = 1 2;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "else_condition", "SyntaxError parsing 4:5: Unexpected number",
        """
        if (1) {
        } else if (2) {
        } else {
          3 4;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "case_colon", "SyntaxError parsing 3:17: Unexpected number",
        """
        switch (1) {
          case 1:
            const a = 1 2;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "function_head", "SyntaxError parsing 2:12: Unexpected number",
        """
        function one() {
          return 1 2;
        }
        """)]
    [InlineData(AtomKind.JavaScript, "script_keyword_spelling", "SyntaxError parsing 2:9: Unexpected identifier 'total'",
        """
        const result = 1;
        counter total;
        """)]
    [InlineData(AtomKind.JavaScript, "script_key_colon", "SyntaxError parsing 2:19: Unexpected number",
        """
        const a = 1;
        const result = [a 2];
        """)]
    [InlineData(AtomKind.JavaScript, "substitution", "SyntaxError parsing 1:25: Unexpected number",
        "const text = `a ${1} b` 2;")]
    [InlineData(AtomKind.TypeScript, "type_arguments", "SyntaxError parsing 1:21-22: Expected \";\" but found \"3\"",
        "const small = 1 < 2 3;")]
    [InlineData(AtomKind.JavaScript, "script_comma", "SyntaxError parsing 1:17: Unexpected number",
        "const total = 3 4;")]
    [InlineData(AtomKind.JavaScript, "script_assignment", "SyntaxError parsing 1:17: Unexpected number",
        "const total = 5 6;")]
    [InlineData(AtomKind.JavaScript, "script_stray", "SyntaxError parsing 1:17: Unexpected number",
        "const total = 2 3;")]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
