namespace Holdfast.Core.Results;

/// <summary>Minimum, average and maximum of what was added; all zero when nothing was.</summary>
public readonly record struct Spread(int Count, double Total, double Min, double Max)
{
    public double Average => Count == 0 ? 0 : Total / Count;

    public Spread With(double value) => With(new Spread(1, value, value, value));

    public Spread With(Spread other)
    {
        if (Count == 0)
            return other;
        return other.Count == 0 ? this : new Spread(Count + other.Count, Total + other.Total, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
    }
}
