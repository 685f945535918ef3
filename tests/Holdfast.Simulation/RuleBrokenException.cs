using System.Runtime.CompilerServices;

namespace Holdfast.Simulation;

/// <summary>The core did something that the rules of the game forbid.</summary>
internal sealed class RuleBrokenException(string what) : Exception(what)
{
    public static void Unless(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref WhenBroken what)
    {
        if (!holds)
            throw new RuleBrokenException(what.Text.ToStringAndClear());
    }

    /// <summary>Words are put together only for a rule that is broken: thousands hold for each that is not.</summary>
    [InterpolatedStringHandler]
    public ref struct WhenBroken
    {
        public DefaultInterpolatedStringHandler Text;

        public WhenBroken(int literalLength, int formattedCount, bool holds, out bool broken)
        {
            broken = !holds;
            Text = broken ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public void AppendLiteral(string value) => Text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => Text.AppendFormatted(value);
    }
}
