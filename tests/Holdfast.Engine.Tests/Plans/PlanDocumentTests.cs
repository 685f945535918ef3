using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;

namespace Holdfast.Engine.Tests.Plans;

public sealed class PlanDocumentTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSamePlan()
    {
        var seed = Environment.TickCount;
        for (var i = 0; i < 200; i++)
        {
            var plan = RandomPlan(new Random(seed + i));

            var document = PlanDocument.Write(plan);
            var again = PlanDocument.Read(document);

            Assert.True(Describe(plan) == Describe(again), $"seed {seed + i}:\n{Describe(plan)}\n{Describe(again)}");
            Assert.True(document.Span.SequenceEqual(PlanDocument.Write(again).Span), $"seed {seed + i}: written again, it differs.");
        }
    }

    [Fact]
    public void From_SamePlanFromYamlAndJson_HasOneHash()
    {
        var yaml = PlanText.PlanOf(PlanText.ReadYaml("name: p\ninput: { x: 1 }\natoms: [{ key: a, kind: shell, code: a, retries: 3 }]\n"));
        var json = PlanText.PlanOf(PlanReader.Read(
            Encoding.UTF8.GetBytes("""{"atoms": [{"code": "a", "kind": "shell", "key": "a"}], "input": {"x": 1}, "name": "p"}"""),
            PlanFormat.Json, "plan.json", "/plans/plan.yaml", "/plans", PlanReadOptions.Default));

        var (one, other) = (PlanDocument.From(yaml, "/plans/plan.yaml"), PlanDocument.From(json, "/plans/plan.yaml"));

        Assert.Equal((one.Id, one.Name, one.Source, one.Hash), (other.Id, other.Name, other.Source, other.Hash));
        Assert.Matches("^[0-9a-f]{64}$", one.Hash);
    }

    [Fact]
    public void Write_OfTheFirstFormat_StaysAsItWas()
    {
        var plan = PlanText.PlanOf(PlanText.ReadYaml("""
            name: p
            components:
              - name: c
                modules:
                  - name: m
                    atoms:
                      - { key: a, kind: python, code: "x", env: { A: "1" }, secrets: { S: { from: file, path: s } }, input: { y: 1.50 } }
                      - { key: b, kind: command, command: [ls], needs: [a], outputs: [o], timeout: 1s, sandbox: { tier: plain, network: false } }
            """));

        Assert.Equal(
            """{"format":1,"id":"ID","name":"p","schedule":"waves","stop_below":0.5,"folder":"/plans","input":{},"atoms":[ """.TrimEnd()
            + """{"key":"a","kind":"python","group":0,"settings":0,"code":0,"input":{"y":1.50},"environment":0,"secrets":0},"""
            + """{"key":"b","kind":"command","group":0,"settings":1,"command":["ls"],"needs":[0],"outputs":["o"]}],"settings":["""
            + """{"timeout_ticks":18000000000,"memory_bytes":null,"cpu_cores":null,"retries":3,"critical":true,"priority":0,"output_limit_bytes":16777216,"fail_on_output_limit":false,"tier":null,"network":null},"""
            + """{"timeout_ticks":10000000,"timeout_asked":true,"memory_bytes":null,"cpu_cores":null,"retries":3,"critical":true,"priority":0,"output_limit_bytes":16777216,"fail_on_output_limit":false,"tier":"plain","network":false}],"""
            + """ "groups":[["c","m"]],"codes":["x"],"environments":[{"A":"1"}],"secrets":[{"S":[null,"s"]}]}""".TrimStart(),
            Encoding.UTF8.GetString(PlanDocument.Write(plan).Span).Replace(plan.Id.ToString(), "ID", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":2}""")]
    [InlineData("""{"format":1,"surprise":1}""")]
    [InlineData("""{"format":1,"atoms":[{"key":"a","kind":"shell","settings":7}],"settings":[]}""")]
    [InlineData("""{"format":1,"atoms":[{"key":"a","kind":"cobol"}]}""")]
    public void Read_WhatIsNoDocument_IsSaidToBeDamaged(string text) =>
        Assert.StartsWith("The stored plan is damaged: ", Assert.Throws<InvalidDataException>(() => PlanDocument.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    private static Plan RandomPlan(Random random)
    {
        var environments = Enumerable.Range(0, 3).Select(_ => RandomEnvironment(random)).ToArray();
        var settings = Enumerable.Range(0, 3).Select(_ => RandomSettings(random)).ToArray();
        var atoms = ImmutableArray.CreateBuilder<Atom>();
        for (var i = 0; i < random.Next(1, 30); i++)
        {
            atoms.Add(new Atom
            {
                Key = $"atom.{i}",
                Kind = (AtomKind)random.Next(5),
                Component = random.Next(2) == 0 ? "" : $"component {random.Next(2)}",
                Module = random.Next(2) == 0 ? "" : $"module {random.Next(2)}",
                Code = random.Next(3) == 0 ? null : RandomText(random),
                File = random.Next(3) == 0 ? RandomText(random) : null,
                Command = RandomTexts(random),
                Needs = [.. Enumerable.Range(0, i).Where(_ => random.Next(4) == 0)],
                InputJson = random.Next(2) == 0 ? null : """{"a":[1.50,-0.0,1e400,"\u0000é"],"b":{"c":null}}""",
                Environment = environments[random.Next(3)],
                Secrets = random.Next(2) == 0
                    ? ImmutableSortedDictionary<string, SecretReference>.Empty
                    : ImmutableSortedDictionary<string, SecretReference>.Empty.Add("S", new SecretReference(RandomText(random), null)).Add("T", new SecretReference(null, "t")),
                WorkingDirectory = random.Next(2) == 0 ? null : RandomText(random),
                Outputs = RandomTexts(random),
                Settings = settings[random.Next(3)],
            });
        }

        return Plan.Create(
            new PlanId(new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray())),
            RandomText(random), (Schedule)random.Next(3), random.NextDouble(), """{"é":[]}""", "/somewhere", atoms.ToImmutable());
    }

    private static AtomSettings RandomSettings(Random random) => new()
    {
        Timeout = random.Next(3) == 0 ? null : TimeSpan.FromTicks(random.NextInt64(1, long.MaxValue)),
        IsTimeoutAsked = random.Next(2) == 0,
        Survive = random.Next(3) switch { 0 => null, 1 => true, _ => false },
        MemoryLimitBytes = random.Next(2) == 0 ? null : random.NextInt64(),
        CpuLimitCores = random.Next(2) == 0 ? null : random.NextDouble() * 64,
        Retries = random.Next(100),
        Critical = random.Next(2) == 0,
        Priority = random.Next(-1000, 1000),
        OutputLimitBytes = random.NextInt64(),
        FailOnOutputLimit = random.Next(2) == 0,
        Sandbox = new SandboxRequest(random.Next(2) == 0 ? null : (SandboxTier)random.Next(5), random.Next(3) switch { 0 => null, 1 => true, _ => false }),
    };

    private static ImmutableSortedDictionary<string, string> RandomEnvironment(Random random) =>
        Enumerable.Range(0, random.Next(4)).ToImmutableSortedDictionary(i => $"V{i}", _ => RandomText(random));

    private static ImmutableArray<string> RandomTexts(Random random) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomText(random))];

    private static string RandomText(Random random)
    {
        string[] pieces = ["a", "\n", "\"", "\\", "é", "漢", "😀", "\u0000", "\u001b", "</script>", "\u2028", " "];
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    private static string Describe(Plan plan) =>
        $"{plan.Id} {plan.Name} {plan.Schedule} {plan.StopBelow:R} {plan.InputJson} {plan.Folder}\n" + string.Join('\n', plan.Atoms.Select(atom => string.Join('|',
        [
            atom.Key, $"{atom.Kind}", atom.Component, atom.Module, atom.Code ?? "<null>", atom.File ?? "<null>", string.Join(',', atom.Command),
            string.Join(',', atom.Needs), atom.InputJson ?? "<null>", string.Join(',', atom.Environment), string.Join(',', atom.Secrets),
            atom.WorkingDirectory ?? "<null>", string.Join(',', atom.Outputs), $"{atom.Settings}",
        ])));
}
