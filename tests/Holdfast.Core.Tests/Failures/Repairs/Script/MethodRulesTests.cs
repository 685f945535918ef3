using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class MethodRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "const_changed", "TypeError 3:9: Assignment to constant variable.",
        """
        const total = 0;
        for (const n of [1, 2, 3]) {
          total += n;
        }
        const result = total;
        """,
        """
        let total = 0;
        for (const n of [1, 2, 3]) {
          total += n;
        }
        const result = total;
        """)]
    [InlineData(AtomKind.TypeScript, "const_changed", "TypeError 3:3: Assignment to constant variable.",
        """
        const total: number = 0;
        for (const n of [1, 2, 3]) {
          total += n;
        }
        const result = total;
        """,
        """
        let total: number = 0;
        for (const n of [1, 2, 3]) {
          total += n;
        }
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "statement_end", "TypeError 2:1: \"x\" is not a function",
        """
        const label = 'x'
        (function () {
          console.log(label);
        })();
        const result = label;
        """,
        """
        const label = 'x';
        (function () {
          console.log(label);
        })();
        const result = label;
        """)]
    [InlineData(AtomKind.JavaScript, "new_missing", "TypeError 7:13: Class constructor Box cannot be invoked without 'new'",
        """
        class Box {
          constructor(size) {
            this.size = size;
          }
        }

        const box = Box(4);
        const result = box.size;
        """,
        """
        class Box {
          constructor(size) {
            this.size = size;
          }
        }

        const box = new Box(4);
        const result = box.size;
        """)]
    [InlineData(AtomKind.JavaScript, "foreign_method", "TypeError 1:22: \"abc\".upper is not a function",
        "const result = 'abc'.upper();",
        "const result = 'abc'.toUpperCase();")]
    [InlineData(AtomKind.JavaScript, "foreign_method", "TypeError 2:21: code.split is not a function",
        """
        const code = 123;
        const result = code.split('');
        """,
        """
        const code = 123;
        const result = String(code).split('');
        """)]
    [InlineData(AtomKind.JavaScript, "method_spelling", "TypeError 1:21: JSON.stringfy is not a function",
        "const result = JSON.stringfy({ a: 1 });",
        "const result = JSON.stringify({ a: 1 });")]
    [InlineData(AtomKind.JavaScript, "method_spelling", "TypeError 1:23: [1,2].fliter is not a function",
        "const result = [1, 2].fliter((n) => n > 1);",
        "const result = [1, 2].filter((n) => n > 1);")]
    [InlineData(AtomKind.JavaScript, "entries", "TypeError 2:16: object is not iterable (cannot read property Symbol(Symbol.iterator))",
        """
        const table = { a: 1 };
        const lookup = new Map(table);
        const result = lookup.get('a');
        """,
        """
        const table = { a: 1 };
        const lookup = new Map(Object.entries(table));
        const result = lookup.get('a');
        """)]
    [InlineData(AtomKind.JavaScript, "entries", "TypeError 3:17: count is not iterable",
        """
        const count = 3;
        let total = 0;
        for (const i of count) {
          total += i;
        }
        const result = total;
        """,
        """
        const count = 3;
        let total = 0;
        for (const i of Array(count).keys()) {
          total += i;
        }
        const result = total;
        """)]
    [InlineData(AtomKind.JavaScript, "loop_end", "TypeError 4:22: Cannot read properties of undefined (reading 'name')",
        """
        const people = [{ name: 'a' }, { name: 'b' }];
        const out = [];
        for (let i = 0; i <= people.length; i++) {
          out.push(people[i].name.toUpperCase());
        }
        const result = out;
        """,
        """
        const people = [{ name: 'a' }, { name: 'b' }];
        const out = [];
        for (let i = 0; i < people.length; i++) {
          out.push(people[i].name.toUpperCase());
        }
        const result = out;
        """)]
    [InlineData(AtomKind.JavaScript, "entry_missing", "TypeError 3:16: Cannot set properties of undefined (setting 'n')",
        """
        const table = {};
        for (const n of [1, 2]) {
          table['a'].n = n;
        }
        const result = table;
        """,
        """
        const table = {};
        for (const n of [1, 2]) {
          (table['a'] ??= {}).n = n;
        }
        const result = table;
        """)]
    [InlineData(AtomKind.TypeScript, "entry_missing", "TypeError 3:15: Cannot read properties of undefined (reading 'push')",
        """
        const groups: Record<string, number[]> = {};
        for (const n of [1]) {
          groups['a'].push(n);
        }
        const result = groups;
        """,
        """
        const groups: Record<string, number[]> = {};
        for (const n of [1]) {
          (groups['a'] ??= []).push(n);
        }
        const result = groups;
        """)]
    [InlineData(AtomKind.JavaScript, "bigint", "TypeError 2:27: Cannot mix BigInt and other types, use explicit conversions",
        """
        const big = 8n;
        const result = String(big + 1);
        """,
        """
        const big = 8n;
        const result = String(big + 1n);
        """)]
    [InlineData(AtomKind.JavaScript, "text_written", "TypeError 5:4 code=ERR_INVALID_ARG_TYPE: The \"data\" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received an instance of Object",
        """
        const fs = require('fs');
        const os = require('os');
        const path = require('path');
        const file = path.join(os.tmpdir(), 'atom-write-object.json');
        fs.writeFileSync(file, { a: 1 });
        const result = fs.readFileSync(file, 'utf8');
        fs.unlinkSync(file);
        """,
        """
        const fs = require('fs');
        const os = require('os');
        const path = require('path');
        const file = path.join(os.tmpdir(), 'atom-write-object.json');
        fs.writeFileSync(file, JSON.stringify({ a: 1 }));
        const result = fs.readFileSync(file, 'utf8');
        fs.unlinkSync(file);
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "const_changed", "TypeError 3:7: Cannot assign to read only property 'a' of object '#<Object>'",
        """
        'use strict';
        const box = Object.freeze({ a: 1 });
        box.a = 2;
        """)]
    [InlineData(AtomKind.JavaScript, "statement_end", "TypeError 2:1: label is not a function",
        """
        const label = 'x';
        label();
        """)]
    [InlineData(AtomKind.JavaScript, "new_missing", "TypeError 2:13: Box is not a function",
        """
        const Box = 5;
        const box = Box(4);
        """)]
    [InlineData(AtomKind.JavaScript, "foreign_method", "TypeError 2:20: box.frobnicate is not a function",
        """
        const box = { a: 1 };
        const result = box.frobnicate();
        """)]
    [InlineData(AtomKind.JavaScript, "method_spelling", "TypeError 1:21: JSON.frobnicate is not a function",
        "const result = JSON.frobnicate({ a: 1 });")]
    [InlineData(AtomKind.JavaScript, "entries", "TypeError 1:16: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))",
        "const lookup = new Map(5);")]
    [InlineData(AtomKind.JavaScript, "loop_end", "TypeError 3:18: Cannot read properties of undefined (reading 'toUpperCase')",
        """
        const people = [{}];
        for (let i = 0; i < people.length; i++) {
          people[i].name.toUpperCase();
        }
        """)]
    [InlineData(AtomKind.JavaScript, "entry_missing", "TypeError 2:27: Cannot read properties of undefined (reading 'n')",
        """
        const table = {};
        const result = table['a'].n;
        """)]
    [InlineData(AtomKind.JavaScript, "bigint", "TypeError 2:21: Cannot convert a BigInt value to a number",
        """
        const big = 8n;
        const result = Math.max(big, 1);
        """)]
    [InlineData(AtomKind.JavaScript, "text_written", "TypeError 2:4 code=ERR_INVALID_ARG_TYPE: The \"path\" argument must be of type string or an instance of Buffer or URL. Received an instance of Object",
        """
        const fs = require('fs');
        fs.readFileSync({ a: 1 });
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
