using Holdfast.Engine.Sessions;

namespace Holdfast.Engine.Tests.Sessions;

public sealed class ActivityPolicyFileTests : IDisposable
{
    private static readonly ActivityPolicy Small = ActivityPolicy.Within(3 << 20, partial: false);

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-policy-").FullName;

    private string Log => Path.Combine(folder, "activity.log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Settle_OfASessionThatBegan_IsWhatItBeganWith()
    {
        Assert.Equal(Small, ActivityPolicyFile.Settle(Log, Small));
        File.WriteAllText(Log, "a record");

        Assert.Equal(Small, ActivityPolicyFile.Settle(Log, new ActivityPolicy()));
        Assert.Equal(Small, ActivityPolicyFile.Settle(Log, ActivityPolicy.Within(9 << 20, partial: true)));
    }

    [Fact]
    public void Settle_OfASessionThatBeganWithTheDefault_IsThat()
    {
        Assert.Equal(new ActivityPolicy(), ActivityPolicyFile.Settle(Log, new ActivityPolicy()));
        File.WriteAllText(Log, "a record");

        Assert.Equal(new ActivityPolicy(), ActivityPolicyFile.Settle(Log, Small));
    }
}
