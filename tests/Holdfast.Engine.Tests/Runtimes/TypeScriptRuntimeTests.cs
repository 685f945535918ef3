using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class TypeScriptRuntimeTests : IDisposable
{
    private static readonly EndCause Zero = new EndCause.Exited(0);

    private readonly AtomRunner atoms = new();

    public void Dispose() => atoms.Dispose();

    private Task<Attempt> Run(string code, string input = "{}", string? file = null) => atoms.RunAsync(AtomKind.TypeScript, code, input, file);

    [Fact]
    public async Task Run_EverythingThatIsNotJustTypes_Works()
    {
        var attempt = await Run(
            """
            import path from "node:path";
            import type { Nothing } from "not-there";
            import { Unused } from "not-there-either";
            enum Color { Red, Green = "g" }
            const enum Fast { One = 1 }
            namespace Space { export const v = 3; export function f(): number { return v; } }
            abstract class Base<T> { abstract m(): T; declare z: string }
            class Pair extends Base<number> { constructor(private readonly a: number, public b = 2) { super(); } m() { return this.a + this.b!; } }
            function twice(value: Function, context: ClassMethodDecoratorContext) { return function (this: any) { return value.call(this) * 2; }; }
            class Decorated { @twice two(): number { return 1; } }
            function over(x: string): string; function over(x: number): number; function over(x: any) { return x; }
            const as = <any>3 as unknown as number satisfies number;
            const result: Record<string, unknown> = {
              color: [Color.Red, Color[0], Color.Green], fast: Fast.One, space: Space.f(), pair: new Pair(1).m(), two: new Decorated().two(),
              over: over("o"), as, sep: path.sep, input: (inputData as { x?: number }).x,
            };
            """,
            """{"x":7}""");

        Assert.Equal(
            (Zero, """{"color":[0,"Red","g"],"fast":1,"space":3,"pair":3,"two":2,"over":"o","as":3,"sep":"/","input":7}""", "", ""),
            attempt.Success);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("// nothing", null)]
    [InlineData("\ufeffconst result: string = 'BOM'", "\"BOM\"")]
    [InlineData("interface A {\r\n  b: string }\r\nconst result: A = { b: 'CRLF' }", """{"b":"CRLF"}""")]
    [InlineData("const fs = require('fs') as typeof import('fs'); result = typeof fs.readFileSync", "\"function\"")]
    [InlineData("import fs = require('fs'); const result = typeof fs.readFileSync", "\"function\"")]
    [InlineData("enum E { A } const x: E = await Promise.resolve(E.A); const result = x", "0")]
    [InlineData("export const result: number = 1", "1")]
    [InlineData("result = 1 as number", "1")]
    public async Task Run_CodeThatEndsWell_GivesItsResult(string code, string? result)
    {
        Assert.Equal((Zero, result, "", ""), (await Run(code)).Success);
    }

    [Fact]
    public async Task Run_Exception_IsToldAndPrintedInTheLinesOfTheSource()
    {
        const string Code =
            """
            interface Item { a: string;
              b: number }
            enum Kind { A,
              B }

            function f(x: number): Item {
              return (undefined as any).foo;
            }
            const y: Item = f(3);
            """;

        // Once transformed inside the attempt, once from what that kept.
        foreach (var attempt in new[] { await Run(Code), await Run(Code) })
        {
            var file = Path.Combine(attempt.Folder, "code.ts");
            Assert.Equivalent(
                new ReportedException
                {
                    Type = "TypeError",
                    Message = "Cannot read properties of undefined (reading 'foo')",
                    Line = 7,
                    Column = 29,
                    Bases = ["Error"],
                    Frames = [new ReportedFrame(file, 9, "<anonymous>", InUserCode: true), new ReportedFrame(file, 7, "f", InUserCode: true)],
                },
                attempt.Exception, strict: true);
            Assert.Equal(
                $"""
                {file}:7
                  return (undefined as any).foo;
                                            ^

                TypeError: Cannot read properties of undefined (reading 'foo')
                    at f ({file}:7:29)
                    at Object.<anonymous> ({file}:9:17)

                """,
                attempt.Stderr);
        }
    }

    [Theory]
    [InlineData("const a: number = 1;\nlet é: = 3;", "SyntaxError: Unexpected \"=\" @2:8 while parsing")]
    [InlineData("function f(a: string {\n}", "SyntaxError: Expected \")\" but found \"{\" @1:22 while parsing")]
    [InlineData("type A = {\n", "SyntaxError: Unexpected end of file @2:1 while parsing")]
    [InlineData("type A = string\n\nconst x = await g()", "ReferenceError: g is not defined @3:11")]
    [InlineData("type A = string\nimport { nope } from 'fs'\nnope()", "SyntaxError: The requested module 'fs' does not provide an export named 'nope' @2:22")]
    public async Task Run_Failure_SaysTypeMessageAndPlace(string code, string told)
    {
        var attempt = await Run(code);

        Assert.Equal((told, new EndCause.Exited(1)), (attempt.Told, attempt.Cause));
    }

    [Fact]
    public async Task Run_SyntaxError_IsPrintedWithTheUsersFileAndLine()
    {
        var attempt = await Run("const a = 1;\nlet b: = 3;", file: "steps/b.ts");

        Assert.Equal($"{atoms.PlanFolder}/steps/b.ts:2\nlet b: = 3;\n       ^\n\nSyntaxError: Unexpected \"=\"\n", attempt.Stderr);
    }

    [Fact]
    public async Task CheckSyntax_ManyCodes_AnswersEachAndKeepsWhatRunsWillNeed()
    {
        string[] codes = ["enum A { B }\nresult = A.B", "let x: = ;\n", ""];

        var answers = await atoms[AtomKind.TypeScript].CheckSyntaxAsync(codes, TestContext.Current.CancellationToken);

        Assert.Equal([null, "SyntaxError: Unexpected \"=\" @1:8 while parsing", null], answers.Select(answer => answer is null ? null : Attempt.Tell(answer)));
        var kept = Kept();
        Assert.Equal(2, kept.Count);
        Assert.Equal((Zero, "0", "", ""), (await Run(codes[0])).Success);
        Assert.Equal(kept, Kept());
    }

    [Fact]
    public async Task GetReady_ManyCodes_TransformsThoseThatAreMissingAndToleratesBrokenOnes()
    {
        await atoms[AtomKind.TypeScript].GetReadyAsync(["enum A { B }", "let x: = ;", "enum A { B }", "enum C { D }"], TestContext.Current.CancellationToken);
        var kept = Kept();
        await atoms[AtomKind.TypeScript].GetReadyAsync(["enum C { D }", "enum A { B }"], TestContext.Current.CancellationToken);

        Assert.Equal(2, kept.Count);
        Assert.Equal(kept, Kept());
    }

    [Fact]
    public async Task Run_CodeThatIsKeptAlready_IsNotTransformedAgain()
    {
        await Run("const result: string = 'transformed'");
        var kept = Assert.Single(Kept());
        File.WriteAllText(kept.Key, File.ReadAllText(kept.Key).Replace("'transformed'", "\"kept\"", StringComparison.Ordinal).Replace("\"transformed\"", "\"kept\"", StringComparison.Ordinal));

        Assert.Equal((Zero, "\"kept\"", "", ""), (await Run("const result: string = 'transformed'")).Success);
    }

    private Dictionary<string, DateTime> Kept() =>
        Directory.GetFiles(Path.Combine(atoms.Home, "cache", "typescript"), "*.js", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
