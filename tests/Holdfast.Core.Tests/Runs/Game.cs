using System.Collections.Immutable;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>
/// A run to play with. The graph is drawn as <c>"a b:a c:a,b"</c> (c needs a and b); what happened and where everything stands
/// are told in words, so that a test compares the whole of it.
/// </summary>
internal sealed class Game
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly RunId Earlier = new(new Guid("00000000-0000-7000-8000-000000000001"));

    private readonly List<RunEvent> stored = [];

    private Game(Plan plan, RunEvent.Created created, IReadOnlyList<RunEvent.CodeRevised> revised)
    {
        Plan = plan;
        Run = new RunState(new RunId(new Guid("00000000-0000-7000-8000-000000000002")), plan);
        stored.AddRange(RunDecider.Create(Run, created, revised).Events);
    }

    public Plan Plan { get; }

    public RunState Run { get; }

    public IReadOnlyList<RunEffect> LastEffects { get; private set; } = [];

    /// <param name="settings">By key; default settings with no retries where it says nothing.</param>
    public static Game Of(
        Schedule schedule, string graph, Func<string, AtomSettings>? settings = null, double stopBelow = 0, int[]? selected = null, string inherited = "",
        RunEvent.CodeRevised[]? revised = null)
    {
        var plan = Draw(schedule, graph, settings, stopBelow);
        var successes = Words(inherited).Select(key => new InheritedSuccess(IndexOf(plan, key), Earlier, 1)).ToImmutableArray();
        return new Game(plan, new RunEvent.Created(Noon, schedule, selected?.ToImmutableArray(), successes, null, null), revised ?? []);
    }

    public static Game OfCreated(Plan plan, RunEvent.Created created) => new(plan, created, []);

    /// <summary>A game that has begun.</summary>
    public static Game Begun(Schedule schedule, string graph, Func<string, AtomSettings>? settings = null, double stopBelow = 0)
    {
        var game = Of(schedule, graph, settings, stopBelow);
        game.Tell(RunCommand.Begin.Instance);
        return game;
    }

    public static Plan Draw(Schedule schedule, string graph, Func<string, AtomSettings>? settings = null, double stopBelow = 0)
    {
        var drawn = Words(graph).Select(word => word.Split(':')).ToArray();
        var keys = drawn.Select(parts => parts[0]).ToArray();
        return Plan.Create(
            PlanId.Derive("drawn", ""), "drawn", schedule, stopBelow, "{}", "/",
            [.. drawn.Select(parts => new Atom
            {
                Key = parts[0],
                Kind = AtomKind.Python,
                Needs = parts.Length == 1 ? [] : [.. parts[1].Split(',').Select(need => Array.IndexOf(keys, need))],
                Settings = settings?.Invoke(parts[0]) ?? Retries(0),
            })]);
    }

    public static AtomSettings Retries(int retries) => AtomSettings.Default with { Retries = retries };

    public static AtomSettings NotCritical => AtomSettings.Default with { Retries = 0, Critical = false };

    public static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int IndexOf(Plan plan, string key) => plan.TryFind(key, out var atom) ? atom : throw new ArgumentException($"No atom '{key}' was drawn.", nameof(key));

    public int this[string key] => IndexOf(Plan, key);

    /// <returns>What happened, in words.</returns>
    public string[] Tell(RunCommand command, DateTimeOffset? at = null)
    {
        var decision = RunDecider.Decide(Run, command, at ?? Noon);
        stored.AddRange(decision.Events);
        LastEffects = decision.Effects;
        return [.. decision.Events.Select(Describe)];
    }

    /// <summary>Starts all that may start.</summary>
    /// <returns>What was started, in order: <c>"a#1 b#1"</c>.</returns>
    public string StartAll()
    {
        var started = new List<string>();
        while (RunDecider.Decide(Run, RunCommand.Grant.Instance, Noon) is { Events.Count: > 0 } decision)
        {
            stored.AddRange(decision.Events);
            var launch = (RunEffect.Launch)decision.Effects.Single();
            started.Add($"{Plan.Atoms[launch.Atom].Key}#{launch.Attempt}");
        }

        return string.Join(' ', started);
    }

    public string[] Report(string key, EndCause cause, ReportedException? exception = null) => Report(key, Run.AttemptsOf(this[key]), cause, exception);

    public string[] Report(string key, int attempt, EndCause cause, ReportedException? exception = null) =>
        Tell(new RunCommand.Report(this[key], attempt, new ExecutionReport(Ending(cause), null, exception)));

    public string[] Succeed(string key) => Report(key, new EndCause.Exited(0));

    /// <summary>A failure that only a person can mend.</summary>
    public string[] Fail(string key) => Report(key, new EndCause.CouldNotStart("interpreter_missing", "No interpreter."));

    /// <summary>A failure that may pass by itself.</summary>
    public string[] FailForAWhile(string key) => Report(key, new EndCause.Signalled(9));

    /// <summary>A failure that repaired code could mend.</summary>
    public string[] FailInCode(string key, int line = 1) => Report(key, new EndCause.Exited(1), new ReportedException { Type = "KeyError", Line = line });

    public string[] Interrupt(string key) => Report(key, new EndCause.Lost("Its host died."));

    public string[] Spawn(string key) => Tell(new RunCommand.ProcessStarted(
        this[key], Run.AttemptsOf(this[key]), new ProcessIdentity(7, 7, Guid.Empty),
        new Confinement(SandboxTier.Plain, LimitStatus.NotAsked, LimitStatus.NotAsked, LimitStatus.NotAsked)));

    public string[] Adopt(string key, int attempt) => Tell(new RunCommand.Adopted(
        this[key], attempt, new ProcessIdentity(7, 7, Guid.Empty),
        new Confinement(SandboxTier.Plain, LimitStatus.NotAsked, LimitStatus.NotAsked, LimitStatus.NotAsked)));

    public string[] WakeUp(string key) => Tell(new RunCommand.RetryDue(this[key], ((AtomState.BackingOff)Run.StateOf(this[key])!).RetryAt));

    public string[] Repair(string key, int attempt, Strategy strategy) =>
        Tell(new RunCommand.Fixed(this[key], attempt, strategy, new CodeRevision("better", "rule", "It is better.", "")));

    public string[] Decline(string key, int attempt, Strategy strategy) => Tell(new RunCommand.NotFixed(this[key], attempt, strategy, "No idea."));

    public static ExecutionEnding Ending(EndCause cause) => new() { Cause = cause, StartedAt = Noon, EndedAt = Noon, Duration = TimeSpan.Zero };

    /// <summary>Where everything stands: <c>"running: a succeeded, b ready"</c>.</summary>
    public string Standing => $"{Run.Status.ToString().ToLowerInvariant()}: " + string.Join(", ", Enumerable.Range(0, Plan.Atoms.Length)
        .Where(atom => Run.StateOf(atom) is not null)
        .Select(atom => $"{Plan.Atoms[atom].Key} {Describe(Run.StateOf(atom)!)}"));

    /// <summary>The same run from its stored events alone.</summary>
    public RunState Replay()
    {
        var replayed = new RunState(Run.Id, Plan);
        stored.ForEach(replayed.Apply);
        return replayed;
    }

    public string[] Effects => [.. LastEffects.Select(effect => effect switch
    {
        RunEffect.Launch of => $"launch {Key(of.Atom)}#{of.Attempt} revision {of.Revision}",
        RunEffect.Withdraw of => $"withdraw {Key(of.Atom)}#{of.Attempt}",
        RunEffect.End of => $"end {Key(of.Atom)}#{of.Attempt}",
        RunEffect.WakeAt of => $"wake {Key(of.Atom)}",
        RunEffect.AskForFix of => $"ask {Key(of.Atom)}#{of.Attempt} {of.Strategy.ToString().ToLowerInvariant()}",
        _ => throw new InvalidOperationException($"No words for {effect}."),
    })];

    private string Describe(RunEvent happened) => happened switch
    {
        RunEvent.Started => "started",
        RunEvent.WaveStarted of => $"wave {of.Wave} started",
        RunEvent.WaveEnded of => $"wave {of.Wave} ended {of.Succeeded}/{of.Total}",
        RunEvent.AttemptStarted of => $"{Key(of.Atom)}#{of.Number} started",
        RunEvent.ProcessStarted of => $"{Key(of.Atom)}#{of.Number} spawned",
        RunEvent.AttemptAdopted of => $"{Key(of.Atom)}#{of.Number} adopted",
        RunEvent.AttemptEnded of => $"{Key(of.Atom)}#{of.Number} {of.Outcome.ToString().ToLowerInvariant()}",
        RunEvent.StrategyChosen of => $"{Key(of.Atom)} -> {of.Strategy.ToString().ToLowerInvariant()}",
        RunEvent.BackedOff of => $"{Key(of.Atom)} backs off",
        RunEvent.FixRequested of => $"{Key(of.Atom)} asks {of.Strategy.ToString().ToLowerInvariant()}",
        RunEvent.FixDeclined of => $"{Key(of.Atom)} declined",
        RunEvent.CodeRevised of => $"{Key(of.Atom)} revision {of.Revision}",
        RunEvent.MadeReady of => $"{Key(of.Atom)} ready",
        RunEvent.AtomConcluded of => $"{Key(of.Atom)} {Describe(new AtomState.Concluded(of.Conclusion, of.Because))}",
        RunEvent.Stopping of => $"stopping {of.Reason.GetType().Name}",
        RunEvent.Ended of => $"ended {of.Status.ToString().ToLowerInvariant()}",
        _ => throw new InvalidOperationException($"No words for {happened}."),
    };

    private static string Describe(AtomState state) => state switch
    {
        AtomState.Running running => $"running#{running.Attempt}",
        AtomState.AwaitingFix awaiting => $"awaiting {awaiting.Strategy.ToString().ToLowerInvariant()}",
        AtomState.Concluded concluded => concluded.Conclusion.ToString().ToLowerInvariant() + concluded.Because switch
        {
            null => "",
            Because.OwnFailure own => $"({own.Strategy.ToString().ToLowerInvariant()})",
            Because.NeedFailed need => $"(no {need.Key})",
            Because.WaveBelow below => $"(wave {below.Wave})",
            Because.StoppedBy by => $"(by {by.Who})",
            Because.InterruptedTooOften often => $"(interrupted {often.Times} times)",
            Because.InheritedFrom => "(inherited)",
            _ => throw new InvalidOperationException($"No words for {concluded.Because}."),
        },
        _ => state.GetType().Name.ToLowerInvariant(),
    };

    private string Key(int atom) => Plan.Atoms[atom].Key;
}
