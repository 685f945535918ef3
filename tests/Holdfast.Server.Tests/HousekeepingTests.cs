using System.Threading.Channels;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Server.Daemons;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

public sealed class HousekeepingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-housekeeping-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Collection_ThatFailsInAWayNobodyThoughtOf_IsToldAndTriedAgainAndKeepsNobodyFromClosing()
    {
        var home = HoldfastHome.OpenAt(folder);
        await using var store = SqliteStore.Open(home.Store);
        await using var desk = await ExecutionDesk.OpenAsync(home, store, TimeProvider.System, new ExecutionDeskOptions(), Ct);
        var log = new ToldMessages();
        // No moment is so long ago: looking for what is older fails.
        var garbage = new GarbageCollection(home, store, desk, RetentionRule.Default with { Age = TimeSpan.MaxValue }, TimeProvider.System);

        await using (new Housekeeping(garbage, new HastyTime(), log, failed => throw failed))
        {
            Assert.StartsWith("garbage could not be collected: ", await log.NextAsync(), StringComparison.Ordinal);
            Assert.StartsWith("garbage could not be collected: ", await log.NextAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>Whatever is waited for comes at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class ToldMessages : ILogger
    {
        private static readonly TimeSpan Safety = TimeSpan.FromSeconds(60);

        private readonly Channel<string> told = Channel.CreateUnbounded<string>();

        public Task<string> NextAsync() => told.Reader.ReadAsync(Ct).AsTask().WaitAsync(Safety, Ct);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            told.Writer.TryWrite(formatter(state, exception));
    }
}
