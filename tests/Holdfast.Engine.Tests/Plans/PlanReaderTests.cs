using Holdfast.Core.Plans;

namespace Holdfast.Engine.Tests.Plans;

public sealed class PlanReaderTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("", "timeout: 5m", false)]
    [InlineData("", "timeout: 301", true)]
    [InlineData("", "timeout: none", true)]
    [InlineData("", "survive: true", true)]
    [InlineData("", "timeout: 1h, survive: false", false)]
    [InlineData("timeout: 1h", "", true)]
    [InlineData("timeout: 1h", "timeout: 1s", false)]
    [InlineData("timeout: 1h", "survive: false", false)]
    [InlineData("survive: true", "timeout: 1s", true)]
    [InlineData("survive: true", "survive: false", false)]
    public void Read_AnAtomThatIsGivenLong_Survives(string defaults, string atom, bool survives)
    {
        var plan = PlanText.PlanOf(PlanText.ReadYaml($"name: p\ndefaults: {{ {defaults} }}\natoms: [{{ key: a, kind: shell, code: x, {atom} }}]"));

        Assert.Equal(survives, plan.Atoms[0].Survives);
    }

    [Fact]
    public void Read_PlanWithEverything_TakesEveryField()
    {
        var plan = PlanText.PlanOf(PlanText.ReadYaml("""
            name: orders
            schedule: eager
            stop_below: 0.75
            defaults: { timeout: 30s, memory: 512MB, cpu: 1, retries: 2, critical: true, priority: 5, output_limit: 1MiB, on_output_limit: fail, sandbox: { network: false } }
            input: { year: 2026, names: [a, "b", 007, 1.50, yes, true, ~, 0x1F] }
            env: { STAGE: test, LEVEL: 1.10, FLAG: true }
            secrets: { TOKEN: { from: env } }
            components:
              - name: api
                modules:
                  - name: totals
                    atoms:
                      - key: sum
                        kind: python
                        input: { prices: [1, 2, 3] }
                        code: |
                          result = {"total": sum(input_data["prices"])}
                      - key: pack
                        kind: command
                        command: [tar, czf, out.tgz, 3]
                        needs: [sum]
                        outputs: [out.tgz]
                        timeout: none
                        memory: none
                        critical: false
                        sandbox: { tier: plain }
                        env: { TOKEN: open, STAGE: live }
                        secrets: { KEY: { from: env, name: API_KEY }, CERT: { from: file, path: cert.pem } }
            """));

        Assert.Equal("orders", plan.Name);
        Assert.Equal(PlanId.Derive("orders", "/plans/plan.yaml"), plan.Id);
        Assert.Equal((Schedule.Eager, 0.75, "/plans"), (plan.Schedule, plan.StopBelow, plan.Folder));
        Assert.Equal("""{"year":2026,"names":["a","b",7,1.50,"yes",true,null,31]}""", plan.InputJson);

        var settings = new AtomSettings
        {
            Timeout = TimeSpan.FromSeconds(30), IsTimeoutAsked = true, MemoryLimitBytes = 512_000_000, CpuLimitCores = 1, Retries = 2, Critical = true, Priority = 5,
            OutputLimitBytes = 1 << 20, FailOnOutputLimit = true, Sandbox = new SandboxRequest(null, false),
        };
        var sum = plan.Atoms[0];
        Assert.Equal(("sum", AtomKind.Python, "api", "totals", """{"prices":[1,2,3]}"""), (sum.Key, sum.Kind, sum.Component, sum.Module, sum.InputJson));
        Assert.Equal("result = {\"total\": sum(input_data[\"prices\"])}", sum.Code!.TrimEnd('\n'));
        Assert.Equal(settings, sum.Settings);
        Assert.Equal(["FLAG=true", "LEVEL=1.10", "STAGE=test"], sum.Environment.Select(entry => $"{entry.Key}={entry.Value}"));
        Assert.Equal(new SecretReference("TOKEN", null), Assert.Single(sum.Secrets).Value);

        var pack = plan.Atoms[1];
        Assert.Equal(["tar", "czf", "out.tgz", "3"], pack.Command);
        Assert.Equal([0], pack.Needs);
        Assert.Equal(["out.tgz"], pack.Outputs);
        Assert.Equal(settings with { Timeout = null, MemoryLimitBytes = null, Critical = false, Sandbox = new SandboxRequest(SandboxTier.Plain, false) }, pack.Settings);
        Assert.Equal(["FLAG=true", "LEVEL=1.10", "STAGE=live", "TOKEN=open"], pack.Environment.Select(entry => $"{entry.Key}={entry.Value}"));
        Assert.Equal(
            ["CERT=SecretReference { FromEnvironment = , FromFile = cert.pem }", "KEY=SecretReference { FromEnvironment = API_KEY, FromFile =  }"],
            pack.Secrets.Select(entry => $"{entry.Key}={entry.Value}"));
    }

    [Fact]
    public void Read_FlatPlanInJson_TakesDefaults()
    {
        var plan = PlanText.PlanOf(PlanText.ReadJson("""
            {"name": "tiny", "atoms": [
              {"key": "a", "kind": "command", "command": ["/bin/true"]},
              {"key": "b", "kind": "shell", "code": "echo \u00e9\n", "needs": ["a"]}]}
            """));

        Assert.Equal((Schedule.Waves, 0.5, "{}"), (plan.Schedule, plan.StopBelow, plan.InputJson));
        Assert.Same(AtomSettings.Default, plan.Atoms[0].Settings);
        Assert.Equal(("echo é\n", "", ""), (plan.Atoms[1].Code, plan.Atoms[1].Component, plan.Atoms[1].Module));
        Assert.Equal(2, plan.Graph.WaveCount);
    }

    [Fact]
    public void Read_ManyFaults_TellsAllWithTheirPlaces()
    {
        var reading = PlanText.ReadYaml("""
            name: broken
            schedul: eager
            stop_below: 2
            defaults: { timeout: soon, memory: 1XB, retries: -1 }
            atoms:
              - key: test
                kind: phyton
                code: pass
              - key: ship
                kind: command
                command: [ship]
                needs: [tset, test, test, ship]
              - key: ship
                kind: shell
                file: ship.sh
              - key: a
                kind: shell
                code: a
                needs: [b]
              - { key: b, kind: shell, code: b, needs: [a] }
            """);

        Assert.Null(reading.Plan);
        Assert.Equal(
            [
                "2:1 unknown_field /schedul — Unknown field 'schedul' in a plan. Did you mean 'schedule'?",
                "3:13 out_of_range /stop_below — 'stop_below' is a number from 0 to 1, not 2.",
                "4:22 bad_duration /defaults/timeout — 'timeout' is a duration, not 'soon'. Write 30s, 5m, 1h30m, 250ms, a number of seconds, or none; more than zero, at most 365 days.",
                "4:36 bad_size /defaults/memory — 'memory' is a size, not '1XB'. Write 512MB, 1GiB, or a number of bytes (units: B, KB, MB, GB, TB, KiB, MiB, GiB, TiB); more than zero, at most 1 PiB.",
                "4:50 out_of_range /defaults/retries — 'retries' is a whole number from 0 to 100, not -1.",
                "7:11 bad_choice /atoms/0/kind — Atom 'test': 'kind' is one of python, javascript, typescript, shell, command, not 'phyton'. Did you mean 'python'?",
                "12:13 unknown_need /atoms/1/needs/0 — Atom 'ship' needs unknown atom 'tset'. Did you mean 'test'?",
                "~12:25 repeated_need /atoms/1/needs/2 — Atom 'ship' needs 'test' twice.",
                "12:31 self_need /atoms/1/needs/3 — Atom 'ship': It needs itself.",
                "13:10 duplicate_key /atoms/2/key — The key 'ship' stands twice; first at line 9, column 10.",
                "15:11 file_missing /atoms/2/file — Atom 'ship': The file 'ship.sh' does not exist.",
                "20:45 cycle /atoms/4/needs/0 — Atoms need each other in a cycle: a → b → a.",
            ],
            PlanText.Faults(reading));
    }
}
