using System.Collections.Immutable;
using Holdfast.Core.Environments;

namespace Holdfast.Engine.Environments;

/// <summary>A program Holdfast works with when it is there. A new one gets its line here.</summary>
/// <param name="Name">Of the finding.</param>
/// <param name="Program">As it is looked for on the PATH.</param>
/// <param name="VersionQuestion">What makes it tell its version and end.</param>
/// <param name="Oldest">The oldest that will do; null for any.</param>
/// <param name="For">What it is used for, to be put behind "is needed".</param>
/// <param name="Package">Of the distribution; null where it is installed another way.</param>
/// <param name="Otherwise">The command that installs what no distribution has; null for a package.</param>
internal sealed record KnownProgram(
    string Name, string Program, ImmutableArray<string> VersionQuestion, Version? Oldest, string For, string? Package, string? Otherwise = null)
{
    /// <summary>Worktrees need no more than 2.5; <c>git worktree list -z</c> came with 2.36.</summary>
    public static readonly KnownProgram Git = new("git", "git", ["--version"], new Version(2, 36), "for workspaces and maintain cleanup --branches", "git");

    public static readonly KnownProgram Tmux = new("tmux", "tmux", ["-V"], new Version(3, 0), "for exec start --host tmux", "tmux");

    public static readonly KnownProgram Bubblewrap = new("bubblewrap", "bwrap", ["--version"], Oldest: null, "for the sandbox of that name", "bubblewrap");

    public static readonly ImmutableArray<KnownProgram> Agents =
    [
        Agent("claude", "@anthropic-ai/claude-code"), Agent("codex", "@openai/codex"), Agent("opencode", "opencode-ai"), Agent("gemini", "@google/gemini-cli"),
    ];

    public string MendWith(PackageManager packages) => Otherwise ?? packages.CommandFor(Package!);

    private static KnownProgram Agent(string name, string package) =>
        new(name, name, ["--version"], Oldest: null, $"for tasks of the agent {name}", Package: null, $"npm install -g {package}");
}
