using System.Collections;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Processes;

namespace Holdfast.Engine.Runtimes;

/// <summary>
/// The environment an atom's process gets: a few variables of the host's by name, what the plan says, its secrets, and ours.
/// Whatever else stands in the host's environment does not reach it.
/// </summary>
public sealed class ProcessEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly HashSet<string> Passed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TERM", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    ];

    private readonly Dictionary<string, string> passed;

    public ProcessEnvironment(IReadOnlyDictionary<string, string> host)
    {
        Host = host;
        passed = host.Where(variable => Passed.Contains(variable.Key) || variable.Key.StartsWith("LC_", StringComparison.Ordinal)).ToDictionary();
        passed.TryAdd("PATH", DefaultPath);
    }

    /// <summary>All of the host's; settings and secrets are looked up in it.</summary>
    public IReadOnlyDictionary<string, string> Host { get; }

    /// <summary>The host's variables an atom gets.</summary>
    public IReadOnlyDictionary<string, string> Base => passed;

    public static ProcessEnvironment OfThisProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""));

    /// <summary>The whole environment of an attempt, or the secret that is missing.</summary>
    public (Dictionary<string, string> Variables, EndCause.CouldNotStart? Refusal) Build(RuntimeLaunch launch)
    {
        var variables = new Dictionary<string, string>(passed);
        foreach (var (name, value) in launch.Atom.Environment)
            variables[name] = value;
        foreach (var (name, reference) in launch.Atom.Secrets)
        {
            var (value, why) = Resolve(reference, launch.PlanFolder);
            if (value is null)
                return (variables, new EndCause.CouldNotStart("secret_missing", $"Secret '{name}' of atom '{launch.Atom.Key}' is missing: {why}"));
            variables[name] = value;
        }

        launch.Trace?.AddTo(variables);
        // Last, so that nothing takes the mark away by which the process is found again.
        variables[ProcessMark.Variable] = launch.Execution.ToString();
        variables["HOLDFAST_RUN"] = launch.Run.ToString();
        variables["HOLDFAST_ATOM"] = launch.Atom.Key;
        variables["HOLDFAST_ATTEMPT"] = launch.Attempt.ToString();
        variables["HOLDFAST_PLAN_DIR"] = launch.PlanFolder;
        variables["HOLDFAST_INPUT"] = launch.Folder.Input;
        variables["HOLDFAST_RESULT"] = launch.Folder.Result;
        return (variables, null);
    }

    /// <summary>The secret, or why there is none.</summary>
    /// <param name="folder">What a relative path of a file begins in.</param>
    internal (string? Value, string? Why) Resolve(SecretReference reference, string folder)
    {
        if (reference.FromEnvironment is { } name)
            return Host.TryGetValue(name, out var found) ? (found, null) : (null, $"the environment variable {name} is not set. Set it where holdfast is started.");

        var path = Path.GetFullPath(Path.Combine(folder, reference.FromFile ?? throw new ArgumentException("A secret names a variable or a file.", nameof(reference))));
        try
        {
            return (File.ReadAllText(path).TrimEnd('\r', '\n'), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file {path} cannot be read. {exception.Message}");
        }
    }
}
