using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

/// <summary>What was found where a plan names a code file.</summary>
public abstract record CodeFile
{
    public sealed record Found(string Code) : CodeFile;

    /// <param name="Code">Of the fault: one of <see cref="PlanFaultCodes"/>.</param>
    /// <param name="Problem">Ends a sentence that begins with the file: "does not exist".</param>
    public sealed record Unusable(string Code, string Problem) : CodeFile;
}

/// <summary>A plan that was read, but whose files were not looked at yet.</summary>
public sealed class PlanDraft
{
    private readonly PlanCheckOptions options;
    private readonly PlanFaultList faults;
    private readonly PlanHeader header;
    private readonly List<AtomDraft> atoms;

    internal PlanDraft(PlanCheckOptions options, PlanFaultList faults, PlanHeader header, List<AtomDraft> atoms)
    {
        this.options = options;
        this.faults = faults;
        this.header = header;
        this.atoms = atoms;
        CodeFiles = [.. atoms.Select(atom => atom.File).OfType<string>()];
        Folders = [.. atoms.Select(atom => atom.WorkingDirectory).OfType<string>()];
    }

    /// <summary>Files whose text is needed, as the plan writes them.</summary>
    public ImmutableHashSet<string> CodeFiles { get; }

    /// <summary>Folders that must exist, as the plan writes them.</summary>
    public ImmutableHashSet<string> Folders { get; }

    /// <param name="codeFiles">One for each of <see cref="CodeFiles"/>.</param>
    /// <param name="existingFolders">Those of <see cref="Folders"/> that exist.</param>
    public CheckedPlan Complete(IReadOnlyDictionary<string, CodeFile> codeFiles, IReadOnlySet<string> existingFolders)
    {
        var codes = ImmutableArray.CreateBuilder<PlanCode>();
        foreach (var atom in atoms)
        {
            faults.Atom = atom.Key;
            if (atom.File is not null)
                atom.Code = TakeFile(atom, codeFiles[atom.File]);
            if (atom.WorkingDirectory is not null && !existingFolders.Contains(atom.WorkingDirectory))
                faults.Add(PlanFaultCodes.FolderMissing, atom.WorkingDirectoryNode, $"The working directory '{atom.WorkingDirectory}' is not a folder in {options.Folder}.");
            if (atom is { Code: { } code, Kind: { } kind and not (AtomKind.Command or AtomKind.Agent) })
                codes.Add(LocateCode(atom, kind, code));
        }

        faults.Atom = null;
        return new CheckedPlan(faults.Errors > 0 ? null : CreatePlan(), faults.Resolve(), codes.DrainToImmutable());
    }

    private string? TakeFile(AtomDraft atom, CodeFile file)
    {
        switch (file)
        {
            case CodeFile.Found found:
                return found.Code;
            case CodeFile.Unusable unusable:
                faults.Add(unusable.Code, atom.FileNode, $"The file '{atom.File}' {unusable.Problem}.");
                return null;
            default:
                throw new InvalidOperationException($"A code file cannot be a {file.GetType().Name}.");
        }
    }

    private PlanCode LocateCode(AtomDraft atom, AtomKind kind, string code)
    {
        if (atom.File is not null)
        {
            var shown = Path.Combine(Path.GetDirectoryName(options.File) ?? "", atom.File);
            return new PlanCode(kind, atom.Key, code, shown, FirstLine: 1, Column: 1, LineByLine: true, atom.Place, "file");
        }

        var node = atom.CodeNode;
        return node.IsBlock
            ? new PlanCode(kind, atom.Key, code, options.File, node.Line + 1, Column: 1, LineByLine: true, atom.Place, "code")
            : new PlanCode(kind, atom.Key, code, options.File, node.Line, node.Column, LineByLine: false, atom.Place, "code");
    }

    private Plan CreatePlan() =>
        Plan.Create(
            PlanId.Derive(header.Name, options.Source), header.Name, header.Schedule, header.StopBelow, header.InputJson, options.Folder,
            [.. atoms.Select(atom => atom.ToAtom())]);
}

/// <param name="Plan">Null when a fault is an error.</param>
/// <param name="Faults">In the order of the file.</param>
/// <param name="Codes">The code of every atom that has some, whether or not the plan is sound: to be checked for its syntax.</param>
public sealed record CheckedPlan(Plan? Plan, ImmutableArray<PlanFault> Faults, ImmutableArray<PlanCode> Codes);

/// <summary>Code and where it is written.</summary>
/// <param name="Key">Null when the atom has no usable key.</param>
/// <param name="File">As faults name it: the plan's, or the code's own.</param>
/// <param name="FirstLine">Of the code in that file.</param>
/// <param name="Column">Of the code's first character; 1 for a block of YAML, whose indentation is not kept.</param>
/// <param name="LineByLine">Whether the code's lines are the file's lines; else it is all written at <paramref name="FirstLine"/>.</param>
/// <param name="Field">The atom's field: <c>code</c> or <c>file</c>.</param>
public readonly record struct PlanCode(
    AtomKind Kind, string? Key, string Code, string File, int FirstLine, int Column, bool LineByLine, AtomPlace Place, string Field)
{
    /// <summary>JSON Pointer into the plan.</summary>
    public string Pointer => $"{Place}/{Field}";

    /// <param name="line">In the code, from 1.</param>
    public int LineInFile(int line) => LineByLine ? FirstLine + line - 1 : FirstLine;

    /// <param name="column">In the code, from 1.</param>
    public int ColumnInFile(int column) => Field == "file" ? column : Column;
}

/// <summary>Which atom of which module of which component, from 0; component and module are -1 in a flat list.</summary>
public readonly record struct AtomPlace(int Component, int Module, int Atom)
{
    /// <summary>JSON Pointer into the plan.</summary>
    public override string ToString() =>
        Component < 0 ? $"/atoms/{Atom}" : $"/components/{Component}/modules/{Module}/atoms/{Atom}";
}

internal sealed record PlanHeader(string Name, Schedule Schedule, double StopBelow, string InputJson)
{
    public static readonly PlanHeader Empty = new("", Schedule.Waves, PlanChecker.DefaultStopBelow, "{}");
}

/// <summary>An atom on its way to be one: what could not be read is null.</summary>
internal sealed class AtomDraft
{
    public required SourceNode Node { get; init; }

    public required SourceNode KeyNode { get; init; }

    public required SourceNode NeedsNode { get; init; }

    public required SourceNode CodeNode { get; init; }

    public required SourceNode FileNode { get; init; }

    public required SourceNode WorkingDirectoryNode { get; init; }

    public required AtomPlace Place { get; init; }

    public required string? Key { get; init; }

    public required AtomKind? Kind { get; init; }

    public required string Component { get; init; }

    public required string Module { get; init; }

    /// <summary>Of a code file, once it was read.</summary>
    public required string? Code { get; set; }

    public required string? File { get; init; }

    public required ImmutableArray<string> Command { get; init; }

    public required string? InputJson { get; init; }

    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    public required ImmutableSortedDictionary<string, SecretReference> Secrets { get; init; }

    public required string? WorkingDirectory { get; init; }

    public required ImmutableArray<string> Outputs { get; init; }

    public required AtomSettings Settings { get; init; }

    /// <summary>Set once all keys are known.</summary>
    public ImmutableArray<int> Needs { get; set; } = [];

    public Atom ToAtom() => new()
    {
        Key = Key!,
        Kind = Kind!.Value,
        Component = Component,
        Module = Module,
        Code = Code,
        File = File,
        Command = Command,
        Needs = Needs,
        InputJson = InputJson,
        Environment = Environment,
        Secrets = Secrets,
        WorkingDirectory = WorkingDirectory,
        Outputs = Outputs,
        Settings = Settings,
    };
}
