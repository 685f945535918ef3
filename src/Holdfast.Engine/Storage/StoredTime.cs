namespace Holdfast.Engine.Storage;

/// <summary>Times and durations on disk: whole microseconds, times since 1970 UTC; a finer part is cut off.</summary>
internal static class StoredTime
{
    public static long Of(DateTimeOffset time) => Of(time - DateTimeOffset.UnixEpoch);

    public static long Of(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch + ToDuration(microseconds);

    public static TimeSpan ToDuration(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);
}
