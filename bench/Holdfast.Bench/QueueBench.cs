using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Queueing;

namespace Holdfast.Bench;

/// <summary>What waiting costs: adding one, taking one and asking why, with few and with many that wait.</summary>
internal static class QueueBench
{
    private const int Measured = 10_000;

    public static void Run(int many)
    {
        var few = Measure(0);
        var full = Measure(many);
        Console.WriteLine($"adding one: {few.Add:0.00} µs beside none, {full.Add:0.00} µs beside {many:#,0} that wait: {full.Add / few.Add:0.00} times as much");
        Console.WriteLine($"taking the next and letting it end: {few.Take:0.00} µs beside none, {full.Take:0.00} µs beside {many:#,0}");
        Console.WriteLine($"why one waits: {full.Why:0.00} ms beside {many:#,0}");
    }

    // Each with a key that many share and one of its own.
    private static (double Add, double Take, double Why) Measure(int waiting)
    {
        var line = new WaitingLine(new QueueLimits(1_000_000, 4, ImmutableDictionary<string, int>.Empty.Add("all", 1_000_000)), new QueueState());
        for (var i = 0; i < waiting; i++)
            line.Add(Entry(i));
        var adding = new List<double>();
        var taking = new List<double>();
        QueueEntry? last = null;
        for (var round = 0; round < 5; round++)
        {
            var entries = Enumerable.Range(0, Measured).Select(i => Entry(waiting + (round * Measured) + i)).ToList();
            var start = Stopwatch.GetTimestamp();
            entries.ForEach(line.Add);
            adding.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Measured);
            last = entries[^1];
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Measured / 2; i++)
                line.Leave(line.TakeNext()!.Id);
            taking.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / (Measured / 2));
        }

        var asked = Stopwatch.GetTimestamp();
        _ = line.WhyWaiting(last!.Id);
        return (Median(adding), Median(taking), Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
    }

    private static QueueEntry Entry(int number) => new(new ExecutionId(Guid.NewGuid()), number % 3, number, ["all", $"repository:{number % 1000}"]);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
