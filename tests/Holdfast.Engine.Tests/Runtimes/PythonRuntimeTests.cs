using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class PythonRuntimeTests : IDisposable
{
    private static readonly EndCause Zero = new EndCause.Exited(0);

    private readonly AtomRunner atoms = new();

    public void Dispose() => atoms.Dispose();

    private Task<Attempt> Run(string code, string input = "{}", string? file = null) => atoms.RunAsync(AtomKind.Python, code, input, file);

    [Fact]
    public async Task Run_InputAndResult_TravelBesideStdout()
    {
        var attempt = await Run(
            "print('é', end='')\nresult = {'sum': sum(input_data['prices']), 'needs': input_data['needs']}",
            """{"prices":[1,2.5,-3e2],"needs":{"a":null,"b":true,"c":"\"\\/é😀\ud83d\ude00\u0007"}}""");

        Assert.Equal((Zero, """{"sum":-296.5,"needs":{"a":null,"b":true,"c":"\"\\/é😀😀\u0007"}}""", "é", ""), attempt.Success);
    }

    // Smaller than the process that starts it, whose memory the kernel would count as its own.
    [Theory]
    [InlineData("result = 1", 4, 24)]
    [InlineData("raise ValueError('small')", 4, 24)]
    [InlineData("x = b'x' * (64 << 20)\ndel x", 68, 96)]
    public async Task Run_Memory_IsItsOwnPeak(string code, int least, int most)
    {
        var attempt = await Run(code);

        Assert.InRange(attempt.Report.Ending.PeakMemoryBytes >> 20, least, most);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("12345678901234")]
    [InlineData("-5")]
    public async Task Run_MemoryThatTheCodeMadeUp_IsNotBelieved(string made)
    {
        var folder = "__import__('os').path.dirname(__import__('os').environ['HOLDFAST_INPUT'])";
        var attempt = await Run(made == "link"
            ? $"import os\nos.symlink('/proc/self/stat', {folder} + '/peak_memory')\nos._exit(0)"
            : $"import os\nopen({folder} + '/peak_memory', 'w').write('{made}')\nos._exit(0)");

        // What the kernel says counts alone: nothing, or the truth.
        Assert.InRange(attempt.Report.Ending.PeakMemoryBytes >> 20, 0, 1024);
        Assert.Equal(Zero, attempt.Cause);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("# only a comment", null)]
    [InlineData("x = 1", null)]
    [InlineData("result = None", "null")]
    [InlineData("def f():\n    result = 1\nf()", null)]
    [InlineData("def f():\n    global result\n    result = 1\nf()", "1")]
    [InlineData("\ufeffresult = 'BOM'", "\"BOM\"")]
    [InlineData("result = 1\r\nif result:\r\n    result = 2\r\n", "2")]
    [InlineData("# -*- coding: latin-1 -*-\nresult = 'é'", "\"é\"")]
    [InlineData("from __future__ import annotations\nresult = 'future'", "\"future\"")]
    [InlineData("import sys\nresult = 1\nsys.exit()", "1")]
    [InlineData("result = 1\nexit(0)", "1")]
    [InlineData("result = 1\nimport os\nos._exit(0)", null)]
    [InlineData("import os\nresult = 'parent'\nif os.fork() == 0:\n    result = 'child'\nelse:\n    os.wait()", "\"parent\"")]
    [InlineData("import threading\ndef f():\n    global result\n    started.wait()\n    result = 'thread'\nstarted = threading.Event()\nthreading.Thread(target=f).start()\nstarted.set()", "\"thread\"")]
    [InlineData("result = [__name__, __builtins__ is not None, len(__import__('sys').argv)]", "[\"__main__\",true,1]")]
    [InlineData("import pickle\nclass A: pass\nresult = type(pickle.loads(pickle.dumps(A()))).__name__", "\"A\"")]
    [InlineData("import sys\nsys.setrecursionlimit(50)\nresult = 1", "1")]
    [InlineData("import inspect\ndef f(): pass\nresult = inspect.getsource(f)", "\"def f(): pass\\n\"")]
    public async Task Run_CodeThatEndsWell_GivesItsResult(string code, string? result)
    {
        Assert.Equal((Zero, result, "", ""), (await Run(code)).Success);
    }

    [Theory]
    [InlineData("(1, 2)", "[1,2]")]
    [InlineData("{3, 1, 2}", "[1,2,3]")]
    [InlineData("frozenset()", "[]")]
    [InlineData("range(3)", "[0,1,2]")]
    [InlineData("{1: 'a', None: 'b', True: 'c'}", """{"1":"c","null":"b"}""")]
    [InlineData("{'a': 1}.keys()", "[\"a\"]")]
    [InlineData("__import__('collections').deque([1])", "[1]")]
    [InlineData("__import__('collections').Counter('aab')", """{"a":2,"b":1}""")]
    [InlineData("__import__('datetime').datetime(2026, 1, 2, 3, 4, 5)", "\"2026-01-02T03:04:05\"")]
    [InlineData("__import__('datetime').date(2026, 1, 2)", "\"2026-01-02\"")]
    [InlineData("__import__('datetime').timedelta(minutes=1)", "60.0")]
    [InlineData("__import__('decimal').Decimal('1.10')", "\"1.10\"")]
    [InlineData("__import__('pathlib').Path('/x/y')", "\"/x/y\"")]
    [InlineData("__import__('uuid').UUID(int=1)", "\"00000000-0000-0000-0000-000000000001\"")]
    [InlineData("__import__('enum').Enum('Color', {'RED': 'r'}).RED", "\"r\"")]
    [InlineData("__import__('dataclasses').make_dataclass('P', ['x'])({'y': (1,)})", """{"x":{"y":[1]}}""")]
    [InlineData("'\\u2028\\x00</script>'", "\"\u2028\\u0000</script>\"")]
    [InlineData("10 ** 30", "1000000000000000000000000000000")]
    public async Task Run_ResultWithANaturalForm_IsConverted(string value, string json)
    {
        Assert.Equal((Zero, json, "", ""), (await Run("result = " + value)).Success);
    }

    [Theory]
    [InlineData("{'a': [1, {'b': float('nan')}]}", "result['a'][1]['b'] is nan, which JSON cannot hold: use None or a number.")]
    [InlineData("[float('-inf')]", "result[0] is -inf, which JSON cannot hold: use None or a number.")]
    [InlineData("[b'x']", "result[0] is of type bytes, which JSON cannot hold: decode it, or encode it with base64.")]
    [InlineData("(x for x in [])", "result is of type generator, which JSON cannot hold: write list(...) around it.")]
    [InlineData("print", "result is of type builtin_function_or_method, which JSON cannot hold: call it, or name the result otherwise.")]
    [InlineData("{(1, 2): 3}", "result has a key of type tuple: JSON keys are text, so write str(key).")]
    [InlineData("{'k': {object: 1}}", "result['k'] has a key of type type: JSON keys are text, so write str(key).")]
    [InlineData("'\\ud800'", "result is text with a lone surrogate, which is not Unicode: encode it before, or use errors='replace'.")]
    [InlineData("[1j]", "result[0] is of type complex, which JSON cannot hold: make a dict, a list, text or a number of it.")]
    [InlineData("'x' * (1 << 21)", "The result is 2.0 MiB of JSON; at most 1 MiB is kept. Write it to a file and name that file in outputs.")]
    public async Task Run_ResultThatIsNotJson_FailsAndSaysWhere(string value, string message)
    {
        var attempt = await Run("result = " + value);

        Assert.Equal((new EndCause.Exited(1), null, $"ResultError: {message} @:", $"ResultError: {message}\n"), (attempt.Cause, attempt.Report.ResultJson, attempt.Told, attempt.Stderr));
    }

    [Fact]
    public async Task Run_ResultThatContainsItself_FailsAndSaysWhere()
    {
        Assert.Equal("ResultError: result['me'] contains itself. @:", (await Run("result = {}\nresult['me'] = result")).Told);
    }

    [Fact]
    public async Task Run_CoroutineAsResult_SaysThatItWasNeverAwaited()
    {
        Assert.Equal(
            "ResultError: result is of type coroutine, which JSON cannot hold: it was never awaited; use asyncio.run(...). @:",
            (await Run("async def f(): pass\nresult = f()")).Told);
    }

    [Fact]
    public async Task Run_Exception_IsToldAsStructureAndPrintedAsPythonDoes()
    {
        var attempt = await Run("def f(x):\n    é = 1; return undefined + x\n\n\nf(1)\n");

        var file = Path.Combine(attempt.Folder, "code.py");
        Assert.Equal(new EndCause.Exited(1), attempt.Cause);
        Assert.Equivalent(
            new ReportedException
            {
                Type = "NameError",
                Message = "name 'undefined' is not defined",
                Line = 2,
                Column = 19,
                EndColumn = 28,
                Name = "undefined",
                Bases = ["Exception", "BaseException"],
                Frames = [new ReportedFrame(file, 5, "<module>", InUserCode: true), new ReportedFrame(file, 2, "f", InUserCode: true)],
            },
            attempt.Exception, strict: true);
        Assert.Equal(
            $"""
            Traceback (most recent call last):
              File "{file}", line 5, in <module>
                f(1)
              File "{file}", line 2, in f
                é = 1; return undefined + x
                              ^^^^^^^^^
            NameError: name 'undefined' is not defined

            """,
            attempt.Stderr);
    }

    [Theory]
    [InlineData("x = (1,\ny = 2", "SyntaxError: '(' was never closed @1:5 while parsing")]
    [InlineData("x = 'é\n", "SyntaxError: unterminated string literal (detected at line 1) @1:5 while parsing")]
    [InlineData("if True:\nx = 1", "IndentationError: expected an indented block after 'if' statement on line 1 @2:1 while parsing")]
    [InlineData("x = 1\0", "ValueError: source code string cannot contain null bytes @: while parsing")]
    [InlineData("x = 1\neval('1 +')", "SyntaxError: invalid syntax @2:1")]
    [InlineData("raise SyntaxError('mine')", "SyntaxError: mine @1:1")]
    [InlineData("import json\njson.loads('{')", "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) @2:1")]
    [InlineData("\ufeffx = 1\r\nfoo()", "NameError: name 'foo' is not defined @2:1")]
    [InlineData("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E: (its message cannot be shown: ValueError) @3:1")]
    [InlineData("raise KeyboardInterrupt", "KeyboardInterrupt:  @1:1")]
    [InlineData("raise Exception('\\ud800')", "Exception: ? @1:1")]
    public async Task Run_Failure_SaysTypeMessageAndPlace(string code, string told)
    {
        var attempt = await Run(code);

        Assert.Equal((told, new EndCause.Exited(attempt.Exception.Type == "KeyboardInterrupt" ? 130 : 1)), (attempt.Told, attempt.Cause));
    }

    [Fact]
    public async Task Run_SyntaxError_IsPrintedWithTheUsersFileAndLine()
    {
        var attempt = await Run("x = 1\ny = = 2\n");

        Assert.Equal($"  File \"{attempt.Folder}/code.py\", line 2\n    y = = 2\n        ^\nSyntaxError: invalid syntax\n", attempt.Stderr);
    }

    [Fact]
    public async Task Run_Recursion_IsToldWithTheFirstAndLastFrames()
    {
        var attempt = await Run("def f():\n    f()\nf()");

        Assert.Equal("RecursionError: maximum recursion depth exceeded @2:5", attempt.Told);
        Assert.Equal((40, 3, 2), (attempt.Exception.Frames.Count, attempt.Exception.Frames[0].Line, attempt.Exception.Frames[^1].Line));
    }

    [Fact]
    public async Task Run_MissingModule_NamesIt()
    {
        var exception = (await Run("import nothing_like_it.sub")).Exception;

        Assert.Equal(("ModuleNotFoundError", "nothing_like_it", "ImportError"), (exception.Type, exception.Module, exception.Bases[0]));
    }

    [Fact]
    public async Task Run_MissingAttribute_NamesIt()
    {
        var exception = (await Run("import math\nmath.sqroot(4)")).Exception;

        Assert.Equal(("AttributeError", "sqroot", 2), (exception.Type, exception.Name, exception.Line));
    }

    [Theory]
    [InlineData("open('/nothing/there')", "FileNotFoundError", "ENOENT", null)]
    [InlineData("import subprocess\nsubprocess.run(['no-such-program'])", "FileNotFoundError", "ENOENT", "spawn no-such-program")]
    [InlineData("import socket\nsocket.create_connection(('127.0.0.1', 1), timeout=5)", "ConnectionRefusedError", "ECONNREFUSED", null)]
    [InlineData("import socket\nraise socket.gaierror(socket.EAI_NONAME, 'no name')", "gaierror", "EAI_NONAME", null)]
    public async Task Run_SystemError_CarriesItsCode(string code, string type, string errorCode, string? systemCall)
    {
        var exception = (await Run(code)).Exception;

        Assert.Equal((type, errorCode, systemCall), (exception.Type, exception.Code, exception.SystemCall));
    }

    [Fact]
    public async Task Run_WrappedError_CarriesItsCauses()
    {
        var exception = (await Run("try:\n    {}['k']\nexcept KeyError as inner:\n    raise RuntimeError('outer') from inner")).Exception;

        Assert.Equal(("RuntimeError: outer @4:5", new ReportedCause("KeyError", "'k'", null)), (Attempt.Tell(exception), Assert.Single(exception.Causes)));
    }

    [Fact]
    public async Task Run_UrlErrorOfARefusedConnection_CarriesTheReason()
    {
        var exception = (await Run("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/')")).Exception;

        Assert.Equal(("URLError", "ECONNREFUSED"), (exception.Type, exception.Causes[0].Code));
    }

    [Theory]
    [InlineData("429, 'slow down', {'Retry-After': '7'}", 429, 7.0)]
    [InlineData("503, 'later', {'Retry-After': 'Thu, 01 Jan 1970 00:00:00 GMT'}", 503, 0.0)]
    [InlineData("404, 'gone', {}", 404, null)]
    public async Task Run_HttpError_CarriesStatusAndRetryAfter(string arguments, int status, double? retryAfter)
    {
        var exception = (await Run($"import urllib.error\nraise urllib.error.HTTPError('http://x/', {arguments}, None)")).Exception;

        Assert.Equal(("HTTPError", status, retryAfter), (exception.Type, exception.HttpStatus, exception.RetryAfterSeconds));
    }

    [Theory]
    [InlineData("import sys\nresult = 1\nsys.exit(3)", 3, "")]
    [InlineData("raise SystemExit('no config')", 1, "no config\n")]
    public async Task Run_ExitWithACode_KeepsItWithoutAnException(string code, int exitCode, string stderr)
    {
        var attempt = await Run(code);

        Assert.Equal((new EndCause.Exited(exitCode), null, null, stderr), (attempt.Cause, attempt.Report.ResultJson, attempt.Report.Exception, attempt.Stderr));
        Assert.Equal(stderr.Length == 0 ? null : stderr, attempt.Report.ErrorTail);
    }

    [Fact]
    public async Task Run_KilledInterpreter_TellsTheSignalOnly()
    {
        var attempt = await Run("import os, signal\nresult = 1\nos.kill(os.getpid(), signal.SIGKILL)");

        Assert.Equal((new EndCause.Signalled(9), null, null), (attempt.Cause, attempt.Report.ResultJson, attempt.Report.Exception));
    }

    [Fact]
    public async Task Run_CodeOfAFile_FindsModulesBesideItAndGoesByItsName()
    {
        atoms.WritePlanFile("steps/helper.py", "value = 41");
        atoms.WritePlanFile("steps/main.py", "this is not what runs");

        var attempt = await Run("import sys, helper\nresult = [helper.value + 1, __file__ == sys.argv[0], __file__]", file: "steps/main.py");

        Assert.Equal((Zero, $"[42,true,\"{atoms.PlanFolder}/steps/main.py\"]", "", ""), attempt.Success);
    }

    [Fact]
    public async Task Run_RepairedCodeOfAFile_ShowsTheLinesThatRan()
    {
        atoms.WritePlanFile("main.py", "something\nelse\n");

        var attempt = await Run("x = 1\nraise ValueError(x)", file: "main.py");

        Assert.Equal($"Traceback (most recent call last):\n  File \"{atoms.PlanFolder}/main.py\", line 2, in <module>\n    raise ValueError(x)\nValueError: 1\n", attempt.Stderr);
    }

    [Fact]
    public async Task Run_ModulesBesideInlineCode_AreNotFoundByAccident()
    {
        atoms.WritePlanFile("json.py", "raise Exception('the wrong one')");

        Assert.Equal((Zero, "[1]", "", ""), (await Run("import json\nresult = json.loads('[1]')")).Success);
    }

    [Fact]
    public async Task Run_BinaryToStdout_DoesNotTouchTheResult()
    {
        var attempt = await Run("import sys\nsys.stdout.buffer.write(bytes(range(256)) * 10)\nresult = 'fine'");

        Assert.Equal((Zero, "\"fine\"", 2560L), (attempt.Cause, attempt.Report.ResultJson, attempt.Report.Ending.OutputBytes));
    }

    [Fact]
    public async Task Run_LargeCodeAndInput_Work()
    {
        var code = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"x{i} = 'some text {i}'\n")) + "result = [x39999, len(input_data['text'])]";

        var attempt = await Run(code, $$"""{"text":"{{new string('é', 1 << 20)}}"}""");

        Assert.True(code.Length > 1 << 20);
        Assert.Equal((Zero, "[\"some text 39999\",1048576]", "", ""), attempt.Success);
    }

    [Fact]
    public async Task Run_PrintedLine_IsThereWhileTheCodeStillRuns()
    {
        // The code ends only when the line it printed has reached its own output log.
        var attempt = await Run("import os, time\nprint('seen early')\nlog = os.path.dirname(os.environ['HOLDFAST_INPUT']) + '/output.log'\nwhile not (os.path.exists(log) and b'seen early' in open(log, 'rb').read()):\n    time.sleep(0.01)\nresult = 1");

        Assert.Equal((Zero, "1", "seen early\n", ""), attempt.Success);
    }

    [Fact]
    public async Task CheckSyntax_ManyCodes_AnswersEachInOrder()
    {
        string[] codes = ["x = 1", "def f(:\n    pass", "", "é = (1,\n", "\ufeffy = 2", "raise Exception"];

        var answers = await atoms[AtomKind.Python].CheckSyntaxAsync(codes, TestContext.Current.CancellationToken);

        Assert.Equal(
            [null, "SyntaxError: invalid syntax @1:7 while parsing", null, "SyntaxError: '(' was never closed @1:5 while parsing", null, null],
            answers.Select(answer => answer is null ? null : Attempt.Tell(answer)));
    }
}
