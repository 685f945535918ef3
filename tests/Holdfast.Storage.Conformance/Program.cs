using System.Globalization;

namespace Holdfast.Storage.Conformance;

public static class Program
{
    /// <summary>The tests; or, when told so, a writer that tests watch from outside.</summary>
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [WriterProgram.Append, var store, var log, var tasks, var appends, var killAfter]:
                return await WriterProgram.AppendAsync(store, log, Number(tasks), Number(appends), Number(killAfter));
            case [WriterProgram.AppendUntilSyncFails, var store, var trigger]:
                return await WriterProgram.AppendUntilSyncFailsAsync(store, trigger);
            case [WriterProgram.CompactWhileSyncFails, var store, var trigger]:
                return await WriterProgram.CompactWhileSyncFailsAsync(store, trigger);
            case [WriterProgram.CreateExecutions, var store, var executions]:
                return await WriterProgram.CreateExecutionsAsync(store, Number(executions));
            case [StoreFixture.Write, var folder]:
                await StoreFixture.WriteAsync(folder);
                return 0;
            default:
                return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
