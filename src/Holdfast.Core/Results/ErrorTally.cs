using System.Collections.Immutable;
using Holdfast.Core.Failures;

namespace Holdfast.Core.Results;

/// <param name="Count">Attempts that failed with it.</param>
/// <param name="Atoms">How many atoms they were of.</param>
/// <param name="AtomKeys">The first of them, in the plan's order; at most <see cref="ErrorTally.MaxAtomsNamed"/>.</param>
public sealed record ErrorSummary(FailureCategory Category, string Code, string Message, int Count, int Atoms, ImmutableArray<string> AtomKeys);

/// <summary>Collects failures and tells each different one once.</summary>
internal sealed class ErrorTally
{
    /// <summary>Atoms named with one error; they are all counted.</summary>
    public const int MaxAtomsNamed = 20;

    private readonly Dictionary<(FailureCategory, string, string), Entry> entries = [];

    /// <summary>The failures of one atom must come together.</summary>
    public void Add(Failure failure, string key)
    {
        var error = (failure.Category, failure.Code, failure.Message);
        if (!entries.TryGetValue(error, out var entry))
            entries.Add(error, entry = new Entry(failure));
        entry.Add(key);
    }

    /// <summary>Most frequent first.</summary>
    public ImmutableArray<ErrorSummary> ToSummaries() => [.. entries.Values.Select(entry => entry.ToSummary()).OrderByDescending(error => error.Count)];

    private sealed class Entry(Failure failure)
    {
        private readonly List<string> keys = new(1);
        private string? lastKey;
        private int count;
        private int atoms;

        public void Add(string key)
        {
            count++;
            if (key == lastKey)
                return;
            lastKey = key;
            atoms++;
            if (keys.Count < MaxAtomsNamed)
                keys.Add(key);
        }

        public ErrorSummary ToSummary() => new(failure.Category, failure.Code, failure.Message, count, atoms, [.. keys]);
    }
}
