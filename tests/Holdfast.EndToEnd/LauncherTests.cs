namespace Holdfast.EndToEnd;

/// <summary>The script that builds and starts the program.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Version_Printed_IsOneLine()
    {
        var ended = await desk.HoldfastAsync("--version");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", ended.Out);
    }

    [Fact]
    public async Task Launcher_ThroughASymbolicLink_FindsItsSources()
    {
        var ended = await desk.ShellAsync($"ln -s {Desk.Program} linked && ./linked --version");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData("HOME=")]
    [InlineData("-u HOME")]
    public async Task Launcher_WithoutAHome_StillRuns(string change)
    {
        var ended = await desk.ShellAsync($"env {change} {Desk.Program} runs list");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Launcher_SdkTooOld_SaysWhatToInstall()
    {
        await desk.ShellAsync(
            $$"""
            mkdir -p copy/src sdk
            cp {{Desk.Program}} copy/
            printf '#!/bin/sh\necho "8.0.100 [/old]"\n' > sdk/dotnet
            chmod +x sdk/dotnet
            """);

        var ended = await desk.ShellAsync("DOTNET_ROOT=$PWD/sdk copy/holdfast --version");

        Assert.Equal((70, ""), (ended.ExitCode, ended.Out));
        Assert.StartsWith("error[build]: Holdfast needs the .NET SDK 10; ", ended.Error, StringComparison.Ordinal);
        Assert.EndsWith("https://dotnet.microsoft.com/download/dotnet/10.0\n", ended.Error, StringComparison.Ordinal);
    }
}
