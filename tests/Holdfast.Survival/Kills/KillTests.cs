using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Survival.Kills;

public sealed class KillTests(SubjectProgram program) : IClassFixture<SubjectProgram>
{
    private const int QuickRounds = 200;
    private const int FullRounds = 10_000;

    // Far more than it takes: who comes to it has hung.
    private static readonly TimeSpan QuickTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FullTime = TimeSpan.FromMinutes(60);

    [Fact]
    public async Task Kills_OfDaemonShimsAndProcesses_LoseNothingStartNothingTwiceAndLeaveNobody()
    {
        var isFull = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";
        var rounds = NumberIn("HOLDFAST_ROUNDS") ?? (isFull ? FullRounds : QuickRounds);
        var seed = NumberIn("HOLDFAST_SEED") ?? Random.Shared.Next();
        await using var game = new KillGame(seed, program.Path);

        var isThrough = await game.PlayAsync(rounds, isFull ? FullTime : QuickTime);
        await game.EndAsync();

        TestContext.Current.SendDiagnosticMessage($"Seed {seed}: {game.Rounds} rounds, {game.Subjects} executions. {game.Deaths}. Ends: {Ends(game)}");
        Assert.True(isThrough, $"Seed {seed}: only {game.Rounds} of {rounds} rounds in the time there is. {game.Deaths}");
        await CheckStoreAsync(game);
    }

    /// <summary>What is stored of each is a way that an execution can go, and ends where it is seen.</summary>
    private static async Task CheckStoreAsync(KillGame game)
    {
        await using var store = SqliteStore.Open(Engine.Storage.HoldfastHome.OpenAt(game.Home).Store);
        foreach (var subject in game.Over)
        {
            var id = new ExecutionId(subject.Id!.Value);
            var events = await store.ReadExecutionEventsAsync(id, CancellationToken.None);
            ExecutionState? state = null;
            foreach (var happened in events)
                state = ExecutionDecider.Apply(id, state, happened.Event);
            var stored = (await store.FindExecutionAsync(id.ToString(), CancellationToken.None)).Execution!;

            Assert.Equal(stored.State, state);
            // The first event is version 0.
            Assert.Equal(stored.Version, events.Count - 1);
            Assert.Equal(subject.Ended!.ExitCode, stored.ExitCode);
        }
    }

    private static string Ends(KillGame game) =>
        string.Join(", ", game.Over.CountBy(subject => subject.Ended!.End!.Cause).OrderByDescending(end => end.Value).Select(end => $"{end.Key} {end.Value}"));

    private static int? NumberIn(string variable) => Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
