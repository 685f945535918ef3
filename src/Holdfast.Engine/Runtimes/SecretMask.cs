using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <summary>Hides the values of secrets in text that is stored or shown.</summary>
public sealed class SecretMask
{
    /// <summary>Values shorter than this are left alone: hiding every "1" hides more than the secret.</summary>
    public const int ShortestHidden = 4;

    private const string Hidden = "***";

    public static readonly SecretMask None = new([]);

    private readonly string[] values;

    private SecretMask(string[] values) => this.values = values;

    /// <summary>Each value, and each line of those that have several, since output is often shown line by line.</summary>
    public static SecretMask Of(IEnumerable<string> secrets)
    {
        var values = secrets
            .SelectMany(secret => secret.Split('\n').Select(line => line.TrimEnd('\r')).Prepend(secret))
            .Where(value => value.Length >= ShortestHidden)
            .Distinct()
            // A secret may be part of another; the longer goes first, so that nothing of it is left.
            .OrderByDescending(value => value.Length)
            .ToArray();
        return values.Length == 0 ? None : new SecretMask(values);
    }

    public string Apply(string text)
    {
        foreach (var value in values)
            text = text.Replace(value, Hidden, StringComparison.Ordinal);
        return text;
    }

    public ReportedException Apply(ReportedException exception) => values.Length == 0
        ? exception
        : exception with
        {
            Message = Apply(exception.Message),
            Causes = [.. exception.Causes.Select(cause => cause with { Message = Apply(cause.Message) })],
            SystemCall = exception.SystemCall is { } call ? Apply(call) : null,
        };
}
