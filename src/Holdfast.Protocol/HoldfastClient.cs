using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Queueing;

namespace Holdfast.Protocol;

/// <summary>
/// Talks to a daemon over its unix socket. What the daemon refuses, and a daemon that cannot be talked to, is a
/// <see cref="RefusedException"/>; the codes are those of <see cref="ErrorCode"/>.
/// </summary>
public sealed partial class HoldfastClient : IDisposable
{
    private const string EventStream = "text/event-stream";
    private const string MendMismatch = "holdfast daemon restart";

    /// <summary>What a daemon that answers at all answers within. Waiting and following have no such bound.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(100);

    private readonly string socket;
    private readonly string clientVersion;
    private readonly HttpClient http;

    /// <param name="socket">The daemon's socket.</param>
    /// <param name="clientVersion">Of the program that asks; named where it and the daemon do not understand each other.</param>
    /// <param name="traceParent">The place in a trace that all it asks for belongs to (W3C <c>traceparent</c>); null or empty for none.</param>
    /// <param name="traceState">The <c>tracestate</c> that goes with it.</param>
    public HoldfastClient(string socket, string clientVersion, string? traceParent = null, string? traceState = null)
    {
        this.socket = socket;
        this.clientVersion = clientVersion;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync, UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        http = new HttpClient(handler) { BaseAddress = new Uri(DaemonFile.SocketUrl), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add(ProtocolVersion.Header, ProtocolVersion.Current.ToString());
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("holdfast", clientVersion));
        if (!IsPlain(traceParent))
            return;
        http.DefaultRequestHeaders.TryAddWithoutValidation("traceparent", traceParent);
        if (IsPlain(traceState))
            http.DefaultRequestHeaders.TryAddWithoutValidation("tracestate", traceState);
    }

    public Task<DaemonDocument> GetDaemonAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "/api/v2/daemon", null, ProtocolJson.Compact.DaemonDocument, cancellationToken);

    /// <summary>Asks it to end; it has ended when its process has.</summary>
    public async Task StopDaemonAsync(StopMode mode, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "/api/v2/daemon/stop", Content(new DaemonStopRequest(mode), ProtocolJson.Compact.DaemonStopRequest), LongestAnswer, cancellationToken);
    }

    public Task<DaemonLimits> GetLimitsAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "/api/v2/daemon/limits", null, ProtocolJson.Compact.DaemonLimits, cancellationToken);

    public Task<DaemonLimits> ChangeLimitsAsync(DaemonLimitsChange change, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Patch, "/api/v2/daemon/limits", Content(change, ProtocolJson.Compact.DaemonLimitsChange), ProtocolJson.Compact.DaemonLimits, cancellationToken);

    /// <summary>Takes back what was changed since the daemon began: its settings hold again.</summary>
    public Task<DaemonLimits> ResetLimitsAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, "/api/v2/daemon/limits", null, ProtocolJson.Compact.DaemonLimits, cancellationToken);

    /// <summary>Has it go by settings that were read anew, as far as they can be changed while it runs.</summary>
    public Task<ReloadedSettings> ReloadSettingsAsync(SettingsReload settings, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/daemon/reload", Content(settings, ProtocolJson.Compact.SettingsReload), ProtocolJson.Compact.ReloadedSettings, cancellationToken);

    /// <summary>Makes a token of the home anew; the file has it then.</summary>
    public async Task RotateTokenAsync(TokenRotation rotation, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "/api/v2/token/rotate", Content(rotation, ProtocolJson.Compact.TokenRotation), LongestAnswer, cancellationToken);
    }

    public Task<StartedExecution> StartExecutionAsync(ExecutionRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/executions", Content(request, ProtocolJson.Compact.ExecutionRequest), ProtocolJson.Compact.StartedExecution, cancellationToken);

    public Task<ExecutionList> ListExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken)
    {
        var query = $"?limit={filter.Limit.ToString(CultureInfo.InvariantCulture)}";
        if (filter.Running)
            query += "&running=true";
        if (filter.State is { } state)
            query += $"&state={JsonSerializer.SerializeToElement(state, ProtocolJson.Compact.ExecutionStatus).GetString()}";
        return AskAsync(HttpMethod.Get, "/api/v2/executions" + query + QueryOf(filter.Wish), null, ProtocolJson.Compact.ExecutionList, cancellationToken);
    }

    /// <summary>What is to be put behind other parameters.</summary>
    private static string QueryOf(ListWish wish)
    {
        (string Name, string? Value)[] parameters =
        [
            ("sort", wish.Sort is { } sort ? JsonSerializer.SerializeToElement(sort, ProtocolJson.Compact.ListSort).GetString() : null),
            ("order", wish.Ascending ? "asc" : null), ("since", wish.Since), ("until", wish.Until), ("search", wish.Search), ("cursor", wish.Cursor),
        ];
        return string.Concat(parameters.Where(each => each.Value is not null).Select(each => $"&{each.Name}={Uri.EscapeDataString(each.Value!)}"));
    }

    /// <param name="reference">A number (<c>42</c>, <c>#42</c>), an id, or an unambiguous start or end of one.</param>
    public Task<ExecutionDocument> GetExecutionAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, AddressOf(reference), null, ProtocolJson.Compact.ExecutionDocument, cancellationToken);

    /// <summary>The execution once it has ended.</summary>
    public Task<ExecutionDocument> WaitExecutionAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"{AddressOf(reference)}/wait", null, ProtocolJson.Compact.ExecutionDocument, cancellationToken, Timeout.InfiniteTimeSpan);

    /// <summary>The execution as it stands after the order was taken; it is over when <see cref="WaitExecutionAsync"/> says so.</summary>
    public Task<ExecutionDocument> CancelExecutionAsync(string reference, CancelRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"{AddressOf(reference)}/cancel", Content(request, ProtocolJson.Compact.CancelRequest), ProtocolJson.Compact.ExecutionDocument, cancellationToken);

    public Task<CancelledExecutions> CancelAllExecutionsAsync(CancelRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/executions/cancel", Content(request, ProtocolJson.Compact.CancelRequest), ProtocolJson.Compact.CancelledExecutions, cancellationToken);

    /// <param name="limit">Of those that wait, at most so many.</param>
    public Task<QueueDocument> GetQueueAsync(int limit, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"/api/v2/queue?limit={limit.ToString(CultureInfo.InvariantCulture)}", null, ProtocolJson.Compact.QueueDocument, cancellationToken);

    public Task<QueueDocument> PauseQueueAsync(QueueRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/queue/pause", Content(request, ProtocolJson.Compact.QueueRequest), ProtocolJson.Compact.QueueDocument, cancellationToken);

    public Task<QueueDocument> ResumeQueueAsync(QueueRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/v2/queue/resume", Content(request, ProtocolJson.Compact.QueueRequest), ProtocolJson.Compact.QueueDocument, cancellationToken);

    /// <summary>What it wrote, byte by byte, with a notice where bytes are missing.</summary>
    /// <param name="follow">To its end rather than to what there is now.</param>
    /// <param name="tail">Only the last lines of what there is now, and what follows; null for all.</param>
    /// <param name="offset">Leaves out so many bytes, which the caller has already.</param>
    public async Task<Stream> OpenLogAsync(string reference, bool follow, int? tail, long offset, CancellationToken cancellationToken) =>
        new AnswerStream(this, await LogAsync(reference, "raw", follow, tail, offset, cancellationToken), cancellationToken);

    /// <summary>What it wrote, line by line.</summary>
    /// <param name="follow">As for <see cref="OpenLogAsync"/>.</param>
    /// <param name="tail">As for <see cref="OpenLogAsync"/>.</param>
    /// <param name="offset">Leaves out so many lines.</param>
    public async IAsyncEnumerable<ExecutionLogLine> ReadLogAsync(
        string reference, bool follow, int? tail, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new AnswerStream(this, await LogAsync(reference, "lines", follow, tail, offset, cancellationToken), cancellationToken);
        await foreach (var line in ReadLinesAsync(stream, ProtocolJson.Compact.ExecutionLogLine, cancellationToken))
            yield return line;
    }

    /// <summary>What it wrote, in pages that each say where they end: what follows can be asked for, also of the next daemon.</summary>
    /// <param name="lines">Each page is lines of JSON (<see cref="ExecutionLogLine"/>) instead of bytes as they were written.</param>
    /// <param name="tail">As for <see cref="OpenLogAsync"/>; does not count with a place.</param>
    /// <param name="after">The place of the last page the caller has; null from the beginning.</param>
    public async IAsyncEnumerable<LogPageDocument> ReadLogPagesAsync(
        string reference, bool lines, bool follow, int? tail, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = $"?format={(lines ? "lines" : "raw")}";
        if (follow)
            query += "&follow=true";
        if (after is not null)
            query += $"&after={Uri.EscapeDataString(after)}";
        else if (tail is { } last)
            query += $"&tail={last.ToString(CultureInfo.InvariantCulture)}";
        var answer = await SendAsync(HttpMethod.Get, $"{AddressOf(reference)}/log/pages{query}", null, LongestAnswer, cancellationToken);
        await using var stream = new AnswerStream(this, answer, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } page)
            yield return JsonSerializer.Deserialize(page, ProtocolJson.Compact.LogPageDocument)!;
    }

    public void Dispose() => http.Dispose();

    // What a variable holds need not be what can be sent.
    private static bool IsPlain(string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private Task<HttpResponseMessage> LogAsync(string reference, string format, bool follow, int? tail, long offset, CancellationToken cancellationToken)
    {
        var query = $"?format={format}";
        if (follow)
            query += "&follow=true";
        if (tail is { } lines)
            query += $"&tail={lines.ToString(CultureInfo.InvariantCulture)}";
        if (offset > 0)
            query += $"&offset={offset.ToString(CultureInfo.InvariantCulture)}";
        return SendAsync(HttpMethod.Get, $"{AddressOf(reference)}/log{query}", null, LongestAnswer, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ReadLinesAsync<T>(Stream stream, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return JsonSerializer.Deserialize(line, type)!;
    }

    private static string AddressOf(string reference) => $"/api/v2/executions/{Segment(reference)}";

    /// <summary>What is named, as a part of an address. Nothing, and the dots that lead elsewhere, would make it another address.</summary>
    private static string Segment(string reference) => reference.Trim() is "" or "." or ".."
        ? throw new RefusedException(new Error(ErrorCode.Usage, $"'{reference}' names nothing: give a number, an id, or an unambiguous start or end of an id."))
        : Uri.EscapeDataString(reference);

    private static ByteArrayContent Content<T>(T document, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(document, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<T> AskAsync<T>(
        HttpMethod method, string address, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan? patience = null,
        Action<HttpRequestHeaders>? headers = null)
    {
        using var answer = await SendAsync(method, address, content, patience ?? LongestAnswer, cancellationToken, headers);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return (await JsonSerializer.DeserializeAsync(body, type, cancellationToken))!;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw Unreachable(broken);
        }
        catch (JsonException unknown)
        {
            throw new RefusedException(new Error(
                ErrorCode.ProtocolMismatch, $"This holdfast {clientVersion} does not understand the answer of the daemon{VersionOf(answer)}: {unknown.Message}", MendMismatch));
        }
    }

    /// <returns>An answer of success, whose body is still to be read.</returns>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? content, TimeSpan patience, CancellationToken cancellationToken,
        Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        headers?.Invoke(request.Headers);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(patience);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            throw Unreachable(failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(new Error(
                ErrorCode.DaemonUnreachable, $"The daemon at '{socket}' did not answer {method} {address} within {patience.TotalSeconds:0} s.", MendMismatch));
        }

        try
        {
            ThrowIfOtherProtocol(answer);
            if (!answer.IsSuccessStatusCode)
                throw new RefusedException(await ErrorOfAsync(answer, address, cancellationToken));
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Server-sent events, as the daemon writes them: each with a name, and its data in one line.</summary>
    private async IAsyncEnumerable<(string Name, string Data)> ReadStreamAsync(HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new AnswerStream(this, answer, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var name = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return (name, line["data: ".Length..]);
        }
    }

    private void ThrowIfOtherProtocol(HttpResponseMessage answer)
    {
        if (ProtocolOf(answer) is { } theirs && theirs.Understands(ProtocolVersion.Current))
            return;
        throw new RefusedException(new Error(
            ErrorCode.ProtocolMismatch,
            $"This holdfast {clientVersion} speaks protocol {ProtocolVersion.Current}, and the daemon{VersionOf(answer)} speaks {ProtocolOf(answer)?.ToString() ?? "none"}: they do not understand each other.",
            MendMismatch));
    }

    private async Task<Error> ErrorOfAsync(HttpResponseMessage answer, string address, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType == Problem.MediaType)
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var problem = (await JsonSerializer.DeserializeAsync(body, ProtocolJson.Compact.Problem, cancellationToken))!;
            // An older daemon does not know every address of its major version.
            return problem.Code is ErrorCode.NoSuchAddress or ErrorCode.MethodNotAllowed && ProtocolOf(answer) is { } theirs && theirs.Minor < ProtocolVersion.Current.Minor
                ? new Error(ErrorCode.ProtocolMismatch, $"This holdfast {clientVersion} asks for what the daemon{VersionOf(answer)}, which is older, does not know yet.", MendMismatch)
                : problem.ToError();
        }

        return new Error(
            ErrorCode.Unexpected, $"The daemon at '{socket}' answered {address} with {(int)answer.StatusCode} {answer.ReasonPhrase} and no reason.", "holdfast daemon logs");
    }

    private static ProtocolVersion? ProtocolOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(ProtocolVersion.Header, out var values) ? ProtocolVersion.TryParse(values.FirstOrDefault()) : null;

    private static string VersionOf(HttpResponseMessage answer) =>
        answer.Headers.Server.FirstOrDefault(server => server.Product?.Name == "holdfast")?.Product?.Version is { } version ? $" {version}" : "";

    private RefusedException Unreachable(Exception cause)
    {
        var why = cause.InnerException is SocketException refused ? refused.Message : cause.Message;
        return new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon at '{socket}' cannot be reached, or ended before it answered: {why}", "holdfast daemon status"));
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The body of an answer; a daemon that ends meanwhile is told as such, never taken for the body's end.</summary>
    private sealed class AnswerStream(HoldfastClient client, HttpResponseMessage answer, CancellationToken opening) : Stream
    {
        private readonly Stream body = answer.Content.ReadAsStream(opening);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await body.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException)
            {
                throw client.Unreachable(broken);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                answer.Dispose();
            base.Dispose(disposing);
        }
    }
}
