using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Processes.Tests.Shims;

/// <summary>
/// Trees that do not want to end: they fork twice, leave their session, ignore SIGTERM, stop themselves, run again without an
/// environment, hold the output pipe, sit in vfork, and fork without end. Who is left is counted without any code of the product.
/// </summary>
[Collection(nameof(AloneWithProcesses))]
public sealed class AdversarialTreeTests(AdversaryProgram adversary) : IClassFixture<AdversaryProgram>, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan GoneAfterGrace = TimeSpan.FromSeconds(2);

    private readonly ShimFolders shims = new();

    public void Dispose() => shims.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_TreesGeneratedFromSeeds_LeavesNoSurvivor(bool useCgroup)
    {
        var isFull = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";
        var seeds = Environment.GetEnvironmentVariable("HOLDFAST_SEED") is { } one
            ? [int.Parse(one, CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, isFull ? 200 : 10).ToArray();
        var seen = 0;
        foreach (var seed in seeds)
            seen += await StopTree(seed, useCgroup);
        // Or the scan that finds nobody afterwards could find nobody at all.
        Assert.True(seen > seeds.Length, $"Only {seen} processes were seen in {seeds.Length} trees.");
    }

    /// <returns>How many lived before they were stopped.</returns>
    private async Task<int> StopTree(int seed, bool useCgroup)
    {
        var token = $"tree-{Guid.NewGuid()}";
        var request = shims.Request(adversary.Path, token, seed.ToString(CultureInfo.InvariantCulture), "13") with { Grace = Grace, UseCgroup = useCgroup };
        var folder = shims.FolderOf(request);
        var (_, gone) = await shims.Started(folder, request);
        await ShimFolders.Appears(folder.OutputLog);
        var seen = ShimFolders.Living(token).Length;

        var stopped = Stopwatch.StartNew();
        // It may be over by itself, when its root has ended.
        ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), Immediate: false));
        await gone;

        var left = ShimFolders.Living(token);
        Assert.True(left.IsEmpty, $"Seed {seed}: {left.Length} processes are left (replay with HOLDFAST_SEED={seed}).");
        Assert.True(stopped.Elapsed <= Grace + GoneAfterGrace, $"Seed {seed}: gone {stopped.Elapsed} after the stop.");
        var ending = folder.TryReadExit()!.Ending;
        Assert.Equal((0, folder.TryReadProcess()!.Cgroup is null ? SurvivorProof.Subreaper : SurvivorProof.Cgroup), (ending.SurvivorsLeft, ending.Proof));
        return seen;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_ForkBombUnderAPidsLimit_LeavesNoSurvivor(bool useCgroup)
    {
        using var limit = PidsLimit.TryMake(most: 100);
        if (limit is null)
            Assert.Skip("The number of processes cannot be limited here: there is no pids controller.");
        var token = $"bomb-{Guid.NewGuid()}";
        var request = shims.Request(
            "/bin/sh", "-c", $"echo $$ > {limit.Processes}; exec /usr/bin/python3 -I -S -c \"$0\" {token}",
            """
            import os, signal
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            print('up', flush=True)
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
            """) with { Grace = Grace, UseCgroup = useCgroup };
        var folder = shims.FolderOf(request);
        var (_, gone) = await shims.Started(folder, request);
        await ShimFolders.Appears(folder.OutputLog);

        var stopped = Stopwatch.StartNew();
        Assert.True(ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), Immediate: false)));
        await gone;

        Assert.Empty(ShimFolders.Living(token));
        Assert.True(stopped.Elapsed <= Grace + GoneAfterGrace, $"Gone {stopped.Elapsed} after the stop.");
        Assert.Equal(new EndCause.CancelledBy("a test"), folder.TryReadExit()!.Ending.Cause);
    }

    /// <summary>A group of the v1 pids controller.</summary>
    private sealed class PidsLimit(string folder) : IDisposable
    {
        public string Processes => Path.Combine(folder, "cgroup.procs");

        public static PidsLimit? TryMake(int most)
        {
            const string controller = "/sys/fs/cgroup/pids";
            if (!File.Exists(Path.Combine(controller, "cgroup.procs")))
                return null;
            try
            {
                var folder = Directory.CreateDirectory(Path.Combine(controller, $"holdfast-test-{Guid.NewGuid()}")).FullName;
                File.WriteAllText(Path.Combine(folder, "pids.max"), most.ToString(CultureInfo.InvariantCulture));
                return new PidsLimit(folder);
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
        }

        public void Dispose() => Directory.Delete(folder);
    }
}

/// <summary>adversary.c, compiled once.</summary>
public sealed class AdversaryProgram : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-adversary-").FullName;

    public AdversaryProgram()
    {
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "adversary.c");
        using var processes = new HostedProcesses();
        var spec = processes.Spec("/usr/bin/gcc", "-O1", "-o", Path, source);
        var ending = processes.Run(spec).GetAwaiter().GetResult();
        if (ending.Cause is not EndCause.Exited(0))
            throw new InvalidOperationException($"'{source}' does not compile: {processes.Text(spec)}");
    }

    public string Path => System.IO.Path.Combine(folder, "adversary");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
