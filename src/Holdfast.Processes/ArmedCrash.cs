namespace Holdfast.Processes;

/// <summary>
/// A program that can be made to die at a named point. A test sets <c>HOLDFAST_CRASH_POINT=name</c> or <c>name:n</c> and the process
/// kills itself with SIGKILL the n-th time it comes by; without the variable a point costs one comparison.
/// </summary>
public static class ArmedCrash
{
    private const string Variable = "HOLDFAST_CRASH_POINT";

    private static readonly string? Armed = Environment.GetEnvironmentVariable(Variable)?.Split(':')[0];
    private static int passesLeft = Passes(Environment.GetEnvironmentVariable(Variable));

    public static void Pass(string name)
    {
        if (Armed is not null && Armed == name && Interlocked.Decrement(ref passesLeft) == 0)
            _ = Libc.kill(Environment.ProcessId, Libc.SIGKILL);
    }

    private static int Passes(string? setting) => setting?.Split(':') is [_, var times] && int.TryParse(times, out var number) ? number : 1;
}
