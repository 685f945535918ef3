using Holdfast.Core.Environments;

namespace Holdfast.Core.Tests.Environments;

public sealed class PackageManagerTests
{
    [Theory]
    [InlineData("PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n", "apt-get install tmux")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "apt-get install tmux")]
    [InlineData("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "dnf install tmux")]
    [InlineData("ID=opensuse-leap\nID_LIKE='suse opensuse'", "zypper install tmux")]
    [InlineData("ID=arch", "pacman -S tmux")]
    [InlineData("ID=alpine", "apk add tmux")]
    [InlineData("ID=nobody-knows-it", "install the package 'tmux' of your distribution")]
    [InlineData("", "install the package 'tmux' of your distribution")]
    public void CommandFor_ADistribution_IsItsOwn(string osRelease, string command) => Assert.Equal(command, PackageManager.Of(osRelease).CommandFor("tmux"));
}
