using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <summary>What JavaScript and TypeScript have in common: both run in Node.js under harness/node/run.cjs.</summary>
internal static partial class NodeHarness
{
    public static readonly string Folder = Path.Combine(RuntimeKit.HarnessFolder, "node");

    private static readonly string Runner = Path.Combine(Folder, "run.cjs");
    private static readonly string Checker = Path.Combine(Folder, "check.cjs");

    // Modules are made with an API that Node calls experimental, and it would say so on the atom's stderr.
    private const string NoWarning = "--disable-warning=ExperimentalWarning";
    private const string Modules = "--experimental-vm-modules";

    /// <param name="transformedFile">The JavaScript of TypeScript; null for JavaScript.</param>
    public static async ValueTask<RuntimeStart> PrepareAsync(RuntimeKit kit, RuntimeLaunch launch, string extension, string? transformedFile)
    {
        var (node, missing) = await kit.Interpreters.FindAsync(InterpreterKind.Node);
        if (node is null)
            return RuntimeStart.Refused(missing!);
        var (environment, code, refusal) = kit.Begin(launch, extension);
        if (refusal is not null)
            return RuntimeStart.Refused(refusal);

        var shown = RuntimeKit.ShownFile(launch, code);
        // Inline code finds modules as if it were a file in the plan's folder.
        var importer = launch.Atom.File is null ? Path.Combine(launch.PlanFolder, Path.GetFileName(code)) : shown;
        string[] modules = MayBeModule().IsMatch(launch.Code!) ? [Modules] : [];
        string[] transformed = transformedFile is null ? [] : [transformedFile];
        return new RuntimeStart([node.Path, NoWarning, .. modules, Runner, launch.Folder.Path, code, shown, importer, .. transformed], [.. environment]);
    }

    /// <param name="outputOf">Where what comes of a code is kept.</param>
    public static async Task<IReadOnlyList<ReportedException?>> CheckSyntaxAsync(
        RuntimeKit kit, string language, IReadOnlyList<string> codes, Func<string, string> outputOf, CancellationToken cancellationToken)
    {
        var (node, _) = await kit.Interpreters.FindAsync(InterpreterKind.Node);
        return node is null
            ? new ReportedException?[codes.Count]
            : await SyntaxCheck.RunAsync(codes, batch => kit.AskParserAsync(
                request => WriteJobs(request, batch, outputOf),
                (request, answer) => [node.Path, NoWarning, Modules, Checker, language, request, answer],
                cancellationToken));
    }

    private static void WriteJobs(Stream request, IReadOnlyList<string> codes, Func<string, string> outputOf)
    {
        using var json = new Utf8JsonWriter(request);
        json.WriteStartArray();
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("output", outputOf(code));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Nothing is a module without one of these words; the API for modules costs a little at each start.</summary>
    [GeneratedRegex(@"\b(?:import|export)\b", RegexOptions.CultureInvariant)]
    private static partial Regex MayBeModule();
}
