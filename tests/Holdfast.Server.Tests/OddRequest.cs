using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests;

/// <summary>One request that is a little or very wrong, made from a random sequence.</summary>
/// <param name="caller">Who sends it over the network; null over the home's own socket.</param>
internal sealed class OddRequest(Random random, IReadOnlyList<(string Method, string Pattern)> routes, int number, OddRequest.Caller? caller)
{
    /// <param name="Authority">The daemon's address and port.</param>
    public sealed record Caller(string Authority, string Token, string ReadToken);

    // Whoever is cut off by another's success would be taken for one that was not answered.
    private static readonly string[] NeverRight = ["/daemon/stop", "/token/rotate"];

    // The first of each is over.
    private static readonly string[] Followed = ["/1/log", "/1/log/pages", "/1/logs"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "X"];

    private static readonly string[] Segments =
    [
        "1", "2", "%231", "0", "-1", "999999999999", "99999999999999999999999", "a", "..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "%ff%fe", "%ED%A0%80", "a%2Fb", "%",
        "%F0%9F%98%80", "'", "\"", "%25s%25n", "{id}", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000", "1;drop", "1%20or%201=1", "~", "*", "%5c..%5c", "null",
    ];

    private static readonly string[] Parameters =
    [
        "limit", "cursor", "after", "status", "state", "running", "sort", "order", "search", "type", "run", "execution", "task", "tail", "offset", "format", "key", "atom", "path", "attempt", "level",
        "other", "days", "everything", "from_start", "wait", "open", "workspace", "working_directory", "subject", "agent", "plan", "since", "until",
    ];

    private static readonly string[] Values =
    [
        "", "1", "0", "-1", "true", "false", "maybe", "99999999999999999999", "1e9", "NaN", "..", "../../etc/passwd", "/etc/passwd", "%00", "%ff", "a", "todo", "completed", "run.*", "*", "created", "asc",
        "5ms", "1h", "-5s", "bytes", "json", "html", "lines", "raw", "MTIz", "AAAA", "%F0%9F%98%80", "a,b,,c", "keep", "remove", "1-2-3", "0-0-0", "duration", "name", "2026-03-01T12:00:00Z", "9999-12-31", "0001-01-01T00:00:00+14:00", "36500d", "99999999d",
    ];

    // What requests look like when they are right; some of it is then made wrong.
    private static readonly string[] Bodies =
    [
        """{"title":"One","prompt":"Do.","priority":1,"agent":{"command":["true"],"prompt_by":"file","environment":{"A":"1"},"secrets":{"B":{"env":"HOME"}},"timeout_ms":1000,"no_timeout":false,"stall_ms":500},"workspace":{"kind":"folder","repository":"/none","base":"main"}}""",
        """{"to":"planning","who":"me","why":"so"}""",
        """{"who":"me","immediate":true}""",
        """{"command":["true"],"working_directory":"/","name":"n","environment":{"A":"1"},"secrets":{"B":{"file":"/none"}},"timeout_ms":1000,"policy":{"first_ms":1,"extension_ms":1,"most_extensions":1,"progress_within_ms":1},"stall_ms":500,"priority":1,"keys":["k"],"host":"shim","completion":["exit"]}""",
        """{"plan":{"file":"-","working_directory":"/","content":"bmFtZTogeA=="},"run_id":"01a1fcb8-66e8-7e79-a10f-88770a724583","jobs":2,"environment":{"A":"1"},"schedule":"waves","wave":1,"atoms":["a"],"module":"m","component":"c","with_needs":true,"input":{"a":1},"strict":true}""",
        """{"execute_by_waves":true,"schedule":"eager","with_needs":true,"input_data":{"a":1}}""",
        """{"run_id":"01a1fcb8-66e8-7e79-a10f-88770a724583","jobs":1,"atoms":["a"],"only_failed":true,"code":{"key":"a","file":"f","text":"true"},"environment":{}}""",
        """{"plan":{"file":"none.yaml","working_directory":"/","content":null},"strict":false,"environment":{},"last":3}""",
        """{"who":"me","key":"k"}""",
        """{"who":"me","force":true}""",
        """{"read_only":true}""",
        """{"request":{"branches":true,"processes":true,"executions":true,"folders":true,"logs":true,"older_than_ms":1000},"agreed":[]}""",
        """{"name":"odd","atoms":[{"key":"a","kind":"shell","code":"true","needs":["a"]}]}""",
        "name: odd\natoms: [{key: a, kind: shell, code: 'true'}]",
    ];

    private static readonly string[] Headers = ["Idempotency-Key", "If-Match", "If-None-Match", "Range", "Accept", "Last-Event-ID", "Holdfast-Protocol", "Content-Type", "Origin", "Authorization", "Expect", "Cookie", "Accept-Encoding"];

    private static readonly string[] HeaderValues =
    [
        "", "a", "\"a\"", "\"1\"", "*", "W/\"1\"", "bytes=0-", "bytes=-5", "bytes=5-2", "bytes=0-0,2-3", "bytes=99999999999999999999-", "text/event-stream", "application/json; charset=utf-16", "2.0", "9.9", "x.y",
        "-1", "99999999999999999999", "Bearer x", "100-continue", "gzip;q=9", "\t", "\u00e9",
    ];

    public byte[] ToBytes()
    {
        var (method, pattern) = routes[number % routes.Count];
        var isNeverRight = NeverRight.Any(end => pattern.EndsWith(end, StringComparison.Ordinal));
        if (!isNeverRight && random.Next(8) == 0)
            method = Pick(Methods);
        var address = Fill(pattern);
        address += Query(mayFollow: Followed.Any(end => address.EndsWith(end, StringComparison.Ordinal)));
        // A daemon that is told to stop does.
        var body = isNeverRight ? Encoding.UTF8.GetBytes("{\"mode\":") : Body();
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {address} HTTP/1.1\r\n{(caller is null ? "Host: localhost\r\n" : Introduction(caller))}Connection: close\r\n");
        for (var headers = random.Next(4); headers > 0; headers--)
            request.Append(CultureInfo.InvariantCulture, $"{Pick(Headers)}: {Pick(HeaderValues)}\r\n");
        if (random.Next(50) == 0)
            request.Append("X-Long: ").Append('x', random.Next(100_000)).Append("\r\n");
        request.Append(Framing(body.Length));
        return [.. Encoding.UTF8.GetBytes(request.ToString()), .. "\r\n"u8, .. body];
    }

    // One of what the guard looks at is wrong at the most: else the first would hide the others.
    private string Introduction(Caller from)
    {
        var wrong = random.Next(6);
        var host = wrong != 0 ? $"Host: {from.Authority}\r\n" : Pick(["", "Host:\r\n", "Host: evil.example\r\n", "Host: localhost\r\n", $"Host: {from.Authority}\r\nHost: evil.example\r\n", "Host: [::\r\n", "Host: 127.0.0.1:99999\r\n"]);
        var right = $"Authorization: Bearer {(random.Next(3) == 0 ? from.ReadToken : from.Token)}\r\n";
        var token = wrong != 1 ? right : Pick(
        [
            "", "Authorization:\r\n", "Authorization: Bearer\r\n", $"Authorization: Basic {from.Token}\r\n", $"Authorization: {from.Token}\r\n", $"Authorization: Bearer {from.Token[1..]}\r\n",
            $"Authorization: Bearer {from.Token}x\r\n", right + right, $"Cookie: token={from.Token}\r\n", $"Authorization: Bearer {new string('x', 5_000)}\r\n",
        ]);
        var origin = wrong != 2 ? "" : Pick(["Origin: http://evil.example\r\n", "Origin: null\r\n", "Origin:\r\n", $"Origin: http://{from.Authority}\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n"]);
        return host + token + origin;
    }

    private string Framing(int length) => random.Next(60) switch
    {
        0 => "",
        // Waited for in vain, for some seconds.
        1 when random.Next(10) == 0 => $"Content-Length: {length + 5}\r\n",
        2 => "Content-Length: -1\r\n",
        3 => "Transfer-Encoding: chunked\r\n",
        4 => $"Content-Length: {length}\r\nContent-Length: {length + 1}\r\n",
        _ => $"Content-Length: {length}\r\n",
    };

    private string Fill(string pattern)
    {
        var filled = string.Join('/', pattern.Split('/').Select(segment => segment.StartsWith('{') ? Segment() : segment));
        return random.Next(40) switch
        {
            0 => filled + "/" + Segment(),
            1 => filled.Replace("/api", "/API", StringComparison.Ordinal),
            2 => "/" + filled,
            3 => filled + new string('a', 9_000),
            _ => filled,
        };
    }

    private string Segment() => random.Next(30) == 0 ? new string('1', random.Next(1, 5_000)) : random.Next(3) == 0 ? "1" : Pick(Segments);

    private string Query(bool mayFollow)
    {
        var parts = Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(Parameters)}={Pick(Values)}").ToList();
        if (mayFollow && random.Next(2) == 0)
            parts.Add("follow=true");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private byte[] Body() => random.Next(12) switch
    {
        0 => [],
        1 => RandomBytes(),
        2 => Encoding.UTF8.GetBytes(Nested(random.Next(2_000))),
        3 => Cut(Encoding.UTF8.GetBytes(Pick(Bodies))),
        4 => Encoding.UTF8.GetBytes(Pick(Bodies)),
        5 => Twisted(Encoding.UTF8.GetBytes(Pick(Bodies))),
        _ => Encoding.UTF8.GetBytes(Mutated(Pick(Bodies))),
    };

    private string Mutated(string body)
    {
        if (!body.StartsWith('{'))
            return body.Replace("a", Pick(Values), StringComparison.Ordinal);
        var root = JsonNode.Parse(body)!;
        for (var times = random.Next(1, 4); times > 0; times--)
            Mutate(root);
        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(2) == 0 });
    }

    private void Mutate(JsonNode node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (members[name] is { } inner and (JsonObject or JsonArray) && random.Next(2) == 0)
                    Mutate(inner);
                else if (random.Next(4) == 0)
                    members.Remove(name);
                else
                    members[random.Next(8) == 0 ? Pick(Values) : name] = Odd();
                break;
            case JsonArray { Count: > 0 } items:
                items[random.Next(items.Count)] = Odd();
                break;
        }
    }

    private JsonNode? Odd() => random.Next(14) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => long.MaxValue,
        4 => long.MinValue,
        5 => 1e300,
        6 => 0.5,
        7 => "",
        8 => new string('x', random.Next(10_000)),
        9 => "\u0000",
        10 => new JsonArray(null, 1, "a"),
        11 => new JsonObject { ["a"] = null },
        12 => "../../etc/passwd",
        _ => Pick(Values),
    };

    private string Nested(int depth) => random.Next(2) == 0
        ? new string('[', depth) + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private byte[] Cut(byte[] body) => body[..random.Next(body.Length)];

    private byte[] Twisted(byte[] body)
    {
        for (var times = random.Next(1, 6); times > 0; times--)
            body[random.Next(body.Length)] = (byte)random.Next(256);
        return body;
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[random.Next(2_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
