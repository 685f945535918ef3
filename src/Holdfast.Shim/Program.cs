using Holdfast.Processes.Shims;
using Holdfast.Shim;

// holdfast-shim FOLDER [LOCK]: owns the process that the folder's request asks for. Its environment comes on stdin, what came of the
// start goes to stdout, and LOCK is the descriptor of the folder's lock where the starter has taken it.
// holdfast-shim FOLDER --pane PID START-TICKS ENVIRONMENT OUTCOME: the same, as the program of a terminal's pane. Environment and outcome are
// descriptors of the starter's.
return args switch
{
    [var folder] => ShimLife.Run(ShimFolder.At(folder), inheritedLock: null),
    [var folder, var number] when int.TryParse(number, out var inherited) => ShimLife.Run(ShimFolder.At(folder), inherited),
    [var folder, ShimStart.PaneArgument, .. var starter] when ShimPane.TryParse(starter) is { } way => ShimLife.RunInPane(ShimFolder.At(folder), way),
    _ => Misused(),
};

static int Misused()
{
    Console.Error.WriteLine($"usage: holdfast-shim FOLDER [LOCK-DESCRIPTOR | {ShimStart.PaneArgument} PID START-TICKS ENVIRONMENT OUTCOME]");
    return 2;
}
