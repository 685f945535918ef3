using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests;

/// <summary>Dependencies point one way, and the core stays pure.</summary>
public class ArchitectureTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../.."));

    /// <summary>What each program part may refer to. A part that is not here has no place in the design yet.</summary>
    private static readonly Dictionary<string, string[]> MayRefer = new()
    {
        ["Holdfast.Core"] = [],
        ["Holdfast.Protocol"] = [],
        ["Holdfast.Processes"] = ["Holdfast.Core"],
        ["Holdfast.Shim"] = ["Holdfast.Core", "Holdfast.Processes"],
        ["Holdfast.Engine"] = ["Holdfast.Core", "Holdfast.Processes"],
        ["Holdfast.Server"] = ["Holdfast.Engine", "Holdfast.Protocol"],
        ["Holdfast.Daemon"] = ["Holdfast.Engine", "Holdfast.Protocol", "Holdfast.Server"],
        // The core for the nearest name alone, in two files, which a test below sees to.
        ["Holdfast.Cli"] = ["Holdfast.Core", "Holdfast.Protocol"],
    };

    /// <summary>
    /// What waits, reads a clock, makes chance or touches the world: a type, one of its members, or (with a dot at the end) a
    /// namespace. Core gets all that as arguments.
    /// </summary>
    private static readonly string[] Impure =
    [
        "System.Threading.Tasks.", "System.Threading.Thread", "System.Threading.Timer", "System.Threading.CancellationToken", "System.Threading.SemaphoreSlim",
        "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Random", "System.Console", "System.IO.File",
        "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.Net.", "System.Data.", "System.Environment.GetEnvironmentVariable", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    ];

    private static readonly string[] EmptyNames = ["Services", "Managers", "Helpers", "Utils", "Common", "Models", "Interfaces", "Abstractions"];

    [Fact]
    public void Projects_OfSrc_ReferOnlyWhereTheyMay()
    {
        var faults = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var project = Path.GetFileNameWithoutExtension(file);
            if (!MayRefer.TryGetValue(project, out var allowed))
                faults.Add($"{project} has no place in the design: say here what it may refer to.");
            else
                faults.AddRange(References(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(allowed).Select(other => $"{project} refers to {other}."));
            if (project is "Holdfast.Core" or "Holdfast.Processes" or "Holdfast.Shim" or "Holdfast.Protocol")
                faults.AddRange(References(file, "PackageReference").Select(package => $"{project} refers to the package {package}."));
        }

        Assert.Empty(faults);
    }

    // A reference in the allowed direction can close no cycle, because the allowed ones close none.
    [Fact]
    public void AllowedReferences_Followed_CloseNoCycle()
    {
        var open = MayRefer.Keys.ToHashSet();
        while (open.FirstOrDefault(project => !MayRefer[project].Any(open.Contains)) is { } free)
            open.Remove(free);

        Assert.Empty(open);
    }

    [Fact]
    public void Sources_OfTheCli_SeeOfTheCoreTheNearestNameOnly()
    {
        Assert.Empty(Mentions("Holdfast.Cli", except: [], "Holdfast.Processes", "Holdfast.Engine", "Holdfast.Server", "Holdfast.Daemon"));
        Assert.Empty(Mentions("Holdfast.Cli", except: ["UsageError.cs", "SettingsFile.cs"], "Holdfast.Core"));
    }

    [Fact]
    public void Sources_OfTheInnerParts_DoNotNameTheOuterOnes()
    {
        Assert.Empty(Mentions("Holdfast.Core", except: [], "Holdfast.Processes", "Holdfast.Engine", "Holdfast.Protocol", "Holdfast.Server", "Holdfast.Daemon", "Holdfast.Cli"));
        Assert.Empty(Mentions("Holdfast.Processes", except: [], "Holdfast.Engine", "Holdfast.Protocol", "Holdfast.Server", "Holdfast.Daemon", "Holdfast.Cli"));
        Assert.Empty(Mentions("Holdfast.Protocol", except: [], "Holdfast.Core", "Holdfast.Processes", "Holdfast.Engine", "Holdfast.Server", "Holdfast.Daemon", "Holdfast.Cli"));
        Assert.Empty(Mentions("Holdfast.Engine", except: [], "Holdfast.Protocol", "Holdfast.Server", "Holdfast.Daemon", "Holdfast.Cli"));
        Assert.Empty(Mentions("Holdfast.Server", except: [], "Holdfast.Daemon", "Holdfast.Cli"));
        Assert.Empty(Mentions("Holdfast.Daemon", except: [], "Holdfast.Cli"));
    }

    [Fact]
    public void Assembly_OfTheCore_RefersToTheBaseLibraryOnly()
    {
        using var assembly = OpenCore();
        var reader = assembly.GetMetadataReader();

        var foreign = reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));

        Assert.Empty(foreign);
    }

    [Fact]
    public void Assembly_OfTheCore_NeitherWaitsNorReadsAClockNorTouchesTheWorld()
    {
        using var assembly = OpenCore();
        var reader = assembly.GetMetadataReader();

        var types = reader.TypeReferences.Select(handle => NameOf(reader, handle)).ToArray();
        var members = reader.MemberReferences.Select(reader.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{NameOf(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}").ToArray();

        Assert.Contains("System.DateTimeOffset", types);
        Assert.Empty(types.Concat(members).Where(name => Impure.Any(each => name == each || (each.EndsWith('.') && name.StartsWith(each, StringComparison.Ordinal)))));
    }

    [Fact]
    public void Folders_OfTheSources_AreNamedAfterFeatures() => Assert.Empty(
        new[] { "src", "tests", "bench" }.SelectMany(part => Directory.GetDirectories(Path.Combine(Root, part), "*", SearchOption.AllDirectories))
            .Where(folder => !IsBuilt(folder) && EmptyNames.Contains(Path.GetFileName(folder))).Select(folder => Path.GetRelativePath(Root, folder)));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(project).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static List<string> Mentions(string project, string[] except, params string[] names)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories))
        {
            if (IsBuilt(file) || except.Contains(Path.GetFileName(file)))
                continue;
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                // A namespace in a comment's cref binds nobody.
                if (!lines[i].TrimStart().StartsWith("//", StringComparison.Ordinal) && names.Any(name => NamesNamespace(lines[i], name)))
                    found.Add($"{Path.GetRelativePath(Root, file)}:{i + 1}: {lines[i].Trim()}");
            }
        }

        return found;
    }

    private static bool NamesNamespace(string line, string name)
    {
        var at = line.IndexOf(name, StringComparison.Ordinal);
        return at >= 0 && (at + name.Length == line.Length || line[at + name.Length] is '.' or ';' or ' ');
    }

    private static bool IsBuilt(string path) => Path.GetRelativePath(Root, path).Split('/') is var parts && (parts.Contains("obj") || parts.Contains("bin"));

    private static PEReader OpenCore() => new(File.OpenRead(typeof(RunState).Assembly.Location));

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var scope = type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)
            : reader.GetString(type.Namespace);
        return $"{scope}.{reader.GetString(type.Name)}";
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
