using Holdfast.RepairBench;

using var runner = new SnippetRunner();
var bench = new Bench(runner);
switch (args)
{
    case [] or ["measure"]:
        return await bench.MeasureAsync(["seen", "unseen"], "", verbose: false);
    case ["measure", "seen", .. var rest]:
        return await bench.MeasureAsync(["seen"], rest.FirstOrDefault() ?? "", verbose: true);
    case ["measure", "unseen"]:
        return await bench.MeasureAsync(["unseen"], "", verbose: false);
    case ["times"]:
        return await bench.TimesAsync();
    case ["working"]:
        return await bench.WorkingAsync();
    case ["record", var half]:
        return half == "working" ? await bench.RecordWorkingAsync() : await bench.RecordAsync(half);
    default:
        await Console.Error.WriteLineAsync("""
            usage: run.sh [measure]               rates and times on both halves of the corpus
                   run.sh measure seen [PART]     on the half rules are written against, with each case that went wrong; PART of their names
                   run.sh measure unseen
                   run.sh times                   of repairs, one after the other
                   run.sh working                 whether any working program is changed
                   run.sh record seen|unseen|working   run all of them and keep what the interpreters report
            """);
        return 2;
}
