using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <summary>Asks a language's own parser about many codes in one process.</summary>
internal static class SyntaxCheck
{
    /// <param name="ask">Writes a request, runs the parser and reads its answer; null when the parser did not live to answer.</param>
    public static async Task<IReadOnlyList<ReportedException?>> RunAsync(
        IReadOnlyList<string> codes, Func<IReadOnlyList<string>, Task<IReadOnlyList<ReportedException?>?>> ask)
    {
        if (codes.Count == 0)
            return [];
        if (await ask(codes) is { } answers)
            return answers;
        if (codes.Count == 1)
            return [new ReportedException { Type = "ParserFailure", WhileParsing = true, Message = "The language's parser breaks down over this code." }];

        // One of them broke the parser; the others still have an answer.
        var half = codes.Count / 2;
        return [.. await RunAsync([.. codes.Take(half)], ask), .. await RunAsync([.. codes.Skip(half)], ask)];
    }
}
