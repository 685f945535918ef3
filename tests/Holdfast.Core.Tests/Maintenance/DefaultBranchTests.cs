using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class DefaultBranchTests
{
    [Theory]
    [InlineData("release", "main", "main", "main holdfast/1", "release")] // The remote knows, whatever is here.
    [InlineData(null, "main", "holdfast/1", "blaster holdfast/1", "blaster")] // The only one that is not Holdfast's.
    [InlineData(null, "stem", "feature", "stem feature main", "stem")] // What the user calls new ones.
    [InlineData(null, "stem", "feature", "feature trunk", "trunk")] // What others call it.
    [InlineData(null, null, "feature", "feature main master", "feature")] // Two usual names say nothing; the checkout does.
    [InlineData(null, null, "holdfast/1", "feature other holdfast/1", null)]
    [InlineData(null, null, null, "", null)]
    public void Of_WhatARepositorySays_IsTheBranchMeant(string? remote, string? configured, string? head, string local, string? expected) =>
        Assert.Equal(expected, DefaultBranch.Of(new DefaultBranchFacts(remote, configured, head, local.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
