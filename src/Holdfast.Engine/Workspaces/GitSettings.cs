using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Workspaces;

/// <summary>
/// What git is told whatever a repository says. Who works in one writes its settings, too, and some of them name a program that git
/// then starts: outside of any sandbox, as the user.
/// </summary>
/// <remarks>
/// Filters (<c>filter.*</c>) run all the same where a working tree is made or compared: without them its files would be wrong.
/// A pager and <c>diff.external</c> are not asked for by anything that Holdfast asks, nor is an alias taken for a command of git's own.
/// </remarks>
internal static class GitSettings
{
    /// <summary>Before every command: no hooks, no watcher of the file system, no check of signatures (<c>gpg.program</c>).</summary>
    public static IReadOnlyList<string> Options { get; } = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"];

    /// <summary>
    /// For questions: what a partial clone lacks is not fetched, for a remote may name any program (<c>core.sshCommand</c>, <c>uploadpack</c>, <c>ext::</c>).
    /// </summary>
    public static Dictionary<string, string> OfflineIn(ProcessEnvironment host) => new(host.Base) { ["GIT_NO_LAZY_FETCH"] = "1", ["GIT_ALLOW_PROTOCOL"] = "none" };
}
