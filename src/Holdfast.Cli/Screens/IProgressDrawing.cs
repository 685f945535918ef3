namespace Holdfast.Cli.Screens;

/// <summary>How progress is shown: redrawn in place, or line by line.</summary>
internal interface IProgressDrawing
{
    /// <summary>Between two looks; no shorter than 100 ms.</summary>
    TimeSpan Interval { get; }

    /// <param name="notices">New since the last time; each is shown once.</param>
    /// <param name="view">Null before the run has started.</param>
    void Draw(IReadOnlyList<Notice> notices, ProgressView? view);

    /// <summary>Shows the last notices and leaves the terminal as it was found.</summary>
    void Finish(IReadOnlyList<Notice> notices);
}
