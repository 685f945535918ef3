using System.Text.RegularExpressions;

namespace Holdfast.Core.Failures;

/// <summary>
/// What the end of stderr says, where nothing better is known. Only whole reports in their exact form count: a traceback that ends the text, Node's own
/// last words, the last line of a tool that says so. Text that mentions an error somewhere says nothing.
/// </summary>
/// <param name="ExceptionType">Of an exception that nobody caught, as an interpreter printed it.</param>
/// <param name="ToolFault">What a tool's last line says: network, rate_limited, permission, disk_full, out_of_memory.</param>
/// <param name="Line">That line.</param>
internal sealed partial record ErrorText(string? ExceptionType, string? ToolFault, string Line)
{
    public static readonly ErrorText None = new(null, null, "");

    public static ErrorText Read(string? tail)
    {
        var lines = (tail ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return None;
        var last = lines[^1];
        if (Array.FindLastIndex(lines, line => line.StartsWith("Traceback (most recent call last):", StringComparison.Ordinal)) is >= 0 and var start
            && start < lines.Length - 2 && lines[start + 1].StartsWith("File \"", StringComparison.Ordinal) && Raised().Match(last) is { Success: true } raised)
        {
            return new ErrorText(raised.Groups["type"].Value, null, last);
        }

        if (NodeVersion().IsMatch(last) && Array.FindLast(lines, line => Thrown().IsMatch(line)) is { } thrown)
            return new ErrorText(Thrown().Match(thrown).Groups["type"].Value, null, thrown);
        if (Array.Find(lines, HeapLimit().IsMatch) is { } fatal)
            return new ErrorText(null, "out_of_memory", fatal);
        return new ErrorText(null, FaultOf(last), last);
    }

    private static string? FaultOf(string line) => line switch
    {
        _ when CurlNetwork().IsMatch(line) || ToolNetwork().IsMatch(line) => "network",
        _ when HttpTooMany().IsMatch(line) => "rate_limited",
        _ when PermissionDenied().IsMatch(line) => "permission",
        _ when NoSpace().IsMatch(line) => "disk_full",
        _ => null,
    };

    [GeneratedRegex(@"^(\w+\.)*(?<type>[A-Z]\w*)(:\s.*)?$")]
    private static partial Regex Raised();

    [GeneratedRegex(@"^(Uncaught )?(?<type>[A-Z]\w*Error)(\s\[\w+\])?(:\s.*)?$")]
    private static partial Regex Thrown();

    [GeneratedRegex(@"^Node\.js v\d+\.\d+")]
    private static partial Regex NodeVersion();

    [GeneratedRegex("^FATAL ERROR: .*JavaScript heap out of memory$")]
    private static partial Regex HeapLimit();

    // 5, 6: name not resolved; 7: refused; 28: timed out; 35: TLS; 52, 55, 56: broken off.
    [GeneratedRegex(@"^curl: \((5|6|7|28|35|52|55|56)\) ")]
    private static partial Regex CurlNetwork();

    [GeneratedRegex("^(fatal: unable to access '.*': (Could not resolve host|Failed to connect)|wget: unable to resolve host address|ssh: (Could not resolve hostname|connect to host .* (Connection (refused|timed out)|No route to host))|npm (ERR!|error) (network|code E(CONN|NOTFOUND|TIMEDOUT|AI_AGAIN)))")]
    private static partial Regex ToolNetwork();

    [GeneratedRegex(@"^(curl: \(22\) The requested URL returned error: 429|.*ERROR 429: Too Many Requests\.)")]
    private static partial Regex HttpTooMany();

    [GeneratedRegex(@"^[\w./-]+: (.+: )?Permission denied$")]
    private static partial Regex PermissionDenied();

    [GeneratedRegex(@"^[\w./-]+: (.+: )?No space left on device$")]
    private static partial Regex NoSpace();
}
