using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Plans;

/// <summary>Asks each language whether the plan's code parses. What does not is a warning, since a run may repair it, or an error when strict.</summary>
public static class PlanSyntaxCheck
{
    /// <summary>Codes one call of a runtime gets.</summary>
    private const int MostInBatch = 500;

    /// <summary>Characters of code one call of a runtime gets, unless a single code has more.</summary>
    private const int MostCharactersInBatch = 8 << 20;

    /// <param name="runtimes">Kinds without a runtime are not checked.</param>
    /// <param name="strict">Whether the faults are errors.</param>
    /// <returns>In the order of the codes; code that several atoms share is told once for each place it is written in.</returns>
    public static async Task<IReadOnlyList<PlanFault>> CheckAsync(
        IReadOnlyList<PlanCode> codes, IReadOnlyDictionary<AtomKind, IRuntime> runtimes, bool strict, CancellationToken cancellationToken)
    {
        var kinds = codes.Select(code => code.Kind).Distinct().Where(runtimes.ContainsKey).ToArray();
        var broken = await Task.WhenAll(kinds.Select(kind => FindBrokenAsync(codes, runtimes[kind], cancellationToken)));
        var brokenByKind = kinds.Zip(broken).ToDictionary(pair => pair.First, pair => pair.Second);

        var severity = strict ? PlanFaultSeverity.Error : PlanFaultSeverity.Warning;
        var faults = new List<PlanFault>();
        foreach (var code in codes)
        {
            if (brokenByKind.TryGetValue(code.Kind, out var exceptions) && exceptions.TryGetValue(code.Code, out var exception))
                faults.Add(Describe(code, exception, severity));
        }

        return [.. faults.DistinctBy(fault => (fault.File, fault.Line, fault.Column))];
    }

    private static async Task<Dictionary<string, ReportedException>> FindBrokenAsync(
        IReadOnlyList<PlanCode> codes, IRuntime runtime, CancellationToken cancellationToken)
    {
        var broken = new Dictionary<string, ReportedException>();
        var distinct = codes.Where(code => code.Kind == runtime.Kind).Select(code => code.Code).Distinct();
        foreach (var batch in Batches(distinct))
        {
            var exceptions = await runtime.CheckSyntaxAsync(batch, cancellationToken);
            foreach (var (code, exception) in batch.Zip(exceptions))
            {
                if (exception is not null)
                    broken.Add(code, exception);
            }
        }

        return broken;
    }

    private static IEnumerable<List<string>> Batches(IEnumerable<string> codes)
    {
        var batch = new List<string>();
        var characters = 0;
        foreach (var code in codes)
        {
            if (batch.Count == MostInBatch || (batch.Count > 0 && characters + code.Length > MostCharactersInBatch))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }

            batch.Add(code);
            characters += code.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private static PlanFault Describe(PlanCode code, ReportedException exception, PlanFaultSeverity severity)
    {
        var line = exception.Line ?? 1;
        var inCode = code.LineByLine || exception.Line is null ? "" : $" (line {line} of the code)";
        var subject = code.Key is null ? "An atom" : $"Atom '{code.Key}'";
        return new PlanFault(
            PlanFaultCodes.CodeDoesNotParse,
            $"{subject}: its {PlanWords.Of(code.Kind)} code does not parse: {exception.Type}: {exception.Message.TrimEnd('.')}{inCode}.",
            code.File, code.LineInFile(line), code.ColumnInFile(exception.Column ?? 1), code.Pointer, severity);
    }
}
