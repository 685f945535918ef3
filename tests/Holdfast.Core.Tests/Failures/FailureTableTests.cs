using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Is = Holdfast.Core.Failures.FailureCategory;

namespace Holdfast.Core.Tests.Failures;

public sealed class FailureTableTests
{
    private static readonly EndCause One = new EndCause.Exited(1);

    private const string Traceback = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    x\n";

    private sealed record Example(string Rule, Is Category, AtomKind Kind, EndCause Cause, ReportedException? Exception = null, string? ErrorTail = null);

    /// <summary>For each row of the table what it decides and nothing above it does.</summary>
    private static readonly Example[] Examples =
    [
        new("wall_time", Is.Timeout, AtomKind.Python, new EndCause.WallTime(TimeSpan.FromSeconds(3))),
        new("stalled", Is.Timeout, AtomKind.Python, new EndCause.Stalled(TimeSpan.FromSeconds(3))),
        new("out_of_memory", Is.OutOfMemory, AtomKind.Python, new EndCause.OutOfMemory(1 << 20)),
        new("too_many_processes", Is.Permission, AtomKind.Shell, new EndCause.TooManyProcesses()),
        new("output_limit", Is.OutputLimit, AtomKind.Python, new EndCause.OutputLimit(1 << 20)),
        new("disk_full", Is.Environment, AtomKind.Python, new EndCause.DiskFull("/srv")),
        new("permission_denied", Is.Permission, AtomKind.Command, new EndCause.CouldNotStart("permission_denied", "It may not be executed.")),
        new("could_not_start", Is.Environment, AtomKind.Command, new EndCause.CouldNotStart("interpreter_missing", "There is none.")),
        new("agent_reported", Is.Runtime, AtomKind.Agent, new EndCause.AgentReported("It gave up.")),

        new("missing_export", Is.Import, AtomKind.JavaScript, One, Raised("SyntaxError", "no export named 'join'") with { Module = "fs", Name = "join" }),
        new("syntax_error", Is.Syntax, AtomKind.Python, One, Raised("SyntaxError", "expected ':'") with { WhileParsing = true }),
        new("library_missing", Is.Environment, AtomKind.Python, One, Raised("ImportError", "libxml2.so.2: cannot open shared object file")),
        new("module_not_found", Is.Import, AtomKind.Python, One, Raised("ModuleNotFoundError", "No module named 'numpy'", "ImportError") with { Module = "numpy" }),
        new("import_error", Is.Import, AtomKind.Python, One, Raised("ImportError", "cannot import name 'sqroot' from 'math'")),
        new("module_not_imported", Is.Import, AtomKind.Python, One, Raised("NameError", "name 'json' is not defined") with { Name = "json" }),
        new("memory_error", Is.OutOfMemory, AtomKind.Python, One, Raised("MemoryError", "")),
        new("tool_missing", Is.Environment, AtomKind.JavaScript, One, Raised("Error", "spawn tar ENOENT") with { Code = "ENOENT", SystemCall = "spawn tar" }),
        new("http_too_many_requests", Is.RateLimited, AtomKind.Python, One, Raised("HTTPError", "HTTP Error 429", "URLError", "OSError") with { HttpStatus = 429 }),
        new("http_unavailable", Is.RateLimited, AtomKind.Python, One, Raised("HTTPError", "HTTP Error 503") with { HttpStatus = 503, RetryAfterSeconds = 5 }),
        new("http_server_error", Is.Network, AtomKind.Python, One, Raised("HTTPError", "HTTP Error 503") with { HttpStatus = 503 }),
        new("http_forbidden", Is.Permission, AtomKind.Python, One, Raised("HTTPError", "HTTP Error 403") with { HttpStatus = 403 }),
        new("rate_limit_error", Is.RateLimited, AtomKind.Python, One, Raised("RateLimitError", "Slow down.")),
        new("permission_error", Is.Permission, AtomKind.Python, One, Raised("PermissionError", "[Errno 13] Permission denied: '/x'", "OSError") with { Code = "EACCES" }),
        new("host_exhausted", Is.Environment, AtomKind.Python, One, Raised("OSError", "[Errno 28] No space left on device") with { Code = "ENOSPC" }),
        new("connection_failed", Is.Network, AtomKind.JavaScript, One, Raised("Error", "connect ECONNREFUSED 127.0.0.1:1") with { Code = "ECONNREFUSED", SystemCall = "connect" }),
        new("connection_error", Is.Network, AtomKind.Python, One, Raised("ConnectTimeout", "timed out")),
        new("connection_caused", Is.Network, AtomKind.JavaScript, One, Raised("TypeError", "fetch failed") with { Causes = [new ReportedCause("Error", "getaddrinfo ENOTFOUND x", "ENOTFOUND")] }),
        new("permission_caused", Is.Permission, AtomKind.Python, One, Raised("RuntimeError", "no report") with { Causes = [new ReportedCause("PermissionError", "denied", "EACCES")] }),
        new("memory_caused", Is.OutOfMemory, AtomKind.Python, One, Raised("RuntimeError", "no report") with { Causes = [new ReportedCause("MemoryError", "", null)] }),
        new("timed_out", Is.Network, AtomKind.Python, One, Raised("TimeoutError", "timed out", "OSError")),
        new("type_error", Is.Type, AtomKind.JavaScript, One, Raised("TypeError", "x.map is not a function")),
        new("name_not_defined", Is.Runtime, AtomKind.Python, One, Raised("NameError", "name 'totl' is not defined") with { Name = "totl" }),
        new("exception", Is.Runtime, AtomKind.Python, One, Raised("ValueError", "bad value")),

        new("sigxcpu", Is.Timeout, AtomKind.Python, new EndCause.Signalled(24)),
        new("sigxfsz", Is.OutputLimit, AtomKind.Python, new EndCause.Signalled(25)),
        new("sigsys", Is.Permission, AtomKind.Python, new EndCause.Signalled(31)),
        new("heap_limit", Is.OutOfMemory, AtomKind.JavaScript, new EndCause.Signalled(6), null, "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n 1: 0xb78db3\n"),
        new("crashed", Is.Runtime, AtomKind.Python, new EndCause.Signalled(11)),
        new("signalled", Is.Killed, AtomKind.Python, new EndCause.Signalled(9)),
        new("command_not_found", Is.Environment, AtomKind.Shell, new EndCause.Exited(127), null, "sh: 1: jqq: not found\n"),
        new("not_executable", Is.Permission, AtomKind.Shell, new EndCause.Exited(126)),
        new("child_timed_out", Is.Timeout, AtomKind.Shell, new EndCause.Exited(124)),
        new("child_killed", Is.Killed, AtomKind.Shell, new EndCause.Exited(137)),

        new("text_out_of_memory", Is.OutOfMemory, AtomKind.Command, One, null, Traceback + "MemoryError\n"),
        new("text_rate_limited", Is.RateLimited, AtomKind.Shell, new EndCause.Exited(22), null, "curl: (22) The requested URL returned error: 429\n"),
        new("text_network", Is.Network, AtomKind.Shell, new EndCause.Exited(7), null, "curl: (7) Failed to connect to localhost port 1\n"),
        new("text_permission", Is.Permission, AtomKind.Shell, One, null, "cat: /x: Permission denied\n"),
        new("text_disk_full", Is.Environment, AtomKind.Shell, One, null, "cp: /x: No space left on device\n"),
        new("text_syntax", Is.Syntax, AtomKind.Command, One, null, Traceback + "SyntaxError: invalid syntax\n"),
        new("text_import", Is.Import, AtomKind.Command, One, null, Traceback + "ModuleNotFoundError: No module named 'x'\n"),
        new("text_type", Is.Type, AtomKind.Command, One, null, Traceback + "TypeError: unsupported operand\n"),
        new("exit_code", Is.Runtime, AtomKind.Command, new EndCause.Exited(3)),
    ];

    public static TheoryData<string> Rules => [.. Examples.Select(example => example.Rule)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Classify_WhatARowIsAbout_IsDecidedByIt(string rule)
    {
        var example = Examples.Single(example => example.Rule == rule);

        var failure = FailureTable.Classify(example.Kind, Report(example.Cause, example.Exception, example.ErrorTail))!;

        Assert.Equal((rule, example.Category, example.Exception?.Type), (failure.Rule, failure.Category, failure.ExceptionType));
        Assert.InRange(failure.Confidence, 0.01, 1);
        Assert.NotEqual("", failure.Message);
    }

    [Fact]
    public void Classify_EachRow_HasItsExample() =>
        Assert.Equal(FailureTable.Rules.Select(rule => rule.Name), Examples.Select(example => example.Rule));

    [Fact]
    public void Classify_Success_IsNoFailure() => Assert.Null(FailureTable.Classify(AtomKind.Python, Report(new EndCause.Exited(0))));

    // Code that reported an exception and then exited with 0 all the same did not succeed.
    [Fact]
    public void Classify_ExceptionAndExitCodeZero_IsAFailure() =>
        Assert.Equal("exception", FailureTable.Classify(AtomKind.Python, Report(new EndCause.Exited(0), Raised("ValueError", "bad value")))!.Rule);

    [Fact]
    public void Classify_CancelledOrLost_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => FailureTable.Classify(AtomKind.Python, Report(new EndCause.CancelledBy("me"))));
        Assert.Throws<InvalidOperationException>(() => FailureTable.Classify(AtomKind.Python, Report(new EndCause.Lost("gone"))));
    }

    // Output that merely mentions an error decides nothing.
    [Theory]
    [InlineData("checked for SyntaxError: none found\n")]
    [InlineData("Traceback (most recent call last): was in the log we parsed\nTypeError: quoted\ndone\n")]
    [InlineData("the docs say: Permission denied is what you get\nfinished\n")]
    [InlineData("curl: (7) Failed to connect\nso we went on without it, and then failed\n")]
    [InlineData("HTTP 429 Too Many Requests was handled\n")]
    public void Classify_TextThatMentionsAnError_IsNotBelieved(string tail)
    {
        var failure = FailureTable.Classify(AtomKind.Shell, Report(One, null, tail))!;

        Assert.Equal((Is.Runtime, "exit_code"), (failure.Category, failure.Rule));
    }

    [Fact]
    public void Classify_TextAlone_IsBelievedLessThanStructure() =>
        Assert.All(FailureTable.Rules.Where(rule => rule.Name.StartsWith("text_", StringComparison.Ordinal)), rule => Assert.Equal(0.4, rule.Confidence));

    [Fact]
    public void Classify_StructureAndText_GoesByStructure() =>
        Assert.Equal("type_error", FailureTable.Classify(AtomKind.Python, Report(One, Raised("TypeError", "x"), Traceback + "MemoryError\n"))!.Rule);

    // In Python what an error happened in the handling of need not be its cause.
    [Fact]
    public void Classify_CodingFaultWhileHandlingANetworkError_IsTheCodes() =>
        Assert.Equal("exception", FailureTable.Classify(
            AtomKind.Python, Report(One, Raised("KeyError", "'x'") with { Causes = [new ReportedCause("ConnectionError", "refused", "ECONNREFUSED")] }))!.Rule);

    [Fact]
    public void Classify_Place_IsTheInnermostOfTheUsersCode()
    {
        var frames = new[] { new ReportedFrame("code.py", 3, "<module>", true), new ReportedFrame("code.py", 1, "parse", true), new ReportedFrame("json/decoder.py", 355, "decode", false) };

        Assert.Equal(1, FailureTable.Classify(AtomKind.Python, Report(One, Raised("ValueError", "x") with { Frames = frames }))!.Line);
        Assert.Equal(7, FailureTable.Classify(AtomKind.Python, Report(One, Raised("ValueError", "x") with { Frames = frames, Line = 7 }))!.Line);
    }

    [Theory]
    [InlineData("numpy.linalg", "ModuleNotFoundError: No module named 'numpy.linalg'. Install the package that has it (pip install numpy), or correct its name.")]
    [InlineData("json.frobnicate", "ModuleNotFoundError: No module named 'json.frobnicate'")]
    public void Classify_MissingPackage_NamesWhatToInstall(string module, string message) =>
        Assert.Equal(message, FailureTable.Classify(AtomKind.Python, Report(One, Raised("ModuleNotFoundError", $"No module named '{module}'", "ImportError") with { Module = module }))!.Message);

    [Theory]
    [InlineData(5.0, 5.0)]
    [InlineData(-1.0, 0.0)]
    [InlineData(double.NaN, null)]
    public void Classify_RetryAfter_IsKeptWithinReason(double asked, double? seconds) =>
        Assert.Equal(
            seconds,
            FailureTable.Classify(AtomKind.Python, Report(One, Raised("HTTPError", "429") with { HttpStatus = 429, RetryAfterSeconds = asked }))!.RetryAfter?.TotalSeconds);

    private static ReportedException Raised(string type, string message, params string[] bases) => new() { Type = type, Message = message, Bases = bases };

    private static ExecutionReport Report(EndCause cause, ReportedException? exception = null, string? errorTail = null) =>
        new(new ExecutionEnding { Cause = cause, StartedAt = default, EndedAt = default, Duration = default }, Exception: exception, ErrorTail: errorTail);
}
