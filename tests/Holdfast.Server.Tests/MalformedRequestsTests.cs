using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Server.Tests.OpenApi;

namespace Holdfast.Server.Tests;

/// <summary>
/// Requests that no client means, to every address there is, over the socket and over the network: each is answered, with a reason, and with nothing in it that is nobody's
/// business. A seed that is printed repeats a failure (<c>HOLDFAST_SEED</c>); at full count there are 20,000 (<c>HOLDFAST_FULL=1</c>).
/// </summary>
public sealed class MalformedRequestsTests : IAsyncLifetime
{
    private const int AtOnce = 4;
    private const int LongestAnswer = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>One round of all addresses in so many is sent over the network.</summary>
    private const int NetworkRounds = 3;

    private const string Secret = "hold-me-fast-and-tell-nobody-4711";

    private readonly string secretFile = Path.GetTempFileName();
    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int Count => Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1" ? 20_000 : 2_000;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    public async ValueTask InitializeAsync() =>
        served = await ServedHome.OpenAsync(options => options with { Listen = new IPEndPoint(IPAddress.Loopback, 0), RequestsPerSecond = 1_000_000 });

    public async ValueTask DisposeAsync()
    {
        await served.DisposeAsync();
        File.Delete(secretFile);
    }

    [Fact]
    public async Task Requests_OfAnyKind_AreAnsweredWithoutAFaultOrALeak()
    {
        var seed = Seed;
        await FurnishAsync();
        var routes = served.Routes;
        var network = new Uri(DaemonFile.TryRead(served.Folder)!.NetworkUrl!);
        string[] tokens = [await ReadAsync(DaemonFile.TokenIn(served.Folder)), await ReadAsync(DaemonFile.ReadTokenIn(served.Folder))];
        var caller = new OddRequest.Caller(network.Authority, tokens[0], tokens[1]);
        Assert.True(routes.Count > 60, "The routes are not known.");
        var wrong = new List<string>();
        var overNetwork = new HashSet<string>();

        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, async (number, cancellationToken) =>
        {
            // Each by itself: the same number is the same request, whatever the others are.
            var from = number / routes.Count % NetworkRounds == 0 ? caller : null;
            var request = new OddRequest(new Random(unchecked(seed + number)), routes, number, from).ToBytes();
            var answer = await SendAsync(request, from is null ? null : network, cancellationToken);
            if (from is not null)
            {
                lock (overNetwork)
                    overNetwork.Add(answer.Split(' ', 3) is [_, var status, ..] ? status : "none");
            }

            if (FaultOf(answer, [.. tokens, Secret]) is { } fault || (fault = UndescribedOf(request, answer)) is not null)
            {
                lock (wrong)
                    wrong.Add($"{fault}\n  request {number}: {Shown(request)}");
            }
        });

        var daemon = await served.Client.GetDaemonAsync(Ct);
        Assert.Equal(DaemonState.Serving, daemon.State);
        // The guard let some through, and not others.
        Assert.Superset(new HashSet<string> { "200", "401", "403" }, overNetwork);
        Assert.True(wrong.Count == 0, $"HOLDFAST_SEED={seed}: {wrong.Count} of {Count} requests\n{string.Join('\n', wrong.Take(12))}");
    }

    // Something of everything, so that most addresses are of something.
    private async Task FurnishAsync()
    {
        await File.WriteAllTextAsync(secretFile, Secret, Ct);
        var secrets = $$$"""{"HIDDEN":{"file":"{{{secretFile}}}"}}""";
        await PostAsync("/api/tasks", $$$"""{"title":"One","agent":{"command":["/bin/sh","-c","echo it is $HIDDEN"],"secrets":{{{secrets}}}}}""");
        await PostAsync("/api/tasks/1/execute?wait=2m", "");
        await PostAsync("/api/v2/executions?wait=2m", $$$"""{"command":["/bin/sh","-c","echo it is $HIDDEN; echo $HIDDEN >&2; exit 3"],"working_directory":"/","secrets":{{{secrets}}}}""");
        Assert.Contains("it is ***", await served.Http.GetStringAsync("/api/v2/executions/2/log", Ct), StringComparison.Ordinal);
        var plan = JsonDocument.Parse(await PostAsync("/api/v2/masterplans", "name: odd\natoms: [{key: a, kind: shell, code: 'echo one'}]")).RootElement.GetProperty("plan_id").GetString();
        await PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", "");
    }

    private async Task<string> PostAsync(string address, string body)
    {
        using var answer = await served.Http.PostAsync(address, new StringContent(body), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    /// <returns>What was wrong with the answer; null when nothing was.</returns>
    /// <param name="secrets">What is in no answer.</param>
    private static string? FaultOf(string answer, string[] secrets)
    {
        if (answer.Length == 0 || !answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture, out var status))
            return $"no answer, but '{Shown(Encoding.UTF8.GetBytes(answer))}'";
        if (status >= 500)
            return $"{status}: {answer[Math.Max(0, answer.IndexOf("\r\n\r\n", StringComparison.Ordinal))..]}";
        foreach (var secret in secrets)
        {
            if (answer.Contains(secret, StringComparison.Ordinal))
                return $"{status} with a token or a secret";
        }

        foreach (var trace in new[] { "   at ", ".cs:line", "/src/Holdfast", "System.Text.Json.", "NullReference" })
        {
            if (answer.Contains(trace, StringComparison.Ordinal))
                return $"{status} with '{trace}': {answer[..Math.Min(answer.Length, 1_000)]}";
        }

        return status >= 400 && answer.Contains(Problem.MediaType, StringComparison.Ordinal) ? FaultOfProblem(status, answer) : null;
    }

    /// <returns>What the description of the operation does not say; null where it says all, or where the request is of none.</returns>
    private static string? UndescribedOf(byte[] request, string answer)
    {
        var line = Encoding.Latin1.GetString(request, 0, request.AsSpan().IndexOf("\r\n"u8)).Split(' ');
        var head = answer.Split("\r\n\r\n", 2);
        var headers = head[0].Split("\r\n").Skip(1).Select(header => header.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[^1], StringComparer.OrdinalIgnoreCase);
        var status = int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        // What the web server itself refuses never was a request, and what has dots in it is of another address.
        if (line[1].Contains("..", StringComparison.Ordinal) || line[1].Contains("%2e%2e", StringComparison.Ordinal) || DescribedApi.Current.Find(line[0], line[1].Split('?')[0]) is not { } operation || !headers.Contains(ProtocolVersion.Header))
            return null;
        var mediaType = headers["Content-Type"].FirstOrDefault()?.Split(';')[0];
        // Which of its headers it was answered so for cannot be told.
        if (DescribedApi.Current.FaultsOfHead(operation, status, mediaType, asked: [], [.. headers.Select(header => header.Key)]).FirstOrDefault() is { } fault)
            return fault;
        var body = head[^1];
        var (from, to) = (body.IndexOf('{', StringComparison.Ordinal), body.LastIndexOf('}'));
        return mediaType == Problem.MediaType && to > from && from >= 0 ? DescribedApi.Current.FaultOfDocument(operation, status, mediaType, body[from..(to + 1)]) : null;
    }

    private static string? FaultOfProblem(int status, string answer)
    {
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var (from, to) = (body.IndexOf('{', StringComparison.Ordinal), body.LastIndexOf('}'));
        // Of a HEAD there is none.
        if (from < 0 || to < from)
            return null;
        var problem = JsonSerializer.Deserialize(body[from..(to + 1)], ProtocolJson.Compact.Problem)!;
        return problem.Status == status && ErrorCode.All.Contains(problem.Code) && problem.Detail.Length > 0 ? null : $"{status} with {body}";
    }

    /// <summary>Says what is to be said, and takes the answer; of one without an end, its beginning.</summary>
    /// <param name="network">Where the daemon listens there; null for its socket.</param>
    private async Task<string> SendAsync(byte[] request, Uri? network, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        EndPoint place = network is null ? new UnixDomainSocketEndPoint(DaemonFile.SocketIn(served.Folder)) : new IPEndPoint(IPAddress.Parse(network.Host), network.Port);
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, network is null ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(place, patience.Token);
        var heard = new StringBuilder();
        try
        {
            var sending = SendAllAsync(socket, request, patience.Token);
            var buffer = new byte[64 << 10];
            while (heard.Length < LongestAnswer && await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
            {
                heard.Append(Encoding.UTF8.GetString(buffer, 0, count));
                if (heard.ToString().Contains("text/event-stream", StringComparison.Ordinal))
                    break;
            }

            await sending;
        }
        catch (SocketException)
        {
            // Cut off with what was not read, which is answered before.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            heard.Append(CultureInfo.InvariantCulture, $" … and nothing more for {Patience.TotalSeconds} s");
            return $"{heard}"["HTTP/1.1 ".Length < heard.Length && heard[0] == 'H' ? 9.. : 0..];
        }

        return heard.ToString();
    }

    private static async Task<string> ReadAsync(string file) => (await File.ReadAllTextAsync(file, Ct)).Trim();

    private static async Task SendAllAsync(Socket socket, byte[] request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await socket.SendAsync(request.AsMemory(sent), cancellationToken);
    }

    private static string Shown(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).Replace("\r\n", " | ", StringComparison.Ordinal);
        return text.Length > 700 ? $"{text[..700]}…" : text;
    }
}
