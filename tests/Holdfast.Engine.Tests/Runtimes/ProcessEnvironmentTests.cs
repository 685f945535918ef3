using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Runtimes;

public sealed class ProcessEnvironmentTests : IDisposable
{
    private readonly AtomRunner atoms = new(new Dictionary<string, string>
    {
        ["PATH"] = "/usr/bin:/bin",
        ["HOME"] = "/home/me",
        ["LC_TIME"] = "C",
        ["https_proxy"] = "http://proxy",
        ["AWS_SECRET_ACCESS_KEY"] = "must not leak",
        ["NODE_OPTIONS"] = "--inspect",
        ["TOKEN_OF_HOST"] = "s3cret-token",
    });

    public void Dispose() => atoms.Dispose();

    private static readonly ImmutableSortedDictionary<string, string> NoVariables = ImmutableSortedDictionary<string, string>.Empty;

    private static Atom AtomWith(
        ImmutableSortedDictionary<string, string> environment, (string Name, SecretReference Reference)[] secrets, AtomKind kind = AtomKind.Shell, string code = "") => new()
        {
            Key = "a.b",
            Kind = kind,
            Code = code,
            Environment = environment,
            Secrets = secrets.ToImmutableSortedDictionary(secret => secret.Name, secret => secret.Reference),
        };

    [Fact]
    public async Task Build_HostPlanSecretsAndOurs_IsAllTheProcessGets()
    {
        atoms.WritePlanFile("secrets/key", "from-the-file\r\n");

        var (start, launch) = await atoms.PrepareAsync(AtomWith(
            NoVariables.Add("OWN", "1").Add("HOME", "/elsewhere").Add("HOLDFAST_EXECUTION", "forged"),
            [("TOKEN", new SecretReference("TOKEN_OF_HOST", null)), ("KEY", new SecretReference(null, "secrets/key"))]));

        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["PATH"] = "/usr/bin:/bin",
                ["HOME"] = "/elsewhere",
                ["LC_TIME"] = "C",
                ["https_proxy"] = "http://proxy",
                ["OWN"] = "1",
                ["TOKEN"] = "s3cret-token",
                ["KEY"] = "from-the-file",
                ["HOLDFAST_EXECUTION"] = launch.Execution.ToString(),
                ["HOLDFAST_RUN"] = launch.Run.ToString(),
                ["HOLDFAST_ATOM"] = "a.b",
                ["HOLDFAST_ATTEMPT"] = "1",
                ["HOLDFAST_PLAN_DIR"] = atoms.PlanFolder,
                ["HOLDFAST_INPUT"] = launch.Folder.Input,
                ["HOLDFAST_RESULT"] = launch.Folder.Result,
            },
            new SortedDictionary<string, string>(start.Environment.ToDictionary()));
    }

    [Fact]
    public async Task Build_MissingSecrets_AreRefusedWithoutAnyValue()
    {
        var variable = (await atoms.PrepareAsync(AtomWith(NoVariables, [("TOKEN", new SecretReference("NOT_SET", null))]))).Start.Refusal;
        var file = (await atoms.PrepareAsync(AtomWith(NoVariables, [("KEY", new SecretReference(null, "no/such/file"))]))).Start.Refusal;

        Assert.Equal(
            new EndCause.CouldNotStart("secret_missing", "Secret 'TOKEN' of atom 'a.b' is missing: the environment variable NOT_SET is not set. Set it where holdfast is started."),
            variable);
        Assert.StartsWith($"Secret 'KEY' of atom 'a.b' is missing: the file {atoms.PlanFolder}/no/such/file cannot be read.", file!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_SecretInErrors_IsMasked()
    {
        (string, SecretReference)[] secrets = [("TOKEN", new SecretReference("TOKEN_OF_HOST", null))];

        var told = await atoms.RunAsync(AtomWith(NoVariables, secrets, AtomKind.Python, "import os\nraise ValueError('bad ' + os.environ['TOKEN'])"));
        var tail = await atoms.RunAsync(AtomWith(NoVariables, secrets, AtomKind.Shell, "echo $TOKEN is bad >&2; exit 1"));

        Assert.Equal(("bad ***", "*** is bad\n"), (told.Exception.Message, tail.Report.ErrorTail));
    }

    [Fact]
    public void Mask_LongerSecretsAndTheirLines_LeaveNothingShowing()
    {
        var mask = SecretMask.Of(["abcd", "abcdef", "line one\nline two", "x"]);

        Assert.Equal("***; ***; *** and ***; x", mask.Apply("abcdef; abcd; line one and line two; x"));
    }

    [Theory]
    [InlineData("\\\"<\u00e4/+'")]
    [InlineData("\\\"\\u003c\u00e4/+'")]
    [InlineData("\\\"<\\u00e4/+'")]
    [InlineData("\\\"<\\u00e4\\/+'")]
    [InlineData("\\u0022\\u003C\\u00E4/\\u002B\\u0027")]
    public void Mask_ASecretAsWritersOfJsonWriteIt_IsHidden(string spelling) =>
        Assert.Equal("""{"key":"***"}""", SecretMask.Of(["\"<\u00e4/+'"]).Apply($$"""{"key":"{{spelling}}"}"""));

    [Theory]
    [InlineData("nothing of it", 10, 10)]
    [InlineData("it is abcde, I say", 9, 6)]
    [InlineData("it is abcde, I say", 11, 11)]
    [InlineData("it is abc", 9, 6)]
    [InlineData("abcde and so on", 3, 5)]
    [InlineData("abcdab", 6, 4)]
    [InlineData("aaaaaaaaaa", 7, 4)]
    public void PieceOf_ATextThatGoesOn_CutsNoSecret(string text, int most, int piece) =>
        Assert.Equal(piece, SecretMask.Of(["abcd", "abcde", "aaaa"]).PieceOf(System.Text.Encoding.UTF8.GetBytes(text), most));
}
