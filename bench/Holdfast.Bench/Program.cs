using Holdfast.Bench;

// One benchmark a name; each runs in a process of its own, so that its peak memory is its own.
switch (args)
{
    case ["core"]:
        CoreBench.Run();
        return 0;
    case ["store", .. var arguments]:
        await StoreBench.RunAsync(arguments);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            usage: Holdfast.Bench BENCHMARK [ARGUMENTS]
              core   decide and apply alone: reports per second, cost by plan size, memory
              store  [FOLDER [ATOMS]]: commits, appends, replay and deletion with SQLite
            """);
        return 2;
}
