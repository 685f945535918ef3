using System.Globalization;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Runs;

namespace Holdfast.Server.Wire;

/// <summary>Reasons and causes as sentences for people, and causes as stable words for programs.</summary>
public static class Sentences
{
    public static string Of(Because because) => because switch
    {
        Because.OwnFailure { Strategy: Strategy.Skip } => "It failed and is not critical, so the run went on without it.",
        Because.OwnFailure => "It failed, and nothing that Holdfast may try is left.",
        Because.NeedFailed need => $"It needs atom '{need.Key}', which did not succeed.",
        Because.WaveBelow below => $"The run stopped before it: {BelowShare(below.Wave, below.Share, below.StopBelow)}",
        Because.StoppedBy stopped => $"The run was stopped by {stopped.Who}.",
        Because.InterruptedTooOften often => $"It was cut off {often.Times} times by the end of its host, which it may be the cause of.",
        Because.InheritedFrom from => $"Taken over from run {from.Run}.",
        _ => throw new InvalidOperationException($"Unplaced reason {because.GetType().Name}."),
    };

    public static string Of(StopReason reason) => reason switch
    {
        StopReason.StopRequested stop => $"Stopped by {stop.Who}.",
        StopReason.CancelRequested cancel => $"Cancelled by {cancel.Who}.",
        StopReason.WaveBelow below => $"Stopped: {BelowShare(below.Wave, below.Share, below.StopBelow)}",
        _ => throw new InvalidOperationException($"Unplaced reason {reason.GetType().Name}."),
    };

    public static (string Word, string Sentence) Of(EndCause cause) => (cause.Kind, EndSentences.Of(cause));

    private static string BelowShare(int wave, double share, double stopBelow) =>
        string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} % of wave {wave} succeeded, and stop_below asks for {stopBelow * 100:0.#} %.");
}
