using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class JavaScriptRuntimeTests : IDisposable
{
    private static readonly EndCause Zero = new EndCause.Exited(0);

    private readonly AtomRunner atoms = new();

    public void Dispose() => atoms.Dispose();

    private Task<Attempt> Run(string code, string input = "{}", string? file = null) => atoms.RunAsync(AtomKind.JavaScript, code, input, file);

    [Fact]
    public async Task Run_InputAndResult_TravelBesideStdout()
    {
        var attempt = await Run("process.stdout.write('é'); const result = { sum: inputData.prices[0] + 1, text: inputData.text }", """{"prices":[1],"text":"é😀"}""");

        Assert.Equal((Zero, """{"sum":2,"text":"é😀"}""", "é", ""), attempt.Success);
    }

    [Theory]
    [InlineData("result = 1")]
    [InlineData("throw new Error('small')")]
    public async Task Run_Memory_IsItsOwnPeak(string code) =>
        Assert.InRange((await Run(code)).Report.Ending.PeakMemoryBytes >> 20, 16, 96);

    [Theory]
    [InlineData("", null)]
    [InlineData("// only a comment", null)]
    [InlineData("const x = 1", null)]
    [InlineData("var result = 1", "1")]
    [InlineData("let result; result = 2 // the end", "2")]
    [InlineData("result = 3", "3")]
    [InlineData("'use strict'; result = 4", "4")]
    [InlineData("/* first */ \"use strict\"\nresult = (function () { return this === undefined })()", "true")]
    [InlineData("result = (function () { return this === globalThis })()", "true")]
    [InlineData("(() => { const result = 5 })()", null)]
    [InlineData("result = null", "null")]
    [InlineData("const result = 6; return 7", "6")]
    [InlineData("if (true) return; const result = 8", null)]
    [InlineData("\ufeffresult = 'BOM'", "\"BOM\"")]
    [InlineData("const result =\r\n  'CRLF'\r\n", "\"CRLF\"")]
    [InlineData("#!/usr/bin/env node\nresult = 'shebang'", "\"shebang\"")]
    [InlineData("result = [typeof require, require.main === module, this === module.exports, typeof exports, process.argv.length]", "[\"function\",true,true,\"object\",2]")]
    [InlineData("const inputData = 1, result = inputData", "1")]
    [InlineData("let result; setTimeout(() => { result = 'later' }, 5)", "\"later\"")]
    [InlineData("result = (async () => 'promise')()", "\"promise\"")]
    [InlineData("const result = await Promise.resolve('awaited')", "\"awaited\"")]
    [InlineData("const os = require('os'); for await (const x of [os.EOL]) result = x", "\"\\n\"")]
    [InlineData("import path, { sep } from 'node:path'\nconst result = [sep, path.sep]", "[\"/\",\"/\"]")]
    [InlineData("import { sep } from 'path'; export const result = await sep", "\"/\"")]
    [InlineData("export let result = 1; result = 2", "2")]
    [InlineData("import 'fs'; result = typeof import.meta.url", "\"string\"")]
    [InlineData("const { sep } = await import('node:path'); result = sep", "\"/\"")]
    [InlineData("import('node:path').then((path) => { result = path.sep })", "\"/\"")]
    [InlineData("result = 1; process.exit(0)", "1")]
    [InlineData("await 1; result = 1; process.exit()", "1")]
    [InlineData("process.on('uncaughtException', () => { result = 'handled' }); null.x", "\"handled\"")]
    [InlineData("process.on('unhandledRejection', () => { result = 'handled' }); Promise.reject(1)", "\"handled\"")]
    [InlineData("try { null.x } catch { var result = 'caught' }", "\"caught\"")]
    public async Task Run_CodeThatEndsWell_GivesItsResult(string code, string? result)
    {
        Assert.Equal((Zero, result, "", ""), (await Run(code)).Success);
    }

    [Theory]
    [InlineData("new Map([['a', new Set([1])], ['b', 3]])", """{"a":[1],"b":3}""")]
    [InlineData("new Date(0)", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("new Uint8Array([1, 2])", "[1,2]")]
    [InlineData("[undefined, , null]", "[null,null,null]")]
    [InlineData("{ a: undefined, b: new Error('e') }", """{"b":{"name":"Error","message":"e"}}""")]
    [InlineData("{ toJSON() { return { own: 1 } } }", """{"own":1}""")]
    [InlineData("{ ['__proto__']: 1 }", """{"__proto__":1}""")]
    public async Task Run_ResultWithANaturalForm_IsConverted(string value, string json)
    {
        Assert.Equal((Zero, json, "", ""), (await Run("result = " + value)).Success);
    }

    [Theory]
    [InlineData("{ a: [1, NaN] }", "result.a[1] is NaN, which JSON cannot hold: use null or a number.")]
    [InlineData("{ 'b c': 1 / 0 }", "result[\"b c\"] is Infinity, which JSON cannot hold: use null or a number.")]
    [InlineData("[1n]", "result[0] is a BigInt, which JSON cannot hold: use Number(...) or String(...).")]
    [InlineData("{ f() {} }", "result.f is a function, which JSON cannot hold: call it, or name the result otherwise.")]
    [InlineData("[Symbol()]", "result[0] is a symbol, which JSON cannot hold.")]
    [InlineData("Buffer.from('x')", "result is a Buffer, which JSON cannot hold: use toString(), or toString('base64').")]
    [InlineData("new Map([[{}, 1]])", "result has a key that is not text.")]
    [InlineData("'\\ud800'", "result is text with a lone surrogate, which is not Unicode: use toWellFormed().")]
    [InlineData("new Promise(() => {})", "result is a promise that is still pending: await it.")]
    [InlineData("[Promise.resolve(1)]", "result[0] is a promise that is still pending: await it.")]
    [InlineData("'x'.repeat(1 << 21)", "The result is 2.0 MiB of JSON; at most 1 MiB is kept. Write it to a file and name that file in outputs.")]
    public async Task Run_ResultThatIsNotJson_FailsAndSaysWhere(string value, string message)
    {
        var attempt = await Run("result = " + value);

        Assert.Equal(
            (new EndCause.Exited(1), null, $"ResultError: {message} @:", $"ResultError: {message}\n"),
            (attempt.Cause, attempt.Report.ResultJson, attempt.Told, attempt.Stderr));
    }

    [Fact]
    public async Task Run_ResultThatContainsItself_FailsAndSaysWhere()
    {
        Assert.Equal("ResultError: result.me contains itself. @:", (await Run("result = {}; result.me = result")).Told);
    }

    [Fact]
    public async Task Run_Exception_IsToldAsStructureAndPrintedAsNodeDoes()
    {
        var attempt = await Run("function f() {\n  return undefinedName + 1;\n}\n\nf();\n");

        var file = Path.Combine(attempt.Folder, "code.js");
        Assert.Equal(new EndCause.Exited(1), attempt.Cause);
        Assert.Equivalent(
            new ReportedException
            {
                Type = "ReferenceError",
                Message = "undefinedName is not defined",
                Line = 2,
                Column = 3,
                Name = "undefinedName",
                Bases = ["Error"],
                Frames = [new ReportedFrame(file, 5, "<anonymous>", InUserCode: true), new ReportedFrame(file, 2, "f", InUserCode: true)],
            },
            attempt.Exception, strict: true);
        Assert.Equal(
            $"""
            {file}:2
              return undefinedName + 1;
              ^

            ReferenceError: undefinedName is not defined
                at f ({file}:2:3)
                at Object.<anonymous> ({file}:5:1)

            """,
            attempt.Stderr);
    }

    [Theory]
    [InlineData("throw new RangeError('on the first line')", "RangeError: on the first line @1:7")]
    [InlineData("'use strict'; throw new TypeError('é')", "TypeError: é @1:21")]
    [InlineData("await null;\n  null.x", "TypeError: Cannot read properties of null (reading 'x') @2:8")]
    [InlineData("import 'fs'; null.x", "TypeError: Cannot read properties of null (reading 'x') @1:19")]
    [InlineData("import 'fs';\n\nexport function f() { null.x }\nf()", "TypeError: Cannot read properties of null (reading 'x') @3:28")]
    [InlineData("setTimeout(() => {\n  throw new Error('later') }, 1)", "Error: later @2:9")]
    [InlineData("async function f() { await null;\n throw new Error('async') }\nf()", "Error: async @2:8")]
    [InlineData("Promise.reject(new Error('rejected'))", "Error: rejected @1:16")]
    [InlineData("class Mine extends Error {}\nthrow new Mine('own')", "Mine: own @2:7")]
    [InlineData("const e = new Error('read'); e.stack; throw e", "Error: read @1:11")]
    [InlineData("throw 'text'", "String: text @:")]
    [InlineData("throw null", "object: null @:")]
    [InlineData("JSON.parse('{')", "SyntaxError: Expected property name or '}' in JSON at position 1 @1:6")]
    [InlineData("eval('1 +')", "SyntaxError: Unexpected end of input @1:1")]
    [InlineData("let x = ;", "SyntaxError: Unexpected token ';' @1:9 while parsing")]
    [InlineData("'use strict'\nlet x = ;", "SyntaxError: Unexpected token ';' @2:9 while parsing")]
    [InlineData("function f() {\n  if (true) {\n", "SyntaxError: Unexpected end of input @3: while parsing")]
    [InlineData("await 1;\nconst x = {;", "SyntaxError: Unexpected token ';' @2:12 while parsing")]
    [InlineData("import fs from 'fs';\nconst x = {;", "SyntaxError: Unexpected token ';' @2:12 while parsing")]
    [InlineData("import fs from 'fs'; const x = {;", "SyntaxError: Unexpected token ';' @1:33 while parsing")]
    [InlineData("let a = 1\nlet a = 2", "SyntaxError: Identifier 'a' has already been declared @2:5 while parsing")]
    [InlineData("function f() {\n  await g()\n}", "SyntaxError: await is only valid in async functions and the top level bodies of modules @2:3 while parsing")]
    [InlineData("\nimport { nope } from 'fs'", "SyntaxError: The requested module 'fs' does not provide an export named 'nope' @2:22")]
    [InlineData("await new Promise(() => {})", "UnsettledAwait: The code ended while a top-level await waited for a promise that nothing can settle any more. @:")]
    public async Task Run_Failure_SaysTypeMessageAndPlace(string code, string told)
    {
        var attempt = await Run(code);

        Assert.Equal((told, new EndCause.Exited(attempt.Exception.Type == "UnsettledAwait" ? 13 : 1)), (attempt.Told, attempt.Cause));
    }

    [Theory]
    [InlineData("require('no-such-package')", "no-such-package", "MODULE_NOT_FOUND")]
    [InlineData("import x from 'no-such-package'", "no-such-package", "ERR_MODULE_NOT_FOUND")]
    [InlineData("await import('no-such-package')", "no-such-package", "ERR_MODULE_NOT_FOUND")]
    [InlineData("require('node:fss')", "node:fss", "ERR_UNKNOWN_BUILTIN_MODULE")]
    public async Task Run_MissingModule_NamesItAndItsLine(string code, string module, string errorCode)
    {
        var exception = (await Run(code)).Exception;

        Assert.Equal((module, errorCode, 1), (exception.Module, exception.Code, exception.Line ?? 1));
    }

    [Theory]
    [InlineData("require('fs').readFileSync('/nothing')", "ENOENT", "open")]
    [InlineData("require('child_process').execFileSync('no-such-program')", "ENOENT", "spawnSync no-such-program")]
    [InlineData("require('net').connect(1, '127.0.0.1')", "ECONNREFUSED", "connect")]
    public async Task Run_SystemError_CarriesCodeAndCall(string code, string errorCode, string systemCall)
    {
        var exception = (await Run(code)).Exception;

        Assert.Equal((errorCode, systemCall), (exception.Code, exception.SystemCall));
    }

    [Fact]
    public async Task Run_FailedFetch_CarriesTheCause()
    {
        var exception = (await Run("await fetch('http://127.0.0.1:65000/')")).Exception;

        Assert.Equal(("TypeError: fetch failed", "ECONNREFUSED"), ($"{exception.Type}: {exception.Message}", exception.Causes[0].Code));
    }

    [Theory]
    [InlineData("{ response: { status: 429, headers: { 'retry-after': '7' } } }", 429, 7.0)]
    [InlineData("{ status: 503, headers: new Headers({ 'Retry-After': 'Thu, 01 Jan 1970 00:00:00 GMT' }) }", 503, 0.0)]
    [InlineData("{ statusCode: 404 }", 404, null)]
    public async Task Run_HttpError_CarriesStatusAndRetryAfter(string members, int status, double? retryAfter)
    {
        var exception = (await Run($"throw Object.assign(new Error('http'), {members})")).Exception;

        Assert.Equal((status, retryAfter), (exception.HttpStatus, exception.RetryAfterSeconds));
    }

    [Theory]
    [InlineData("result = 1; process.exit(7)", 7)]
    [InlineData("result = 1; process.exitCode = 3", 3)]
    public async Task Run_ExitWithACode_KeepsItWithoutAnException(string code, int exitCode)
    {
        var attempt = await Run(code);

        Assert.Equal((new EndCause.Exited(exitCode), null, null), (attempt.Cause, attempt.Report.ResultJson, attempt.Report.Exception));
    }

    [Fact]
    public async Task Run_CodeOfAFile_FindsModulesBesideItAndGoesByItsName()
    {
        atoms.WritePlanFile("steps/helper.cjs", "module.exports = 20");
        atoms.WritePlanFile("steps/helper.mjs", "export default 22");

        var commonJs = await Run("result = [require('./helper.cjs'), __filename]", file: "steps/main.js");
        var module = await Run("import b from './helper.mjs'; import a from './helper.cjs'; result = [a + b, import.meta.filename]", file: "steps/main.mjs");

        Assert.Equal((Zero, $"[20,\"{atoms.PlanFolder}/steps/main.js\"]", "", ""), commonJs.Success);
        Assert.Equal((Zero, $"[42,\"{atoms.PlanFolder}/steps/main.mjs\"]", "", ""), module.Success);
    }

    [Fact]
    public async Task Run_InlineCode_FindsModulesOfThePlansFolder()
    {
        atoms.WritePlanFile("node_modules/dep/index.js", "module.exports = 'dep'");
        atoms.WritePlanFile("own.cjs", "module.exports = 'own'");

        Assert.Equal((Zero, "[\"dep\",\"own\"]", "", ""), (await Run("result = [require('dep'), require('./own.cjs')]")).Success);
        Assert.Equal((Zero, "[\"dep\",\"own\"]", "", ""), (await Run("import dep from 'dep'; import own from './own.cjs'; result = [dep, own]")).Success);
    }

    [Fact]
    public async Task Run_ModuleThatFailsWhenImported_SaysWhichLineImportedIt()
    {
        atoms.WritePlanFile("bad.mjs", "\n\nnull.x");

        var attempt = await Run("import 'fs';\nimport './bad.mjs';");

        Assert.Equal("TypeError: Cannot read properties of null (reading 'x') @2:8", attempt.Told);
    }

    [Fact]
    public async Task Run_LargeCodeAndInput_Work()
    {
        var code = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"const x{i} = 'some text {i}'\n")) + "result = [x39999, inputData.text.length]";

        var attempt = await Run(code, $$"""{"text":"{{new string('é', 1 << 20)}}"}""");

        Assert.True(code.Length > 1 << 20);
        Assert.Equal((Zero, "[\"some text 39999\",1048576]", "", ""), attempt.Success);
    }

    [Fact]
    public async Task CheckSyntax_ManyCodes_AnswersEachInOrder()
    {
        string[] codes = ["import 'x'; await 1", "let x = ;\n", "", "import a from 'b';\nlet y = {;", "return require('x')", "\ufeffvar z"];

        var answers = await atoms[AtomKind.JavaScript].CheckSyntaxAsync(codes, TestContext.Current.CancellationToken);

        Assert.Equal(
            [null, "SyntaxError: Unexpected token ';' @1:9 while parsing", null, "SyntaxError: Unexpected token ';' @2:10 while parsing", null, null],
            answers.Select(answer => answer is null ? null : Attempt.Tell(answer)));
    }
}
