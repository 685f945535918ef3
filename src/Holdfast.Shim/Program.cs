using Holdfast.Processes.Shims;
using Holdfast.Shim;

// holdfast-shim FOLDER [LOCK]: owns the process that the folder's request asks for. Its environment comes on stdin, what came of the
// start goes to stdout, and LOCK is the descriptor of the folder's lock where the starter has taken it.
if (args is not ([_] or [_, _]) || (args is [_, var number] && !int.TryParse(number, out _)))
{
    Console.Error.WriteLine("usage: holdfast-shim FOLDER [LOCK-DESCRIPTOR]");
    return 2;
}

return ShimLife.Run(ShimFolder.At(args[0]), inheritedLock: args.Length == 2 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : null);
