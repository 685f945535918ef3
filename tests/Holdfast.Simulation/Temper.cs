namespace Holdfast.Simulation;

/// <summary>
/// What kind of bad day a run has. Each has its own, so that rare ends are reached: a host that dies ten times on one atom is
/// never seen where all evils are equally likely.
/// </summary>
internal sealed record Temper(int ChaosSteps, double SuccessShare, double LostShare, double CrashShare, double StoreFaultShare, double StopShare)
{
    public static Temper Create(Random random) => new(
        ChaosSteps: random.Next(3) == 0 ? 0 : random.Next(400),
        SuccessShare: random.Next(4) switch { 0 => 1, 1 => 0.1, _ => random.NextDouble() },
        LostShare: random.Next(6) == 0 ? 0.9 : 0.02,
        CrashShare: random.Next(4) switch { 0 => 0.15, 1 => 0, _ => 0.02 },
        StoreFaultShare: random.Next(3) == 0 ? 0.05 : 0.002,
        StopShare: random.Next(3) == 0 ? 0.02 : 0.001);
}
