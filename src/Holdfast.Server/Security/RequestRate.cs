namespace Holdfast.Server.Security;

/// <summary>Lets through so many a second in the long run, and as many at once as come in two seconds.</summary>
internal sealed class RequestRate(int perSecond, TimeProvider time)
{
    private const double BurstSeconds = 2;

    private readonly Lock gate = new();
    private int perSecond = perSecond;
    private double left = perSecond * BurstSeconds;
    private long seenAt = time.GetTimestamp();

    public int PerSecond
    {
        get
        {
            lock (gate)
                return perSecond;
        }

        set
        {
            lock (gate)
                perSecond = value;
        }
    }

    /// <param name="retryAfter">When another would be let through.</param>
    public bool TryTake(out TimeSpan retryAfter)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            left = Math.Min(perSecond * BurstSeconds, left + (time.GetElapsedTime(seenAt, now).TotalSeconds * perSecond));
            seenAt = now;
            retryAfter = left >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - left) / perSecond);
            if (left < 1)
                return false;
            left--;
            return true;
        }
    }
}
