using Holdfast.Protocol.Diagnostics;

namespace Holdfast.Protocol.Tests;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("curl --token=abc123 https://x", "curl --token=*** https://x")]
    [InlineData("password: hunter2, and on", "password: ***, and on")]
    [InlineData("""{"api_key": "k-1"}""", """{"api_key": "***"}""")]
    [InlineData("git clone https://user:pw@example.org/r", "git clone https://***@example.org/r")]
    [InlineData("Authorization: Bearer abcdefgh.ij", "Authorization: Bearer ***")]
    [InlineData("git clone https://user:p@ss@example.org/r", "git clone https://***@example.org/r")]
    [InlineData("user:pw@proxy:3128", "***@proxy:3128")]
    [InlineData("holdfast exec start -- tool --password hunter2 --db-token t-1 --verbose x", "holdfast exec start -- tool --password *** --db-token *** --verbose x")]
    [InlineData("the token bucket is empty", "the token bucket is empty")]
    [InlineData("https://example.org/a@b", "https://example.org/a@b")]
    public void Hide_WhatLooksLikeASecret_IsNotTold(string text, string expected) => Assert.Equal(expected, SecretText.Hide(text));

    [Fact]
    public void Hide_KnownValues_LeavesNothingOfTheLonger() =>
        Assert.Equal("a *** b 12", SecretText.Hide("a hush-hush b 12", ["hush-hush", "hush", "12"]));

    [Theory]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("OPENAI_API_KEY", true)]
    [InlineData("KEY", true)]
    [InlineData("db_password", true)]
    [InlineData("NPM_AUTH", true)]
    [InlineData("max_executions_per_key", false)]
    [InlineData("key_limits", false)]
    [InlineData("AUTHOR", false)]
    [InlineData("PATH", false)]
    public void IsNameOfOne_AName_SaysWhetherItsValueIsSecret(string name, bool expected) => Assert.Equal(expected, SecretText.IsNameOfOne(name));

    [Fact]
    public void Arguments_BehindAnOptionThatNamesASecret_AreHidden() =>
        Assert.Equal(["tool", "--password", "***", "--verbose", "x", "--api-key=***"], SecretText.Arguments(["tool", "--password", "pw", "--verbose", "x", "--api-key=k"], []));

    [Fact]
    public void Environment_OfAProcess_HasWhatMattersOnly()
    {
        var told = SecretText.Environment([new("PATH", "/bin"), new("HOLDFAST_TOKEN", "t-1234"), new("HTTPS_PROXY", "http://me:pw@proxy:1"), new("MY_SECRET", "s"), new("HOLDFAST_X", "a t-1234 b"), new("EDITOR", "vi")], ["t-1234"]);

        Assert.Equal(new Dictionary<string, string> { ["HOLDFAST_TOKEN"] = "***", ["HOLDFAST_X"] = "a *** b", ["HTTPS_PROXY"] = "http://***@proxy:1", ["PATH"] = "/bin" }, told);
    }
}
