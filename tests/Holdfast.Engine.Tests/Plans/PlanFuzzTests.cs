using System.Text;
using Holdfast.Engine.Plans;

namespace Holdfast.Engine.Tests.Plans;

/// <summary>Damaged plans: whatever the bytes are, there is a plan or there are faults, and never an exception.</summary>
public sealed class PlanFuzzTests
{
    private const int Rounds = 4000;

    private const string Yaml = """
        name: fuzz
        schedule: eager
        stop_below: 0.5
        defaults: &d { timeout: 1h30m, memory: 512MB, cpu: 1, retries: 3, sandbox: { tier: plain, network: false } }
        input: { a: [1, 0x1F, 0o17, .5, ~, "\u00e9\U0001F600", 'it''s'], b: &b { c: !!str 1 } }
        env: { A: x, B: 1.10 }
        secrets: { S: { from: env, name: T } }
        components:
          - name: c
            modules:
              - name: m
                atoms:
                  - key: one
                    kind: python
                    code: |
                      result = 1
                      print("é")
                  - { key: two, kind: command, command: [tar, czf], needs: [one], outputs: [o.tgz], input: { <<: *b, d: 1 } }
                  - key: three
                    kind: shell
                    needs: [one, two]
                    input: *b
                    code: >-
                      folded
                      text
        """;

    private const string Json = """
        {"name": "fuzz", "defaults": {"timeout": "5m", "memory": 1000000}, "input": {"a": [1, -2.5e3, true, null, "\u00e9\ud83d\ude00\n"]},
         "env": {"A": "x"}, "secrets": {"S": {"from": "file", "path": "s"}},
         "atoms": [{"key": "one", "kind": "javascript", "code": "result = 1\n"}, {"key": "two", "kind": "command", "command": ["ls", 1], "needs": ["one"]}]}
        """;

    private static readonly string[] Pieces =
    [
        "\n", "  ", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "\"", "'", "|", "|2-\n", ">", "&a ", "*a", "*b", "<<: *b", "!!str ", "!<x> ", "%YAML 1.1\n", "---\n",
        "...\n", "#", "\\", "\\U0011FFFF", "\\ud800", "\0", "\u0001", "\u0085", "\u2028", "\uFEFF", "é", "😀", "99999999999999999999", "-1e999", "0x", "null", "two", "one", "key", "? ", "@", "`", "\r",
    ];

    [Theory]
    [InlineData(PlanFormat.Yaml)]
    [InlineData(PlanFormat.Json)]
    public void Read_DamagedPlan_NeverThrows(PlanFormat format)
    {
        var seed = Environment.TickCount;
        var whole = Encoding.UTF8.GetBytes(format == PlanFormat.Yaml ? Yaml : Json);
        Assert.Empty(PlanReader.Read(whole, format, "plan", "/plan", "/", PlanReadOptions.Default).Faults);
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = Damage(whole, new Random(seed + i));
            PlanReading reading;
            try
            {
                reading = PlanReader.Read(bytes, format, "plan", "/plan", "/", PlanReadOptions.Default);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed + i} of {format}:\n{Encoding.UTF8.GetString(bytes)}", failure);
            }

            Assert.True((reading.Plan is null) == reading.HasErrors, $"Seed {seed + i}: a plan and errors, or neither.");
            Assert.All(reading.Faults, fault => Assert.True(fault is { Line: >= 1, Column: >= 1, Message.Length: > 0 }, $"Seed {seed + i}: {fault}"));
            if (reading.Plan is { } plan)
                Assert.Equal(plan.Atoms.Length, PlanDocument.Read(PlanDocument.Write(plan)).Atoms.Length);
        }
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 3:
                    bytes.RemoveRange(Math.Max(1, at), bytes.Count - Math.Max(1, at));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
