using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runs;

namespace Holdfast.Engine.Runtimes;

/// <summary>
/// TypeScript is stripped of its types by esbuild and then runs as JavaScript. What comes of each code is kept under its hash
/// in the home's cache: a run fills it for all its atoms in one process before they start; code that is not there then, like a
/// repaired revision, is transformed inside its own attempt.
/// </summary>
public sealed class TypeScriptRuntime : IRuntime
{
    /// <summary>Codes one process transforms: more would hold too much at a time.</summary>
    private const int MostAtOnce = 500;

    private static readonly string Transformer = Path.Combine(NodeHarness.Folder, "node_modules", "esbuild", "package.json");

    private readonly RuntimeKit kit;
    private readonly Lazy<string> cache;

    internal TypeScriptRuntime(RuntimeKit kit)
    {
        this.kit = kit;
        cache = new Lazy<string>(() => Path.Combine(kit.Home, "cache", "typescript", TransformerHash()));
    }

    public AtomKind Kind => AtomKind.TypeScript;

    public async Task GetReadyAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        if (codes.Count < 2 || !File.Exists(Transformer))
            return;
        // A process for a single code would cost more than its own attempt pays.
        var missing = codes.Distinct().Where(code => !File.Exists(OutputOf(code))).ToArray();
        if (missing.Length < 2)
            return;
        // What does not parse is told by its attempt, as a failure like any other.
        foreach (var batch in missing.Chunk(MostAtOnce))
            await CheckSyntaxAsync(batch, cancellationToken);
    }

    public async ValueTask<RuntimeStart> PrepareAsync(RuntimeLaunch launch, CancellationToken cancellationToken) => File.Exists(Transformer)
        ? await NodeHarness.PrepareAsync(kit, launch, ".ts", OutputOf(launch.Code!))
        : RuntimeStart.Refused(new EndCause.CouldNotStart(
            "interpreter_missing",
            $"TypeScript atoms need esbuild, which could not be installed when Holdfast was built. Install npm, then run: {Path.Combine(NodeHarness.Folder, "install.sh")}"));

    public ExecutionReport Collect(AttemptFolder folder, Atom atom, string planFolder, ExecutionEnding ending) => kit.Collect(folder, atom, planFolder, ending);

    /// <summary>All codes count as parsing where there is no transformer to ask: whoever runs them is told what is missing.</summary>
    public async Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(IReadOnlyList<string> codes, CancellationToken cancellationToken) => File.Exists(Transformer)
        ? await NodeHarness.CheckSyntaxAsync(kit, "typescript", codes, OutputOf, cancellationToken)
        : new ReportedException?[codes.Count];

    private string OutputOf(string code)
    {
        var hash = Hash(Encoding.UTF8.GetBytes(code));
        return Path.Combine(cache.Value, hash[..2], hash + ".js");
    }

    /// <summary>Another transformer, or other options, make other code of the same source.</summary>
    private static string TransformerHash() =>
        Hash([.. File.ReadAllBytes(Transformer), .. File.ReadAllBytes(Path.Combine(NodeHarness.Folder, "transform.cjs"))])[..16];

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
