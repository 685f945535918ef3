namespace Holdfast.Storage.Conformance;

public static class Program
{
    public static Task<int> Main(string[] args) => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
