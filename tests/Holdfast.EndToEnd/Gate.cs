namespace Holdfast.EndToEnd;

/// <summary>Two named pipes between a test and an atom: the atom says that it is there and waits until it is let through.</summary>
internal sealed class Gate
{
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
    public async Task<int> SomebodyComesAsync() =>
        int.Parse((await File.ReadAllTextAsync(Path.Combine(desk.Folder, "here")).WaitAsync(TimeSpan.FromMinutes(2))).Trim());

    public async Task LetThroughAsync() => await File.WriteAllTextAsync(Path.Combine(desk.Folder, "go"), "go\n").WaitAsync(TimeSpan.FromMinutes(2));
}
