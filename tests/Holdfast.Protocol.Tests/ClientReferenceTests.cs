namespace Holdfast.Protocol.Tests;

/// <summary>What a client is asked about goes into an address, and must name something there.</summary>
public sealed class ClientReferenceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Reference_ThatNamesNothing_IsRefusedBeforeAnybodyIsAsked(string reference)
    {
        using var client = new HoldfastClient("/nobody/listens/here", "9.9.9");
        Func<Task>[] asked =
        [
            () => client.GetExecutionAsync(reference, Ct), () => client.GetRunAsync(reference, everything: false, Ct), () => client.GetTaskAsync(reference, Ct),
            () => client.GetSessionAsync(reference, Ct), () => client.WhyAsync(reference, subject: null, atom: null, Ct), () => client.DeleteRunAsync(reference, Ct),
            () => client.DeleteTaskAsync(reference, removeWorkspace: false, Ct), async () => await client.WatchRunAsync(reference, fromStart: false, Ct).GetAsyncEnumerator(Ct).MoveNextAsync(),
        ];

        foreach (var ask in asked)
        {
            var error = (await Assert.ThrowsAsync<RefusedException>(ask)).Error;
            Assert.Equal((ErrorCode.Usage, $"'{reference}' names nothing: give a number, an id, or an unambiguous start or end of an id."), (error.Code, error.Message));
        }
    }
}
