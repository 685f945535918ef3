using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs.Python;
using Holdfast.Core.Failures.Repairs.Script;
using Holdfast.Core.Plans;
using Is = Holdfast.Core.Failures.FailureCategory;

namespace Holdfast.Core.Failures;

/// <summary>
/// From what happened to a category. One table, read from the top; the first row that matches decides. Structure comes first: the cause of death, then the
/// exception as its harness reported it, then the exit status. Text is looked at only where there is nothing else, and is believed least.
/// </summary>
public static class FailureTable
{
    /// <summary>What text alone can be worth.</summary>
    private const double FromText = 0.4;

    private static readonly HashSet<string> NetworkCodes =
    [
        "ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ETIMEDOUT", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "ENETRESET", "ENOTCONN", "ENOTFOUND",
        "EAI_AGAIN", "EAI_NONAME", "EAI_FAIL", "EAI_NODATA", "EAI_ADDRFAMILY", "EAI_FAMILY", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT",
        "UND_ERR_BODY_TIMEOUT", "UND_ERR_SOCKET", "ERR_SOCKET_CONNECTION_TIMEOUT", "ERR_HTTP2_STREAM_ERROR", "EPROTO",
    ];

    private static readonly HashSet<string> NetworkTypes =
    [
        "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "ConnectionAbortedError", "gaierror", "herror", "timeout", "SSLError", "RemoteDisconnected",
        "IncompleteRead", "ConnectTimeout", "ReadTimeout", "ConnectTimeoutError", "ReadTimeoutError", "NewConnectionError", "MaxRetryError", "ProtocolError", "ConnectError",
        "ClientConnectorError", "ClientConnectionError", "ServerDisconnectedError", "ChunkedEncodingError", "ProxyError", "APIConnectionError", "APITimeoutError",
    ];

    private static readonly HashSet<string> RateLimitTypes = ["RateLimitError", "TooManyRequests", "TooManyRequestsError", "ThrottlingException", "ResourceExhausted"];

    private static readonly HashSet<string> PermissionCodes = ["EACCES", "EPERM", "EROFS", "ERR_ACCESS_DENIED"];

    private static readonly HashSet<string> HostCodes = ["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "ERR_DLOPEN_FAILED"];

    private static readonly HashSet<string> MemoryCodes = ["ENOMEM", "ERR_WORKER_OUT_OF_MEMORY", "ERR_MEMORY_ALLOCATION_FAILED"];

    private static readonly HashSet<string> MemoryTypes = ["MemoryError"];

    private static readonly HashSet<string> ModuleCodes =
    [
        "MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ERR_UNKNOWN_BUILTIN_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_REQUIRE_ESM", "ERR_UNSUPPORTED_DIR_IMPORT",
        "ERR_PACKAGE_IMPORT_NOT_DEFINED", "ERR_UNSUPPORTED_ESM_URL_SCHEME", "ERR_INVALID_MODULE_SPECIFIER",
    ];

    private static readonly HashSet<string> PermissionTypes = ["PermissionError"];

    /// <summary>Faults of the code itself: what they happened in the handling of is not what was wrong.</summary>
    private static readonly HashSet<string> CodingFaults =
        ["NameError", "UnboundLocalError", "AttributeError", "TypeError", "KeyError", "IndexError", "ZeroDivisionError", "AssertionError", "SyntaxError", "ReferenceError", "RecursionError"];

    /// <summary>Signals a process brings on itself by a fault: SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV.</summary>
    private static readonly int[] CrashSignals = [4, 6, 7, 8, 11];

    internal static readonly ImmutableArray<FailureRule> Rules =
    [
        // The cause of death, where it is not the process's own doing.
        new("wall_time", Is.Timeout, 1, of => of.Cause is EndCause.WallTime, of => $"It ran longer than its time-out of {((EndCause.WallTime)of.Cause).Limit.TotalSeconds:0.###} s."),
        new("stalled", Is.Timeout, 0.9, of => of.Cause is EndCause.Stalled, of => $"It showed no sign of progress for {((EndCause.Stalled)of.Cause).Silence.TotalSeconds:0.###} s."),
        new("out_of_memory", Is.OutOfMemory, 1, of => of.Cause is EndCause.OutOfMemory, _ => "It used more memory than it may."),
        new("too_many_processes", Is.Permission, 1, of => of.Cause is EndCause.TooManyProcesses, _ => "It started more processes than it may."),
        new("output_limit", Is.OutputLimit, 1, of => of.Cause is EndCause.OutputLimit,
            of => $"It wrote more than {((EndCause.OutputLimit)of.Cause).LimitBytes} bytes of output. Write to a file named in outputs, or raise output_limit."),
        new("disk_full", Is.Environment, 1, of => of.Cause is EndCause.DiskFull, of => $"No space is left at {((EndCause.DiskFull)of.Cause).Path}. Free some: holdfast runs delete, or df -h to see what is full."),
        new("permission_denied", Is.Permission, 1, of => of.Cause is EndCause.CouldNotStart { Code: "permission_denied" }, of => ((EndCause.CouldNotStart)of.Cause).Why),
        new("could_not_start", Is.Environment, 1, of => of.Cause is EndCause.CouldNotStart, of => ((EndCause.CouldNotStart)of.Cause).Why),
        new("agent_reported", Is.Runtime, 0.8, of => of.Cause is EndCause.AgentReported, of => ((EndCause.AgentReported)of.Cause).Error),

        // The exception: the code could not be read, or not be put together.
        new("missing_export", Is.Import, 0.95, of => of.IsA("SyntaxError") && of.Exception is { Module: not null, Name: not null }, Described),
        new("syntax_error", Is.Syntax, 1, of => of.Exception is { WhileParsing: true }, Described),
        new("library_missing", Is.Environment, 0.9, of => of.IsA("ImportError") && of.Exception!.Message.Contains("cannot open shared object file", StringComparison.Ordinal),
            of => $"{Described(of)}. A library of the system is missing; install the package that has it."),
        new("module_not_found", Is.Import, 0.95, of => of.IsA("ModuleNotFoundError") || of.HasCode(ModuleCodes), of => $"{Described(of)}{HowToInstall(of)}"),
        new("import_error", Is.Import, 0.95, of => of.IsA("ImportError"), Described),
        new("module_not_imported", Is.Import, 0.9, IsUnimportedModule, of => $"{Described(of)}. It is a standard module that was never imported."),

        // The exception: the world around the code.
        new("memory_error", Is.OutOfMemory, 0.95, of => of.IsA("MemoryError") || of.HasCode(MemoryCodes) || IsAllocationFailure(of), of => $"{Described(of)}. It asked for more memory than there is for it."),
        new("tool_missing", Is.Environment, 0.95, of => of.Exception is { Code: "ENOENT", SystemCall: { } call } && call.StartsWith("spawn", StringComparison.Ordinal),
            of => $"{Described(of)}. Install {Tool(of)}, or correct its name."),
        new("http_too_many_requests", Is.RateLimited, 0.95, of => of.Exception is { HttpStatus: 429 or 529 }, Described),
        new("http_unavailable", Is.RateLimited, 0.8, of => of.Exception is { HttpStatus: 503, RetryAfterSeconds: not null }, Described),
        new("http_server_error", Is.Network, 0.8, of => of.Exception is { HttpStatus: 408 or 500 or 502 or 503 or 504 }, Described),
        new("http_forbidden", Is.Permission, 0.85, of => of.Exception is { HttpStatus: 401 or 403 or 407 }, of => $"{Described(of)}. Check the credentials it uses (secrets:)."),
        new("rate_limit_error", Is.RateLimited, 0.9, of => of.IsExactly(RateLimitTypes), Described),
        new("permission_error", Is.Permission, 0.95, of => of.IsA("PermissionError") || of.HasCode(PermissionCodes), of => $"{Described(of)}. {HowToPermit(of)}"),
        new("host_exhausted", Is.Environment, 0.95, of => of.HasCode(HostCodes), of => $"{Described(of)}. {HowToMakeRoom(of)}"),
        new("connection_failed", Is.Network, 0.95, of => of.HasCode(NetworkCodes) || (of.IsA("ConnectionError", "gaierror", "herror", "SSLError") && !of.IsA("BrokenPipeError")), Described),
        new("connection_error", Is.Network, 0.9, of => of.IsExactly(NetworkTypes), Described),
        new("connection_caused", Is.Network, 0.85, of => !IsCodingFault(of) && of.WasCausedBy(NetworkTypes, NetworkCodes), Described),
        new("permission_caused", Is.Permission, 0.7, of => !IsCodingFault(of) && of.WasCausedBy(PermissionTypes, PermissionCodes), of => $"{Described(of)}. {HowToPermit(of)}"),
        new("memory_caused", Is.OutOfMemory, 0.7, of => !IsCodingFault(of) && of.WasCausedBy(MemoryTypes, MemoryCodes), Described),
        new("timed_out", Is.Network, 0.7, of => of.IsA("TimeoutError", "URLError"), Described),

        // The exception: the code's own doing.
        new("type_error", Is.Type, 0.95, of => of.IsA("TypeError"), Described),
        new("name_not_defined", Is.Runtime, 0.95, of => of.IsA("NameError", "ReferenceError"), Described),
        new("exception", Is.Runtime, 0.9, of => of.Exception is not null, Described),

        // The exit status.
        new("sigxcpu", Is.Timeout, 0.8, of => of.Signal is 24, _ => "It used more processor time than it may (SIGXCPU)."),
        new("sigxfsz", Is.OutputLimit, 0.8, of => of.Signal is 25, _ => "It wrote a larger file than it may (SIGXFSZ)."),
        new("sigsys", Is.Permission, 0.8, of => of.Signal is 31, _ => "It asked the kernel for something its sandbox forbids (SIGSYS)."),
        new("heap_limit", Is.OutOfMemory, FromText, of => of.Text.ToolFault == "out_of_memory" && (of.Signal is 6 || of.ExitCode is 134), of => of.Text.Line),
        new("crashed", Is.Runtime, 0.7, of => of.Signal is { } signal && CrashSignals.Contains(signal), of => $"The process crashed with signal {of.Signal}."),
        new("signalled", Is.Killed, 0.9, of => of.Signal is not null, of => $"The process was ended by signal {of.Signal}, which Holdfast did not send."),
        new("command_not_found", Is.Environment, 0.8, of => of.ExitCode is 127 && of.RunsTools,
            of => $"The process exited with code 127: a command was not found{(of.Text.Line.Length > 0 ? $" ({of.Text.Line})" : "")}. Install it, or correct its name."),
        new("not_executable", Is.Permission, 0.7, of => of.ExitCode is 126 && of.RunsTools,
            of => $"The process exited with code 126: a command could not be executed{(of.Text.Line.Length > 0 ? $" ({of.Text.Line})" : "")}. Make it executable with chmod +x."),
        new("child_timed_out", Is.Timeout, 0.6, of => of.ExitCode is 124 && of.RunsTools, _ => "The process exited with code 124: a command in it was ended by timeout."),
        new("child_killed", Is.Killed, 0.6, of => of.ExitCode is 130 or 137 or 143 && of.RunsTools,
            of => $"The process exited with code {of.ExitCode}: a command in it was ended by signal {of.ExitCode - 128}."),

        // Text, where there is nothing else.
        new("text_out_of_memory", Is.OutOfMemory, FromText, of => of.Text is { ToolFault: "out_of_memory" } or { ExceptionType: "MemoryError" }, of => of.Text.Line),
        new("text_rate_limited", Is.RateLimited, FromText, of => of.Text.ToolFault == "rate_limited", of => of.Text.Line),
        new("text_network", Is.Network, FromText, of => of.Text.ToolFault == "network" || (of.Text.ExceptionType is { } type && NetworkTypes.Contains(type)), of => of.Text.Line),
        new("text_permission", Is.Permission, FromText, of => of.Text is { ToolFault: "permission" } or { ExceptionType: "PermissionError" }, of => of.Text.Line),
        new("text_disk_full", Is.Environment, FromText, of => of.Text.ToolFault == "disk_full", of => of.Text.Line),
        new("text_syntax", Is.Syntax, FromText, of => of.Text.ExceptionType is "SyntaxError" or "IndentationError" or "TabError", of => of.Text.Line),
        new("text_import", Is.Import, FromText, of => of.Text.ExceptionType is "ModuleNotFoundError" or "ImportError", of => of.Text.Line),
        new("text_type", Is.Type, FromText, of => of.Text.ExceptionType is "TypeError", of => of.Text.Line),
        new("exit_code", Is.Runtime, 0.6, _ => true, of => $"The {(of.Kind == AtomKind.Command ? "command" : "process")} exited with code {of.Cause.ExitCode}."),
    ];

    /// <returns>Null when the attempt succeeded.</returns>
    /// <exception cref="InvalidOperationException">It was cancelled or lost, which is no failure of its own.</exception>
    public static Failure? Classify(AtomKind kind, ExecutionReport report)
    {
        if (report.Ending.Cause is EndCause.CancelledBy or EndCause.Lost)
            throw new InvalidOperationException("A cancelled or lost attempt is not a failed one.");
        if (report is { Ending.Cause: EndCause.Exited { Code: 0 }, Exception: null })
            return null;
        var evidence = new Evidence(kind, report.Ending.Cause, report.Exception, report.ErrorTail);
        var rule = Rules.First(rule => rule.Matches(evidence));
        return new Failure
        {
            Category = rule.Category,
            Code = report.Ending.Cause is EndCause.CouldNotStart could ? could.Code : rule.Name,
            Message = rule.Message(evidence),
            Line = LineOf(report.Exception),
            Confidence = rule.Confidence,
            Rule = rule.Name,
            ExceptionType = report.Exception?.Type,
            RetryAfter = report.Exception?.RetryAfterSeconds is { } seconds && double.IsFinite(seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.TotalSeconds / 2)) : null,
        };
    }

    private static int? LineOf(ReportedException? exception) =>
        exception?.Line ?? exception?.Frames.LastOrDefault(frame => frame.InUserCode)?.Line;

    private static string Described(Evidence of) => of.Exception is not { } exception ? "" : exception.Message.Length > 0 ? $"{exception.Type}: {exception.Message}" : exception.Type;

    private static bool IsUnimportedModule(Evidence of) => of.Exception?.Name is { } name && (
        (of.Kind == AtomKind.Python && of.IsA("NameError") && PythonLibrary.Modules.Contains(name))
        || (of.IsScript && of.IsA("ReferenceError") && NodeLibrary.IsImportable(name)));

    private static bool IsAllocationFailure(Evidence of) => of.IsScript && of.IsA("RangeError") && of.Exception!.Message is "Array buffer allocation failed" or "Invalid typed array length";

    /// <summary>In JavaScript a cause is named on purpose; in Python it may only have been there before.</summary>
    private static bool IsCodingFault(Evidence of) => of.Kind == AtomKind.Python && of.IsExactly(CodingFaults);

    private static string HowToInstall(Evidence of)
    {
        var module = of.Exception!.Module ?? "";
        if (module.Length == 0 || module[0] is '.' or '/')
            return ". Correct the path it is imported from.";
        if (of.Kind == AtomKind.Python)
            return PythonLibrary.Modules.Contains(module.Split('.')[0]) ? "" : $". Install the package that has it (pip install {module.Split('.')[0]}), or correct its name.";
        return $". Install the package that has it (npm install {module}), or correct its name.";
    }

    private static string Tool(Evidence of) => of.Exception!.SystemCall!.Split(' ', 2) is [_, var tool] ? $"'{tool}'" : "the tool";

    private static string HowToPermit(Evidence of) => of.Exception!.SystemCall is { } call && call.StartsWith("spawn", StringComparison.Ordinal) && call.Split(' ', 2) is [_, var tool]
        ? $"Make it executable: chmod +x {tool}"
        : "Give the user Holdfast runs as access to it, or write to the atom's own folder.";

    private static string HowToMakeRoom(Evidence of) => of.Exception!.Code switch
    {
        "ENOSPC" or "EDQUOT" => "Free some space: holdfast runs delete, or df -h to see what is full.",
        "ERR_DLOPEN_FAILED" => "Rebuild the native package for this machine: npm rebuild.",
        _ => "Raise the limit of open files: ulimit -n.",
    };
}
