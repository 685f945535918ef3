using Holdfast.Core.Runs;

namespace Holdfast.Engine.Runs;

/// <summary>
/// The limit of one run: so many of its launches are under way at a time. Those that were stored ahead wait here, so that a turn
/// that comes free never waits for a commit.
/// </summary>
internal sealed class RunTurns
{
    private readonly Queue<Launch> waiting = new();
    private readonly Lock gate = new();
    private readonly int most;
    private int taken;
    private StartsAhead ahead = StartsAhead.Unknown;

    /// <param name="most">At least 1.</param>
    public RunTurns(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        this.most = most;
    }

    /// <summary>How many starts of this run are stored for each place beside what is under way there: by the pace of its own attempts, as others may have another.</summary>
    public int AheadPerPlace
    {
        get
        {
            lock (gate)
                return ahead.PerPlace;
        }
    }

    /// <summary>Starts that may be stored and have not ended.</summary>
    public int MostStored => most * (1 + AheadPerPlace);

    /// <summary>Whether so many wait that none of the next turns comes free for nothing, also while a commit is under way.</summary>
    public bool AreSupplied
    {
        get
        {
            lock (gate)
                return waiting.Count >= most * 2;
        }
    }

    /// <returns>False when it has to wait until another passes its turn on.</returns>
    public bool TryTake(Launch launch)
    {
        lock (gate)
        {
            if (taken < most)
            {
                taken++;
                return true;
            }

            waiting.Enqueue(launch);
            return false;
        }
    }

    /// <summary>An attempt had a process, and is over.</summary>
    public void NoteTaken(TimeSpan time)
    {
        lock (gate)
            ahead = ahead.After(time);
    }

    /// <summary>A launch is over.</summary>
    /// <returns>The one whose turn it is now; null when none waits.</returns>
    public Launch? PassOn()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out var next))
                return next;
            taken--;
            return null;
        }
    }
}
