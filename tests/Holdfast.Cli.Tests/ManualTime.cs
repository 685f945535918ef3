namespace Holdfast.Cli.Tests;

/// <summary>Time that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => passed += time;

    public override DateTimeOffset GetUtcNow() => Start + passed;

    public override long GetTimestamp() => passed.Ticks;
}
