using Holdfast.Bench;
using Holdfast.Bench.Serving;

// One benchmark a name; each runs in a process of its own, so that its peak memory is its own.
switch (args)
{
    case ["core"]:
        CoreBench.Run();
        return 0;
    case ["store", .. var arguments]:
        await StoreBench.RunAsync(arguments);
        return 0;
    case ["plan-json", .. var sizes]:
        return await PlanBench.CheckAsync(sizes, isYaml: false);
    case ["plan-yaml", .. var sizes]:
        return await PlanBench.CheckAsync(sizes, isYaml: true);
    case ["plan-stored", .. var sizes]:
        return PlanBench.ReadStored(sizes);
    case ["commands", .. var rest]:
        await RunBench.CommandsAsync(rest);
        return 0;
    case ["python", .. var rest]:
        await RunBench.PythonAsync(rest);
        return 0;
    case ["idle", .. var rest]:
        await RunBench.IdleAsync(rest);
        return 0;
    case ["queue", .. var rest]:
        QueueBench.Run(Number(rest, 0, 100_000));
        return 0;
    case ["retention", .. var rest]:
        await RetentionBench.RunAsync(Number(rest, 0, 200_000));
        return 0;
    case ["answers", .. var rest]:
        await AnswerBench.RunAsync(Number(rest, 0, 6_400));
        return 0;
    case ["subscribers", .. var rest]:
        await SubscriberBench.RunAsync(Number(rest, 0, 1_000), Number(rest, 1, 50), Number(rest, 2, 60));
        return 0;
    case ["backlog", .. var rest]:
        await BacklogBench.RunAsync(Number(rest, 0, 1_000_000));
        return 0;
    case ["tasks", .. var rest]:
        await ListBench.RunAsync(Number(rest, 0, 10_000));
        return 0;
    case ["processes"]:
        ProcessesBench.Run(10_000);
        return 0;
    case ["adopt", .. var rest]:
        await AdoptBench.RunAsync(Number(rest, 0, 200));
        return 0;
    case ["shim", .. var rest]:
        await ShimBench.RunAsync(Number(rest, 0, 20));
        return 0;
    case ["results-make", var folder, .. var size]:
        await ResultsBench.MakeAsync(folder, Number(size, 0, 100_000));
        return 0;
    case ["results", var folder, .. var levels]:
        await ResultsBench.LevelsAsync(folder, levels is [var level] ? level : "system");
        return 0;
    case ["export", var folder]:
        await ResultsBench.ExportAsync(folder);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            usage: Holdfast.Bench BENCHMARK [ARGUMENTS]
              core                           decide and apply alone: reports per second, cost by plan size, memory
              store [FOLDER [ATOMS]]         commits, appends, replay and deletion with SQLite
              plan-json [ATOMS [NEEDS]]      check a generated plan from a JSON file: 100000 atoms with 10 needs each unless told
              plan-yaml [ATOMS [NEEDS]]      the same from YAML
              plan-stored [ATOMS [NEEDS]]    read it back as the store keeps it
              commands [N [JOBS]]            a run of N times /bin/true, every transition durable
              python [N [JOBS [FILE]]]       a run of N fresh Python atoms of the code in FILE
              idle [ROUNDS]                  one command on an idle engine, beside the process alone
              results-make FOLDER [ATOMS]    store a run of 100000 atoms, with output, for the next two
              results FOLDER [LEVEL]         its results put together at one level: system unless told
              export FOLDER                  everything about it as JSON and as a page
              queue [N]                      add, take and ask why, with 100000 that wait
              retention [N]                  200000 executions that are over: listing them, collecting half of them, and what the store takes
              adopt [N]                      open a desk that finds 200 living executions
              shim [N]                       one shim after another, of /bin/true, beside the C calibration; and what an idle one keeps
              answers [N]                    executions accepted over HTTP: beside the store alone, at a steady rate, and how soon they start
              subscribers [N [RATE [SECONDS]]]  1000 readers of every event, 50 a second for 60 s, beside a bare Kestrel
              backlog [N]                    1000000 stored events read as one stream
              tasks [N]                      10000 tasks listed, filtered and paged
              processes                      the host of processes alone: /bin/true, two at a time, as a share of a C calibration
            """);
        return 2;
}

static int Number(string[] arguments, int at, int usual) => arguments.Length > at ? int.Parse(arguments[at], System.Globalization.CultureInfo.InvariantCulture) : usual;
