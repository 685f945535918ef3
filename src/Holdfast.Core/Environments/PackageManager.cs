using System.Collections.Immutable;

namespace Holdfast.Core.Environments;

/// <summary>How a distribution's packages are installed, as far as its <c>/etc/os-release</c> tells.</summary>
public sealed record PackageManager(string Install)
{
    public static readonly PackageManager Unknown = new("");

    /// <summary>By the distribution's ID, or that of one it is like.</summary>
    private static readonly ImmutableDictionary<string, PackageManager> ByDistribution = new Dictionary<string, PackageManager>
    {
        ["debian"] = new("apt-get install"),
        ["ubuntu"] = new("apt-get install"),
        ["fedora"] = new("dnf install"),
        ["rhel"] = new("dnf install"),
        ["suse"] = new("zypper install"),
        ["opensuse"] = new("zypper install"),
        ["arch"] = new("pacman -S"),
        ["alpine"] = new("apk add"),
    }.ToImmutableDictionary();

    /// <param name="osRelease">The text of /etc/os-release; empty where there is none.</param>
    public static PackageManager Of(string osRelease)
    {
        var values = osRelease.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1].Trim('"', '\''));
        var distributions = values["ID"].Concat(values["ID_LIKE"].SelectMany(like => like.Split(' ')));
        return distributions.Select(distribution => ByDistribution.GetValueOrDefault(distribution)).FirstOrDefault(known => known is not null) ?? Unknown;
    }

    /// <summary>The command that installs a package; where the distribution is not known, what to do in words.</summary>
    public string CommandFor(string package) =>
        this == Unknown ? $"install the package '{package}' of your distribution" : $"{Install} {package}";
}
