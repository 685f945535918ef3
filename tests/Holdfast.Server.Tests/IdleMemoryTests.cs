using Holdfast.Server.Daemons;

namespace Holdfast.Server.Tests;

[CollectionDefinition(nameof(IdleMemoryTests), DisableParallelization = true)]
public sealed class IdleMemoryAlone;

/// <summary>Alone, as what others allocate looks like work.</summary>
[Collection(nameof(IdleMemoryTests))]
public sealed class IdleMemoryTests
{
    private const int Garbage = 64 << 20;

    [Fact]
    public async Task Look_OnceWorkIsOver_GivesBackOnce()
    {
        await using var memory = new IdleMemory(TimeProvider.System);
        Work();

        Assert.False(memory.Look());
        var before = GC.GetGCMemoryInfo(GCKind.Any).Index;
        Assert.True(memory.Look());
        Assert.True(GC.GetGCMemoryInfo(GCKind.Any).Index > before);
        Assert.False(memory.Look());

        Work();
        Assert.False(memory.Look());
        Assert.True(memory.Look());
    }

    private static void Work() => GC.KeepAlive(new byte[Garbage]);
}
