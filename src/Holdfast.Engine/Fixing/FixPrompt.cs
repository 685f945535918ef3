using System.Globalization;
using System.Text;
using Holdfast.Core.Failures;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Fixing;

/// <summary>What a model is told about a failed attempt. Pure: the same request always gives the same words.</summary>
/// <param name="Rules">For the system's side of the conversation: what it is, and how to answer.</param>
/// <param name="Request">For the user's side: the case.</param>
public sealed record FixPrompt(string Rules, string Request)
{
    /// <summary>Older tries than these are left out.</summary>
    private const int MaxEarlier = 4;

    /// <summary>Longer messages of errors are cut.</summary>
    private const int MaxMessage = 2000;

    /// <exception cref="ArgumentException">The kind of atom has no code that a model could write.</exception>
    public static FixPrompt Build(FixRequest request)
    {
        var language = LanguageOf(request.Kind);
        var text = new StringBuilder();
        text.Append(request.Strategy == Strategy.Fix
            ? $"This {language.Name} program fails. Repair it, changing as little as possible.\n"
            : $"This {language.Name} program fails, and mending it is not enough. Write another one that does the same job.\n");
        AppendFailure(text, request);
        AppendCode(text, request.Code, language);
        text.Append("\n## Input\n").Append(language.InputName).Append(" is an ").Append(InputShape.Describe(request.InputJson)).Append('\n');
        AppendLimits(text, request.Settings);
        AppendEarlier(text, request);
        return new FixPrompt(RulesFor(language), text.ToString());
    }

    private sealed record Language(string Name, string Fence, string InputName, string ResultExample);

    private static Language LanguageOf(AtomKind kind) => kind switch
    {
        AtomKind.Python => new("Python", "python", "`input_data`", "result = {\"total\": total}"),
        AtomKind.JavaScript => new("JavaScript (Node.js)", "javascript", "`inputData`", "const result = { total };"),
        AtomKind.TypeScript => new("TypeScript (Node.js, types are stripped)", "typescript", "`inputData`", "const result = { total };"),
        AtomKind.Shell => new("shell", "sh", "The JSON in the file $HOLDFAST_INPUT", "printf '{\"total\": %s}' \"$total\" > \"$HOLDFAST_RESULT\""),
        AtomKind.Command or AtomKind.Agent => throw new ArgumentException($"An atom of kind {kind} has no code to repair.", nameof(kind)),
    };

    private static string RulesFor(Language language) =>
        $"""
        You repair small programs that run without anybody watching.
        - The program's input is {(language.Fence == "sh" ? "in a file" : $"in the variable {language.InputName}, which is there already")}; its result is what it sets at the end, as in: {language.ResultExample}
        - Keep what the program is for: the same input, the same shape of result, the same files.
        - Use the standard library only, unless the program uses a package already.
        - Do not catch an error only to hide it, and do not return made-up data.
        - Answer with the whole program in one fenced block marked {language.Fence}, and nothing else.

        """;

    private static void AppendFailure(StringBuilder text, FixRequest request)
    {
        text.Append("\n## Failure\n").Append(Name(request.Failure.Category)).Append(": ").Append(Cut(request.Failure.Message)).Append('\n');
        if (request.Failure.Line is not { } line)
            return;
        var lines = request.Code.Split('\n');
        text.Append(CultureInfo.InvariantCulture, $"At line {line}");
        text.Append(line <= lines.Length ? $": {lines[line - 1].Trim()}\n" : ", behind the end of the program.\n");
    }

    private static void AppendCode(StringBuilder text, string code, Language language)
    {
        text.Append("\n## Program\n").Append(FenceFor(code)).Append(language.Fence).Append('\n').Append(code);
        if (!code.EndsWith('\n'))
            text.Append('\n');
        text.Append(FenceFor(code)).Append('\n');
    }

    private static void AppendLimits(StringBuilder text, AtomSettings settings)
    {
        text.Append("\n## Limits\n");
        text.Append(settings.Timeout is { } timeout ? string.Create(CultureInfo.InvariantCulture, $"- {timeout.TotalSeconds:0.###} s of time\n") : "- no limit of time\n");
        if (settings.MemoryLimitBytes is { } memory)
            text.Append(CultureInfo.InvariantCulture, $"- {memory / 1048576.0:0.#} MiB of memory\n");
        if (settings.CpuLimitCores is { } cores)
            text.Append(CultureInfo.InvariantCulture, $"- {cores:0.##} processor cores\n");
        text.Append(CultureInfo.InvariantCulture, $"- {settings.OutputLimitBytes / 1048576.0:0.##} MiB of output\n");
    }

    private static void AppendEarlier(StringBuilder text, FixRequest request)
    {
        if (request.Earlier.IsEmpty)
            return;
        text.Append("\n## Tried before, oldest first\n");
        if (request.Earlier.Length > MaxEarlier)
            text.Append(CultureInfo.InvariantCulture, $"({request.Earlier.Length - MaxEarlier} older ones are left out.)\n");
        var shown = request.Earlier.TakeLast(MaxEarlier).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            var next = i + 1 < shown.Count ? shown[i + 1].Code : request.Code;
            var at = shown[i].Failure.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $" at line {line}") : "";
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}. It failed{at}: {Cut(shown[i].Failure.Message)}\n");
            if (UnifiedDiff.Of(shown[i].Code, next, "before", "after") is { Length: > 0 } diff)
                text.Append("   Then it was changed so:\n").Append(FenceFor(diff)).Append("diff\n").Append(diff).Append(FenceFor(diff)).Append('\n');
        }
    }

    /// <summary>Longer than every run of backticks inside.</summary>
    private static string FenceFor(string text)
    {
        var (longest, run) = (2, 0);
        foreach (var letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new string('`', longest + 1);
    }

    private static string Cut(string message) => message.Length <= MaxMessage ? message : message[..MaxMessage] + " …";

    private static string Name(FailureCategory category) => category switch
    {
        FailureCategory.Syntax => "Syntax error",
        FailureCategory.Import => "Import error",
        FailureCategory.Type => "Type error",
        FailureCategory.Runtime => "Error while running",
        FailureCategory.Timeout => "Too slow; find a cheaper way",
        FailureCategory.OutOfMemory => "Too much memory; find a way that needs less",
        FailureCategory.Killed => "Killed",
        FailureCategory.OutputLimit => "Too much output",
        FailureCategory.Network => "Network error",
        FailureCategory.RateLimited => "Rate limited",
        FailureCategory.Permission => "Not permitted",
        FailureCategory.Environment => "Something is missing on the machine",
    };
}
