using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Core.Environments;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Environments;

/// <summary>Looks at what Holdfast itself stands on: its runtime, its parts, the kernel.</summary>
internal static class MachineLook
{
    /// <summary>Of open files. A run of a thousand atoms side by side needs some for each.</summary>
    private const long ComfortableOpenFiles = 1024;

    public static EnvironmentFinding DotNet() => new(
        "dotnet", Need.Required, FindingState.Good, System.Environment.Version.ToString(), RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'), $"{RuntimeInformation.FrameworkDescription} runs this.", null);

    public static EnvironmentFinding Shim() => ShimProgram.Find() is { } path
        ? new("shim", Need.Required, FindingState.Good, null, path, "It owns the processes of executions.", null)
        : new("shim", Need.Required, FindingState.Missing, null, null, "The program 'holdfast-shim', which owns the processes of executions, is not beside holdfast.", $"install Holdfast again, or set {ShimProgram.PathVariable} to its path");

    public static EnvironmentFinding Sqlite(PackageManager packages)
    {
        var mend = packages.CommandFor(packages.Install.StartsWith("dnf", StringComparison.Ordinal) ? "sqlite-libs" : "libsqlite3-0");
        try
        {
            var number = Sqlite3.Version();
            var version = string.Create(CultureInfo.InvariantCulture, $"{number / 1_000_000}.{number / 1000 % 1000}.{number % 1000}");
            return number < Sqlite3.OldestVersion
                ? new("sqlite", Need.Required, FindingState.Unusable, version, null, "It is older than 3.37, which the store needs.", mend)
                : new("sqlite", Need.Required, FindingState.Good, version, null, "It keeps the store.", null);
        }
        catch (DllNotFoundException)
        {
            return new("sqlite", Need.Required, FindingState.Missing, null, null, "The library libsqlite3.so.0, which keeps the store, is not installed.", mend);
        }
    }

    public static EnvironmentFinding ControlGroups() => ControlGroupProbe.Look() switch
    {
        { CanBeMade: true } probe => new("cgroups", Need.Optional, FindingState.Good, "2", probe.Path, "Every execution gets a group of its own, which the kernel ends whole.", null),
        { Path: { } path } => new(
            "cgroups", Need.Optional, FindingState.Limited, "2", path, "Groups cannot be made here; trees are ended by session, descent and mark instead.",
            "start the daemon under systemd: systemctl --user enable --now holdfast, or with systemd-run --user --scope -p Delegate=yes"),
        _ => new(
            "cgroups", Need.Optional, FindingState.Missing, null, null, "Version 2 of control groups is not mounted; trees are ended by session, descent and mark instead.",
            "boot with systemd.unified_cgroup_hierarchy=1, or in a container with --cgroupns=private"),
    };

    public static EnvironmentFinding OpenFiles()
    {
        // "Max open files            1024                 524288               files"
        var soft = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        var isEnough = !long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit >= ComfortableOpenFiles;
        return isEnough
            ? new("open_files", Need.Optional, FindingState.Good, null, null, $"{soft} files may be open at a time.", null)
            : new("open_files", Need.Optional, FindingState.Limited, null, null, $"Only {soft} files may be open at a time: few executions run side by side.", "ulimit -n 65536");
    }
}
