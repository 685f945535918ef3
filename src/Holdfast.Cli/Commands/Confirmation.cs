using System.CommandLine;
using Holdfast.Protocol;

namespace Holdfast.Cli.Commands;

/// <summary>Asks before what cannot be undone.</summary>
internal static class Confirmation
{
    public static Option<bool> YesOption() => new("--yes", "-y") { Description = "Do not ask." };

    /// <param name="help">The command whose help says more.</param>
    /// <exception cref="RefusedException">There is nobody to ask.</exception>
    public static bool Given(Terminal terminal, bool yes, string question, string help)
    {
        if (yes)
            return true;
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new RefusedException(new Error(ErrorCode.Usage, "There is no terminal to ask on; --yes says that it is meant.", help));
        terminal.Error.Write($"{question} [y/N] ");
        terminal.Error.Flush();
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
