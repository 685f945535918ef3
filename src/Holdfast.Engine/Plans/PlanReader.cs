using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Plans;

public enum PlanFormat { Yaml, Json }

public sealed record PlanReadOptions
{
    public static readonly PlanReadOptions Default = new();

    /// <summary>The sandbox tiers this machine has; a plan that requires another one has a fault. Default: plain.</summary>
    public ImmutableArray<SandboxTier> AvailableTiers { get; init; } = [SandboxTier.Plain];

    /// <summary>Standard input, for a plan named <c>-</c>.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>The full path of the folder that the plan's name is relative to; null: the current one.</summary>
    public string? Folder { get; init; }
}

/// <param name="Plan">Null when a fault is an error.</param>
/// <param name="Source">The full path of the plan's file; empty for standard input.</param>
/// <param name="Faults">All there are, in the order of the file.</param>
/// <param name="Codes">For <see cref="PlanSyntaxCheck"/>.</param>
public sealed record PlanReading(Plan? Plan, string Source, IReadOnlyList<PlanFault> Faults, IReadOnlyList<PlanCode> Codes)
{
    public bool HasErrors => Faults.Any(fault => fault.Severity == PlanFaultSeverity.Error);
}

/// <summary>From a file to a checked plan, or to everything that is wrong with it. Never throws for what a file holds.</summary>
public static class PlanReader
{
    public const string StandardInput = "-";

    /// <summary>256 MiB.</summary>
    public const int LargestPlanBytes = 256 << 20;

    /// <summary>16 MiB.</summary>
    public const int LargestCodeBytes = 16 << 20;

    /// <param name="path">As the user wrote it; <c>-</c> for standard input, whose files are relative to the folder of the options.</param>
    public static async Task<PlanReading> ReadFileAsync(string path, PlanReadOptions options, CancellationToken cancellationToken)
    {
        if (path == StandardInput)
        {
            var input = options.StandardInput ?? throw new ArgumentException("A plan from standard input needs it in the options.", nameof(options));
            return await ReadFileAsync(_ => input, "<stdin>", source: "", options.Folder ?? Directory.GetCurrentDirectory(), options, cancellationToken);
        }

        if (path.Length == 0 || path.Contains('\0'))
            return Refuse(path, "", PlanFaultCodes.FileMissing, "The name of the plan's file is empty or contains NUL.");
        var source = Path.GetFullPath(path, options.Folder ?? Directory.GetCurrentDirectory());
        return await ReadFileAsync(OpenFile, path, source, Path.GetDirectoryName(source) ?? source, options, cancellationToken);
    }

    /// <param name="bytes">UTF-8, with or without a mark. The caller gives it up.</param>
    /// <param name="file">As faults name it.</param>
    /// <param name="source">The full path of the file; empty for a plan that came another way.</param>
    /// <param name="folder">The full path that files and working directories are relative to.</param>
    public static PlanReading Read(byte[] bytes, PlanFormat format, string file, string source, string folder, PlanReadOptions options)
    {
        var text = SourceText.WithoutMark(bytes);
        var content = text.Length == bytes.Length ? bytes : text.ToArray();
        if (content.AsSpan().ContainsAnyExcept(" \t\r\n"u8) is false)
            return Refuse(file, source, PlanFaultCodes.FileEmpty, "The plan is empty.");
        if (SourceText.FindFault(content, SourceText.ControlCharacters) is { } unreadable)
            return Refuse(file, source, unreadable with { Message = $"The file {unreadable.Message}." });

        SourceTree? tree;
        SourceFault? fault;
        var isRead = format switch
        {
            PlanFormat.Yaml => YamlSource.TryRead(content, out tree, out fault),
            PlanFormat.Json => JsonSource.TryRead(content, out tree, out fault),
        };
        if (!isRead)
            return Refuse(file, source, fault!);

        var draft = PlanChecker.Check(tree!, new PlanCheckOptions(file, source, folder, options.AvailableTiers));
        var found = draft.Complete(
            draft.CodeFiles.ToDictionary(path => path, path => ReadCode(Path.Combine(folder, path))),
            draft.Folders.Where(path => Directory.Exists(Path.Combine(folder, path))).ToHashSet());
        return new PlanReading(found.Plan, source, found.Faults, found.Codes);
    }

    /// <summary>By the name; a plan without a telling name is JSON when it begins like JSON.</summary>
    public static PlanFormat FormatOf(string file, ReadOnlySpan<byte> bytes)
    {
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return PlanFormat.Json;
        if (file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            return PlanFormat.Yaml;
        return SourceText.WithoutMark(bytes).TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? PlanFormat.Json : PlanFormat.Yaml;
    }

    private static async Task<PlanReading> ReadFileAsync(
        Func<string, Stream> open, string file, string source, string folder, PlanReadOptions options, CancellationToken cancellationToken)
    {
        byte[]? bytes;
        try
        {
            // A pipe may keep us waiting for ever: who waits must be able to give up.
            bytes = await Task.Run(() => ReadUpTo(open, source, LargestPlanBytes), cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (Explain(failure, source) is { } problem)
        {
            return Refuse(file, source, problem.Code, $"The file {problem.Problem}.");
        }

        return bytes is null
            ? Refuse(file, source, PlanFaultCodes.FileTooLarge, $"The file is larger than {LargestPlanBytes >> 20} MiB.")
            : Read(bytes, FormatOf(file, bytes), file, source, folder, options);
    }

    private static PlanReading Refuse(string file, string source, string code, string message) =>
        Refuse(file, source, new SourceFault(code, message, 1, 1));

    private static PlanReading Refuse(string file, string source, SourceFault fault) =>
        new(null, source, [new PlanFault(fault.Code, fault.Message, file, fault.Line, fault.Column, "")], []);

    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <returns>Null when there is more.</returns>
    private static byte[]? ReadUpTo(Func<string, Stream> open, string path, int most)
    {
        using var stream = open(path);

        // The length of a pipe or a device is not known, and a file may grow: it is only the first guess.
        var expected = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (expected > most)
            return null;
        var buffer = new byte[expected + 1];
        var length = 0;
        while (stream.Read(buffer.AsSpan(length)) is var read and > 0)
        {
            length += read;
            if (length > most)
                return null;
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(most + 1L, Math.Max(4096, buffer.Length * 2L)));
        }

        return buffer.AsSpan(0, length).ToArray();
    }

    private static CodeFile ReadCode(string path)
    {
        byte[]? bytes;
        try
        {
            bytes = ReadUpTo(OpenFile, path, LargestCodeBytes);
        }
        catch (Exception failure) when (Explain(failure, path) is { } problem)
        {
            return problem;
        }

        if (bytes is null)
            return new CodeFile.Unusable(PlanFaultCodes.FileTooLarge, $"is larger than {LargestCodeBytes >> 20} MiB");
        var text = SourceText.WithoutMark(bytes);
        return SourceText.FindFault(text, SourceText.Nul) is { } fault
            ? new CodeFile.Unusable(fault.Code, $"{fault.Message} (line {fault.Line}, column {fault.Column})")
            : new CodeFile.Found(Encoding.UTF8.GetString(text));
    }

    private static CodeFile.Unusable? Explain(Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => new CodeFile.Unusable(PlanFaultCodes.FileMissing, "does not exist"),
        UnauthorizedAccessException => new CodeFile.Unusable(
            PlanFaultCodes.FileUnreadable, Directory.Exists(path) ? "is a folder" : "may not be read by this user"),
        IOException other => new CodeFile.Unusable(PlanFaultCodes.FileUnreadable, $"cannot be read: {other.Message.TrimEnd('.')}"),
        _ => null,
    };
}
