using System.Text.RegularExpressions;

namespace Holdfast.Protocol.Diagnostics;

/// <summary>Hides what looks like a secret in text that is handed on to others.</summary>
public static partial class SecretText
{
    private const string Hidden = "***";

    /// <summary>Values shorter than this are left alone where they stand in other text: hiding every "1" hides more than the secret.</summary>
    private const int ShortestHidden = 4;

    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>Variables that matter to Holdfast, with what must not be told hidden.</summary>
    /// <param name="values">Known secrets, the longer before what may be part of it.</param>
    public static IReadOnlyDictionary<string, string> Environment(IEnumerable<KeyValuePair<string, string>> variables, IReadOnlyList<string> values) => new SortedDictionary<string, string>(
        variables.Where(variable => Matters().IsMatch(variable.Key)).ToDictionary(variable => variable.Key, variable => Value(variable.Key, variable.Value, values)), StringComparer.Ordinal);

    /// <summary>The values of all variables whose names say that they are secret.</summary>
    public static IReadOnlyList<string> ValuesOf(IEnumerable<KeyValuePair<string, string>> variables) =>
        [.. variables.Where(variable => IsNameOfOne(variable.Key) && variable.Value.Length >= ShortestHidden).Select(variable => variable.Value).Distinct()];

    /// <summary>A value under a name: hidden as a whole when the name says that it is secret.</summary>
    public static string Value(string name, string value, IReadOnlyList<string> values) => IsNameOfOne(name) && value.Length > 0 ? Hidden : Hide(value, values);

    /// <summary>Hides what stands behind a name that says so (<c>--token=x</c>, <c>--token x</c>, <c>password: x</c>), what is in an address before the @, and bearer tokens.</summary>
    public static string Hide(string text) => Bearer().Replace(InAddress().Replace(Named().Replace(AsOption().Replace(text, "${before}" + Hidden), "${before}" + Hidden), "${before}" + Hidden + "@"), "${before}" + Hidden);

    /// <summary>As <see cref="Hide(string)"/>, and known values wherever they stand.</summary>
    /// <param name="values">The longer before what may be part of it.</param>
    public static string Hide(string text, IEnumerable<string> values) =>
        Hide(values.Where(value => value.Length >= ShortestHidden).Aggregate(text, (masked, value) => masked.Replace(value, Hidden, StringComparison.Ordinal)));

    /// <summary>A command's arguments: also one that stands alone behind an option that names a secret.</summary>
    public static IReadOnlyList<string> Arguments(IReadOnlyList<string> arguments, IReadOnlyList<string> values) =>
        [.. arguments.Select((argument, at) => at > 0 && arguments[at - 1].StartsWith('-') && !arguments[at - 1].Contains('=') && IsNameOfOne(arguments[at - 1]) ? Hidden : Hide(argument, values))];

    public static bool IsNameOfOne(string name) => SecretName().IsMatch(name);

    [GeneratedRegex("token|secret|passw|passphrase|credential|api_?-?key|access_?-?key|private_?-?key|authorization|cookie|(^|[_-])auth($|[_-])|(^|(?<!per)[_-])key$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex SecretName();

    [GeneratedRegex("""(?<before>(?:token|secret|passw(?:or)?d|passphrase|credentials?|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<before>(^|\s)--?[a-z0-9_-]*(token|secret|passw(or)?d|passphrase|credentials?|api[_-]?key|access[_-]?key|private[_-]?key)\s+)[^\s-]\S*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex AsOption();

    [GeneratedRegex(@"((?<before>[a-z][a-z0-9+.-]*://)[^\s/]+|(?<before>^)[^\s/:@]+:[^\s/@]+)@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex InAddress();

    [GeneratedRegex(@"(?<before>\b(?:bearer|basic)\s+)[a-z0-9._~+/=-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex Bearer();

    // Settings are told by themselves; what else changes how Holdfast, .NET, git and programs are found and run.
    [GeneratedRegex("^(HOLDFAST_.*|DOTNET_.*|COMPlus_.*|GIT_.*|XDG_.*|LC_.*|(HTTP|HTTPS|ALL|NO)_PROXY|PATH|HOME|USER|SHELL|LANG|TERM|TZ|TMPDIR|TMUX|SQLITE_TMPDIR|NO_COLOR|CI|NODE_OPTIONS|PYTHONPATH|VIRTUAL_ENV)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex Matters();
}
