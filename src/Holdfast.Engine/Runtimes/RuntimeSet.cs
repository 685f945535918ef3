using Holdfast.Core.Plans;

namespace Holdfast.Engine.Runtimes;

/// <summary>Every language there is. A new one gets its line here.</summary>
public static class RuntimeSet
{
    /// <param name="home">The folder Holdfast keeps everything in.</param>
    public static IReadOnlyDictionary<AtomKind, IRuntime> Create(string home, TimeProvider time) =>
        Create(home, ProcessEnvironment.OfThisProcess(), time);

    /// <param name="environment">Says which of the host's variables atoms see, and where interpreters are found.</param>
    public static IReadOnlyDictionary<AtomKind, IRuntime> Create(string home, ProcessEnvironment environment, TimeProvider time)
    {
        var kit = new RuntimeKit(home, environment, time);
        IRuntime[] runtimes = [new PythonRuntime(kit), new JavaScriptRuntime(kit), new TypeScriptRuntime(kit), new ShellRuntime(kit), new CommandRuntime(kit)];
        return runtimes.ToDictionary(runtime => runtime.Kind);
    }
}
