namespace Holdfast.EndToEnd;

/// <summary>Two named pipes between a test and an atom: the atom says that it is there and waits until it is let through.</summary>
internal sealed class Gate
{
    /// <summary>Generous, because machines are shared; reached only when nobody comes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Desk desk;

    private Gate(Desk desk) => this.desk = desk;

    /// <summary>What an atom's shell code has to do, with the working directory on the desk.</summary>
    public const string Code = "echo $$ > here; cat go > /dev/null";

    public static async Task<Gate> OpenAsync(Desk desk)
    {
        Assert.Equal(0, (await desk.ShellAsync("mkfifo here go")).ExitCode);
        return new Gate(desk);
    }

    /// <returns>The pid of the atom that has come.</returns>
    public async Task<int> SomebodyComesAsync() => int.Parse((await AtOtherEndAsync(() => File.ReadAllText(Path.Combine(desk.Folder, "here")))).Trim());

    public Task LetThroughAsync() => AtOtherEndAsync(() =>
    {
        File.WriteAllText(Path.Combine(desk.Folder, "go"), "go\n");
        return true;
    });

    // Opening a pipe waits for who opens its other end, and nothing can end that but they: on a thread of its own, the test need not wait for ever.
    private static Task<T> AtOtherEndAsync<T>(Func<T> use) =>
        Task.Factory.StartNew(use, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Patience);
}
