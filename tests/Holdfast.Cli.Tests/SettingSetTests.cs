using Holdfast.Cli.Commands;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Tests;

public sealed class SettingSetTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("holdfast-settings-").FullName;
    private readonly Dictionary<string, string> variables = [];

    public SettingSetTests() => Directory.CreateDirectory(Folder);

    private string Folder => Path.Combine(root, "project", "deep");

    private string UserFile => Path.Combine(root, "config.yaml");

    private string ProjectFile => Path.Combine(root, "project", "holdfast.yaml");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Value_SetEverywhere_ComesFromTheStrongest()
    {
        Repository();
        File.WriteAllText(UserFile, "jobs: 1\nmax_executions: 11\nlog_level: warn\n");
        File.WriteAllText(ProjectFile, "# ours\nmax_executions: 12\njobs: 2\n");
        variables["HOLDFAST_JOBS"] = "3";
        variables["JOBS"] = "4";
        variables["HEARTBEAT_TIMEOUT_SEC"] = "60";

        var settings = Read();

        Assert.Equal(
            [
                ("jobs", "3", SettingOrigin.Environment, "HOLDFAST_JOBS", null),
                ("max_executions", "12", SettingOrigin.Project, ProjectFile, 2),
                ("heartbeat_timeout_sec", "60", SettingOrigin.Environment, "HEARTBEAT_TIMEOUT_SEC", null),
                ("max_timeout_extensions", "3", SettingOrigin.Default, null, null),
                ("log_level", "warning", SettingOrigin.User, UserFile, 3),
            ],
            settings.Document.Settings
                .Where(setting => setting.Key is "jobs" or "max_executions" or "heartbeat_timeout_sec" or "max_timeout_extensions" or "log_level")
                .Select(setting => (setting.Key, setting.Value, setting.Origin, setting.Source, setting.Line)));
        Assert.Equal((3, 12, TimeSpan.FromSeconds(60), "warning"), (settings.Jobs, settings.MaxExecutions, settings.HeartbeatTimeout, settings.LogLevel));
    }

    [Theory]
    [InlineData("PHANTOM_GRACE_PERIOD_SEC")]
    [InlineData("HOLDFAST_PHANTOM_GRACE_PERIOD_SEC")]
    public void PhantomGracePeriod_InTheEnvironment_GoesBeforeTheFile(string variable)
    {
        Repository();
        File.WriteAllText(ProjectFile, "phantom_grace_period_sec: 60\n");
        var inFile = Read().PhantomGracePeriod;
        variables[variable] = "90";

        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90)), (inFile, Read().PhantomGracePeriod));
    }

    [Fact]
    public void LogFormat_AVariableWithoutThePrefix_IsAnotherProgramsAndNotRead()
    {
        Repository();
        variables["LOG_FORMAT"] = "logfmt";
        var without = Read().Document.Settings.Single(setting => setting.Key == "log_format");
        variables["HOLDFAST_LOG_FORMAT"] = "json";
        var with = Read().Document.Settings.Single(setting => setting.Key == "log_format");

        Assert.Equal((("text", SettingOrigin.Default), ("json", SettingOrigin.Environment)), ((without.Value, without.Origin), (with.Value, with.Origin)));
    }

    [Fact]
    public void Home_InAFile_IsRelativeToThatFile()
    {
        Repository();
        File.WriteAllText(ProjectFile, "home: .holdfast\n");

        Assert.Equal(Path.Combine(root, "project", ".holdfast"), Read().Home);
    }

    [Fact]
    public void ProjectFile_AboveAFolderThatIsNoRepository_IsNotRead()
    {
        File.WriteAllText(ProjectFile, "jobs: 2\n");

        Assert.Null(Read().Document.ProjectFile);
    }

    [Theory]
    [InlineData("jobs: many", "The setting jobs takes a number from 1 to 4096, not 'many', which {file}:1 says.")]
    [InlineData("jobs: 2\nlog_level: loud", "The setting log_level takes trace, debug, information, warning or error, not 'loud', which {file}:2 says.")]
    [InlineData("jbos: 2", "{file}:1: there is no setting 'jbos'; did you mean 'jobs'?")]
    [InlineData("jobs: 2\njobs: 3", "{file}:2: 'jobs' is set twice")]
    [InlineData("jobs: [2]", "{file}:1: 'jobs' takes one plain value")]
    [InlineData("- jobs", "{file}:1: a file of settings is a list of 'name: value'")]
    public void File_Wrong_IsRefusedWithItsPlace(string text, string message)
    {
        File.WriteAllText(UserFile, text);

        var refused = Assert.Throws<RefusedException>(Read);

        Assert.Equal((ErrorCode.SettingInvalid, message.Replace("{file}", UserFile)), (refused.Error.Code, refused.Message));
    }

    [Fact]
    public void Variable_Wrong_IsRefusedByItsName()
    {
        variables["MAX_EXECUTIONS"] = "0";

        var refused = Assert.Throws<RefusedException>(Read);

        Assert.Equal("The setting max_executions takes a number from 1 to 4096, not '0', which the variable MAX_EXECUTIONS says.", refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    public void File_Empty_SaysNothing(string text)
    {
        File.WriteAllText(UserFile, text);

        Assert.All(Read().Document.Settings, setting => Assert.Equal(SettingOrigin.Default, setting.Origin));
    }

    [Theory]
    [InlineData("500ms", 500L)]
    [InlineData("30s", 30_000L)]
    [InlineData("1.5h", 5_400_000L)]
    [InlineData("1d", 86_400_000L)]
    [InlineData("0s", null)]
    [InlineData("-1s", null)]
    [InlineData("5", null)]
    [InlineData("s", null)]
    [InlineData("1000d", null)]
    public void Duration_Typed_IsMilliseconds(string text, long? milliseconds) => Assert.Equal(milliseconds, DurationText.TryParse(text));

    private SettingValues Read() => SettingSet.Read(Folder, UserFile, variables.GetValueOrDefault);

    private void Repository() => Directory.CreateDirectory(Path.Combine(root, "project", ".git"));
}
