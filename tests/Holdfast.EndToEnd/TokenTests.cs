using System.Net;
using System.Net.Http.Headers;
using Holdfast.Protocol.Daemons;

namespace Holdfast.EndToEnd;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Token_Printed_LetsInUntilItIsMadeAnew()
    {
        var printed = await Desk.HoldfastAsync("token");
        var told = await Desk.DocumentAsync(json => json.TokenDocument, "token");
        var before = await StatusAsync(told.Token);

        var rotated = (await Desk.HoldfastAsync("token", "--rotate")).Out.Trim();

        Assert.Equal((told.Token + "\n", ""), (printed.Out, printed.Error));
        Assert.Equal(new TokenDocument(told.Token, ReadOnly: false, Path.Combine(Desk.Home, "token"), daemon.File.Url), told);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (before, await StatusAsync(told.Token), await StatusAsync(rotated)));
        Assert.DoesNotContain(rotated, await File.ReadAllTextAsync(DaemonFile.LogIn(Desk.Home), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_SwitchedOff_IsNotListenedOn()
    {
        Desk.Environment["HOLDFAST_HTTP_LISTEN"] = "off";

        var told = await Desk.DocumentAsync(json => json.TokenDocument, "token", "--read-only");
        var status = await Desk.HoldfastAsync("daemon", "status");
        var listening = await Desk.ShellAsync(
            $"ls -l /proc/{daemon.File.Pid}/fd | grep -o 'socket:.[0-9]*' | grep -o '[0-9]*' | sort > mine; awk '$4 == \"0A\" {{ print $10 }}' /proc/net/tcp /proc/net/tcp6 | sort | comm -12 - mine");

        Assert.Equal((null, true), (told.Url, told.ReadOnly));
        Assert.Contains("http    off", status.Out, StringComparison.Ordinal);
        Assert.Equal(("", ""), (listening.Out, listening.Error));
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var http = new HttpClient { BaseAddress = new Uri(daemon.File.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync("/api/tasks", Ct);
        return answer.StatusCode;
    }
}
