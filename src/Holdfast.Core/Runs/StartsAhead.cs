namespace Holdfast.Core.Runs;

/// <summary>
/// How many starts are stored ahead for each place. One is always; where attempts are short, as many as keep the place busy for
/// <see cref="Covered"/>, so that one commit carries many of them and still nothing waits longer behind them than that.
/// </summary>
/// <param name="Taken">What an attempt takes of late: as long as the longest, and slowly less; at most <see cref="Covered"/>.</param>
public readonly record struct StartsAhead(TimeSpan Taken)
{
    /// <summary>After a crash each of them is interrupted, and a stop withdraws each.</summary>
    public const int MostPerPlace = 8;

    /// <summary>20 ms.</summary>
    public static readonly TimeSpan Covered = TimeSpan.FromMilliseconds(20);

    private const int ForgetsWithin = 8;

    /// <summary>Before anything is known.</summary>
    public static StartsAhead Unknown { get; } = new(Covered);

    /// <summary>At least 1, at most <see cref="MostPerPlace"/>.</summary>
    public int PerPlace => Taken * MostPerPlace <= Covered ? MostPerPlace : Math.Max(1, (int)(Covered / Taken));

    /// <summary>An attempt is over. One that was long counts at once: what is stored behind it would wait.</summary>
    public StartsAhead After(TimeSpan taken)
    {
        if (taken >= Covered)
            return Unknown;
        return new StartsAhead(taken >= Taken ? taken : Taken - (Taken - taken) / ForgetsWithin);
    }
}
