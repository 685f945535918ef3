using System.Text;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;

namespace Holdfast.Engine.Tests.Plans;

/// <summary>Each fault by itself, with its exact place.</summary>
public sealed class PlanFaultTests
{
    private const string OneAtom = "\natoms: [{ key: a, kind: shell, code: a }]\n";

    [Theory]
    [InlineData("", "1:1 file_empty  — The plan is empty.")]
    [InlineData(" \n\t\n", "1:1 file_empty  — The plan is empty.")]
    [InlineData("# nothing\n", "2:1 file_empty  — The plan is empty.")]
    [InlineData("---\n...\n", "2:4 file_empty  — The plan is empty.")]
    [InlineData("just text", "1:1 wrong_type  — A plan is a mapping with the field 'name' and others, not 'just text'.")]
    [InlineData("- a\n- b\n", "1:1 wrong_type  — A plan is a mapping with the field 'name' and others, not a list.")]
    [InlineData("name: p\n", "1:1 empty_plan  — The plan has no atoms.")]
    [InlineData("name: p\natoms: []\n", "2:8 empty_plan /atoms — The plan has no atoms.")]
    [InlineData("name: p\natoms:\n", "2:7 wrong_type /atoms — 'atoms' is a list, not nothing.")]
    [InlineData("name: p\natoms: [x]\n", "2:9 wrong_type /atoms/0 — 'atom' is a mapping, not 'x'.")]
    [InlineData("name: p\ncomponents: []\n", "2:13 empty_plan /components — The plan has no atoms.")]
    [InlineData("name: p\ncomponents: [{ name: c }]\n", "2:14 missing_field /components/0 — The component 'c' has no field 'modules'.")]
    [InlineData("name: p\ncomponents: [{ name: c, modules: [{ name: m }] }]\n", "2:35 missing_field /components/0/modules/0 — The module 'm' has no field 'atoms'.")]
    [InlineData("name: p\nname: q" + OneAtom, "2:1 duplicate_field /name — The field 'name' stands twice; first at line 1, column 1.")]
    [InlineData("name: p\ninput: { a: 1, 'a': 2 }" + OneAtom, "2:16 duplicate_field /input/a — The field 'a' stands twice; first at line 2, column 10.")]
    [InlineData("name: p\n? [a]\n: b" + OneAtom, "2:3 wrong_type /Sequence — The name of a field is text, not a list.")]
    [InlineData("schedule: eager" + OneAtom, "1:1 missing_field  — The plan has no field 'name'.")]
    [InlineData("name: 5" + OneAtom, "1:7 wrong_type /name — 'name' is text: write \"5\" in quotes.")]
    [InlineData("name: \"a\\nb\"" + OneAtom, "1:7 bad_name /name — 'name' is 1 to 200 characters on one line, not 'a b'.")]
    [InlineData("name: p\nschedule: wave" + OneAtom, "2:11 bad_choice /schedule — 'schedule' is one of waves, eager, sequential, not 'wave'. Did you mean 'waves'?")]
    [InlineData("name: p\nstop_below: half" + OneAtom, "2:13 wrong_type /stop_below — 'stop_below' is a number from 0 to 1, not 'half'.")]
    [InlineData("name: p\nstop_below: -0.1" + OneAtom, "2:13 out_of_range /stop_below — 'stop_below' is a number from 0 to 1, not -0.1.")]
    [InlineData("name: p\nstop_below: .nan" + OneAtom, "2:13 wrong_type /stop_below — 'stop_below' is a number from 0 to 1, not .nan.")]
    [InlineData("name: p\ninput: [1]" + OneAtom, "2:8 wrong_type /input — 'input' is a mapping, not a list.")]
    [InlineData("name: p\ninput: { big: .inf }" + OneAtom, "2:15 bad_number /input/big — The number .inf cannot be kept as JSON: write it as text.")]
    [InlineData("name: p\nenv: { 1A: x }" + OneAtom, "2:8 bad_name /env/1A — '1A' is no name of an environment variable: letters (a-z, A-Z), digits and '_', not beginning with a digit.")]
    [InlineData("name: p\nenv: { HOLDFAST_X: x }" + OneAtom, "2:8 bad_name /env/HOLDFAST_X — 'HOLDFAST_X': names that begin with HOLDFAST_ are Holdfast's own.")]
    [InlineData("name: p\nenv: { A: }" + OneAtom, "2:11 wrong_type /env/A — 'A' is text, not nothing; write \"\" for an empty text.")]
    [InlineData("name: p\nenv: { A: [1] }" + OneAtom, "2:11 wrong_type /env/A — 'A' is text, not a list.")]
    [InlineData("name: p\nenv: { A: \"x\\0y\" }" + OneAtom, "2:11 bad_text /env/A — 'A' must not contain the character NUL.")]
    [InlineData("name: p\nsecrets: { A: hush }" + OneAtom, "2:15 bad_secret /secrets/A — The secret 'A' is a reference, never a value: { from: env } or { from: file, path: … }.")]
    [InlineData("name: p\nsecrets: { A: {} }" + OneAtom, "2:15 bad_secret /secrets/A — The secret 'A' does not say where it comes from: from: env or from: file.")]
    [InlineData("name: p\nsecrets: { A: { from: vault } }" + OneAtom, "2:23 bad_choice /secrets/A/from — 'from' is one of env, file, not 'vault'.")]
    [InlineData("name: p\nsecrets: { A: { from: file } }" + OneAtom, "2:15 bad_secret /secrets/A — The secret 'A' comes from a file, but its 'path' is missing.")]
    [InlineData("name: p\nsecrets: { A: { from: env, path: x } }" + OneAtom, "2:34 bad_secret /secrets/A/path — The secret 'A' comes from the environment: it has no 'path'.")]
    [InlineData("name: p\nsecrets: { A: { from: env, name: 1x } }" + OneAtom, "2:34 bad_secret /secrets/A/name — The secret 'A' is read from '1x', which is no name of an environment variable.")]
    [InlineData("name: p\nenv: { A: x }\nsecrets: { A: { from: env } }" + OneAtom, "3:12 duplicate_name /secrets/A — 'A' is in 'secrets' and in 'env' (at line 2, column 8): keep one.")]
    [InlineData("name: p\ncomponents: []" + OneAtom, "3:8 atoms_and_components /atoms — A plan has either 'components' or a flat list of 'atoms', not both.")]
    [InlineData("name: p\ndefaults: { sandbox: { tier: container } }" + OneAtom, "2:30 sandbox_not_available /defaults/sandbox/tier — The sandbox tier 'container' is not available here. Available: plain.")]
    [InlineData("name: p\ndefaults: { key: x }" + OneAtom, "2:13 unknown_field /defaults/key — Unknown field 'key' in 'defaults'. It has timeout, memory, cpu, retries, critical, priority, output_limit, on_output_limit, survive, sandbox.")]
    [InlineData("name: p\nname/~x: 1" + OneAtom, "2:1 unknown_field /name~1~0x — Unknown field 'name/~x' in a plan. It has name, schedule, stop_below, defaults, input, env, secrets, components, atoms.")]
    public void Read_FaultyPlan_IsToldWhereItStands(string yaml, string fault) => Assert.Equal([fault], PlanText.Faults(PlanText.ReadYaml(yaml)));

    [Theory]
    [InlineData("kind: shell, code: a", "2:9 missing_field /atoms/0 — An atom has no field 'key'.")]
    [InlineData("key: 1, kind: shell, code: a", "2:16 wrong_type /atoms/0/key — 'key' is text: write \"1\" in quotes.")]
    [InlineData("key: a b, kind: shell, code: a", "2:16 bad_key /atoms/0/key — 'a b' is no key: it is 1 to 128 letters (a-z, A-Z), digits, '_', '.' or '-', and begins with a letter, digit or '_'.")]
    [InlineData("key: .., kind: shell, code: a", "2:16 bad_key /atoms/0/key — '..' is no key: it is 1 to 128 letters (a-z, A-Z), digits, '_', '.' or '-', and begins with a letter, digit or '_'.")]
    [InlineData("key: a, code: a", "2:9 missing_field /atoms/0 — Atom 'a': The field 'kind' is missing: one of python, javascript, typescript, shell, command.")]
    [InlineData("key: a, kind: agent, code: a", "2:25 kind_not_available /atoms/0/kind — Atom 'a': Kind 'agent' is not available in this version.")]
    [InlineData("key: a, kind: Shell, code: a", "2:25 bad_choice /atoms/0/kind — Atom 'a': 'kind' is one of python, javascript, typescript, shell, command, not 'Shell'. Did you mean 'shell'?")]
    [InlineData("key: a, kind: shell", "2:9 missing_code /atoms/0 — Atom 'a': Kind 'shell' needs 'code' or a 'file'.")]
    [InlineData("key: a, kind: shell, command: [x]", "2:41 command_on_code /atoms/0/command — Atom 'a': Kind 'shell' has 'code' or a 'file'; a 'command' is for kind 'command'.")]
    [InlineData("key: a, kind: command", "2:9 missing_command /atoms/0 — Atom 'a': Kind 'command' needs a 'command': a list of the program and its arguments.")]
    [InlineData("key: a, kind: command, command: []", "2:43 missing_command /atoms/0/command — Atom 'a': Kind 'command' needs a 'command': a list of the program and its arguments.")]
    [InlineData("key: a, kind: command, command: ['']", "2:43 missing_command /atoms/0/command — Atom 'a': The program of 'command' is empty.")]
    [InlineData("key: a, kind: command, command: ls -l", "2:43 wrong_type /atoms/0/command — Atom 'a': 'command' is a list of the program and its arguments. For a line of shell, use kind 'shell' and 'code'.")]
    [InlineData("key: a, kind: command, command: [ls, [l]]", "2:48 wrong_type /atoms/0/command/1 — Atom 'a': 'command' is text, not a list.")]
    [InlineData("key: a, kind: command, command: [ls], code: x", "2:55 code_on_command /atoms/0/code — Atom 'a': Kind 'command' has a 'command', neither 'code' nor 'file'.")]
    [InlineData("key: a, kind: shell, code: 5", "2:38 wrong_type /atoms/0/code — Atom 'a': 'code' is text: write \"5\" in quotes.")]
    [InlineData("key: a, kind: shell, file: ''", "2:38 bad_path /atoms/0/file — Atom 'a': 'file' is an empty path.")]
    [InlineData("key: a, kind: shell, file: x.sh", "2:38 file_missing /atoms/0/file — Atom 'a': The file 'x.sh' does not exist.")]
    [InlineData("key: a, kind: shell, file: /proc", "2:38 file_unreadable /atoms/0/file — Atom 'a': The file '/proc' is a folder.")]
    [InlineData("key: a, kind: shell, code: a, needs: b", "2:48 wrong_type /atoms/0/needs — Atom 'a': 'needs' is a list, not 'b'.")]
    [InlineData("key: a, kind: shell, code: a, needs: [1]", "2:49 wrong_type /atoms/0/needs/0 — Atom 'a': 'needs' is a list of keys; 1 is not text.")]
    [InlineData("key: a, kind: shell, code: a, needs: [a]", "2:49 self_need /atoms/0/needs/0 — Atom 'a': It needs itself.")]
    [InlineData("key: a, kind: shell, code: a, needs: [elsewhere]", "2:49 unknown_need /atoms/0/needs/0 — Atom 'a' needs unknown atom 'elsewhere'.")]
    [InlineData("key: a, kind: shell, code: a, depends: [b]", "2:41 unknown_field /atoms/0/depends — Unknown field 'depends' in an atom. It has key, kind, code, file, command, needs, input, env, secrets, working_directory, outputs, timeout, memory, cpu, retries, critical, priority, output_limit, on_output_limit, survive, sandbox.")]
    [InlineData("key: a, kind: shell, code: a, outputs: [/etc/passwd]", "2:51 bad_path /atoms/0/outputs/0 — Atom 'a': The output '/etc/passwd' is not a path within the working directory.")]
    [InlineData("key: a, kind: shell, code: a, outputs: [x/../../y]", "2:51 bad_path /atoms/0/outputs/0 — Atom 'a': The output 'x/../../y' is not a path within the working directory.")]
    [InlineData("key: a, kind: shell, code: a, outputs: [.]", "2:51 bad_path /atoms/0/outputs/0 — Atom 'a': The output '.' is not a path within the working directory.")]
    [InlineData("key: a, kind: shell, code: a, working_directory: nowhere", "2:60 folder_missing /atoms/0/working_directory — Atom 'a': The working directory 'nowhere' is not a folder in /plans.")]
    [InlineData("key: a, kind: shell, code: a, timeout: 0", "2:50 bad_duration /atoms/0/timeout — Atom 'a': 'timeout' is a duration, not 0. Write 30s, 5m, 1h30m, 250ms, a number of seconds, or none; more than zero, at most 365 days.")]
    [InlineData("key: a, kind: shell, code: a, cpu: 0", "2:46 out_of_range /atoms/0/cpu — Atom 'a': 'cpu' is a number above 0 and up to 4096, not 0.")]
    [InlineData("key: a, kind: shell, code: a, retries: 101", "2:50 out_of_range /atoms/0/retries — Atom 'a': 'retries' is a whole number from 0 to 100, not 101.")]
    [InlineData("key: a, kind: shell, code: a, retries: 1.5", "2:50 wrong_type /atoms/0/retries — Atom 'a': 'retries' is a whole number from 0 to 100, not 1.5.")]
    [InlineData("key: a, kind: shell, code: a, critical: yes", "2:51 wrong_type /atoms/0/critical — Atom 'a': 'critical' is true or false, not 'yes'.")]
    [InlineData("key: a, kind: shell, code: a, priority: -1001", "2:51 out_of_range /atoms/0/priority — Atom 'a': 'priority' is a whole number from -1000 to 1000, not -1001.")]
    [InlineData("key: a, kind: shell, code: a, on_output_limit: stop", "2:58 bad_choice /atoms/0/on_output_limit — Atom 'a': 'on_output_limit' is one of truncate, fail, not 'stop'.")]
    public void Read_FaultyAtom_IsToldWhereItStands(string atom, string fault) =>
        Assert.Equal([fault], PlanText.Faults(PlanText.ReadYaml($"name: p\natoms: [{{ {atom} }}]\n")));

    [Fact]
    public void Read_CodeAndFile_TellsBothFaults() =>
        Assert.Equal(
            [
                "2:47 code_and_file /atoms/0/file — Atom 'a': It has both 'code' and 'file': keep one.",
                "2:47 file_missing /atoms/0/file — Atom 'a': The file 'x.sh' does not exist.",
            ],
            PlanText.Faults(PlanText.ReadYaml("name: p\natoms: [{ key: a, kind: shell, code: a, file: x.sh }]\n")));

    [Fact]
    public void Read_NamesThatStandTwice_ArePointedAt() =>
        Assert.Equal(
            [
                "7:15 duplicate_name /components/0/modules/1/name — The module 'm' stands twice; first at line 5, column 15.",
                "9:11 duplicate_name /components/1/name — The component 'c' stands twice; first at line 3, column 11.",
            ],
            PlanText.Faults(PlanText.ReadYaml("""
                name: p
                components:
                  - name: c
                    modules:
                      - name: m
                        atoms: [{ key: a, kind: shell, code: a }]
                      - name: m
                        atoms: []
                  - name: c
                    modules: []
                """)));

    [Fact]
    public void Read_SeveralCycles_TellsEachOnce()
    {
        var faults = PlanText.Faults(PlanText.ReadYaml("""
            name: p
            atoms:
              - { key: a, kind: shell, code: a, needs: [c] }
              - { key: b, kind: shell, code: a, needs: [a, d] }
              - { key: c, kind: shell, code: a, needs: [b] }
              - { key: d, kind: shell, code: a, needs: [b] }
              - { key: e, kind: shell, code: a, needs: [a] }
            """));

        Assert.Equal(
            [
                "4:45 cycle /atoms/1/needs/0 — Atoms need each other in a cycle: a → c → b → a.",
                "6:45 cycle /atoms/3/needs/0 — Atoms need each other in a cycle: b → d → b.",
            ],
            faults);
    }

    [Theory]
    [InlineData("{", "1:2 json_syntax  — This is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")]
    [InlineData("{\"name\": \"é\", x}", "1:15 json_syntax  — This is not JSON: 'x' is an invalid start of a property name. Expected a '\"'.")]
    [InlineData("{\"name\": \"p\",\n \"atoms\": [1,]}", "2:14 json_syntax  — This is not JSON: The JSON array contains a trailing comma at the end which is not supported in this mode.")]
    [InlineData("{\"name\": \"\\ud800\", \"atoms\": []}", "1:10 json_syntax  — The text contains half of a surrogate pair.")]
    [InlineData("{\"name\": \"p\", \"atoms\": [{\"key\": \"é\"}]}", "1:25 missing_field /atoms/0 — The field 'kind' is missing: one of python, javascript, typescript, shell, command.")]
    [InlineData("{\"name\": \"p\",\n\n  \"name\": \"q\", \"atoms\": [{\"key\": \"a\", \"kind\": \"command\", \"command\": [\"x\"]}]}", "3:3 duplicate_field /name — The field 'name' stands twice; first at line 1, column 2.")]
    public void Read_FaultyJson_IsToldWhereItStands(string json, string fault) =>
        Assert.Contains(fault, PlanText.Faults(PlanText.ReadJson(json)));

    [Theory]
    [InlineData("name: [p\n", "2:1 yaml_syntax")]
    [InlineData("name: p: q\n", "1:8 yaml_syntax")]
    [InlineData("name: \"\\UFFFFFFFF\"\n", "1:5 yaml_syntax")]
    [InlineData("name: *p\n", "1:7 yaml_syntax")]
    [InlineData("name: p\n---\nname: q\n", "2:1 yaml_unsupported")]
    [InlineData("name: !secret p\n", "1:7 yaml_unsupported")]
    [InlineData("input: &a { b: *a }\n", "1:16 yaml_unsupported")]
    [InlineData("input: { <<: { a: 1 } }\n", "1:14 yaml_unsupported")]
    [InlineData("a: &a 1\nb: { <<: *a }\n", "2:10 yaml_unsupported")]
    [InlineData("name: a\u0001b\n", "1:8 not_text")]
    public void Read_WhatYamlCannotBe_IsToldWhereItStands(string yaml, string placeAndCode)
    {
        var fault = Assert.Single(PlanText.ReadYaml(yaml).Faults);
        Assert.Equal(placeAndCode, $"{fault.Line}:{fault.Column} {fault.Code}");
    }

    [Theory]
    [InlineData(new byte[] { 0x6E, 0x0A, 0x61, 0xC3, 0x28 }, "2:2 not_utf8")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x6E, 0x00 }, "1:1 not_utf8")]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 0x02 }, "1:1 not_text")]
    public void Read_WhatIsNoText_IsToldWhereItBegins(byte[] bytes, string placeAndCode)
    {
        var fault = Assert.Single(PlanReader.Read(bytes, PlanFormat.Yaml, "plan.yaml", "", "/", PlanReadOptions.Default).Faults);
        Assert.Equal(placeAndCode, $"{fault.Line}:{fault.Column} {fault.Code}");
    }

    [Fact]
    public void Read_ByteOrderMark_IsPassedOver()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("name: p" + OneAtom)];

        Assert.Equal("p", PlanText.PlanOf(PlanReader.Read(bytes, PlanFormat.Yaml, "plan.yaml", "", "/", PlanReadOptions.Default)).Name);
    }

    [Theory]
    [InlineData(PlanFormat.Yaml)]
    [InlineData(PlanFormat.Json)]
    public void Read_NestedTooDeep_IsRefused(PlanFormat format)
    {
        var text = "{\"name\": \"p\", \"input\": {\"a\": " + new string('[', 100_000) + new string(']', 100_000) + "}}";

        var fault = Assert.Single(PlanReader.Read(Encoding.UTF8.GetBytes(text), format, "plan", "", "/", PlanReadOptions.Default).Faults);

        Assert.Equal((PlanFaultCodes.TooDeep, "Values are nested more than 64 deep."), (fault.Code, fault.Message));
    }

    [Fact]
    public void Read_AliasesThatMultiply_AreStopped()
    {
        var text = new StringBuilder("name: p\ninput:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
            text.Append($"  a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        var fault = Assert.Single(PlanText.ReadYaml(text.ToString()).Faults);

        Assert.Equal((PlanFaultCodes.TooManyValues, "The aliases of the file repeat more than 1000000 values."), (fault.Code, fault.Message));
    }

    [Fact]
    public void Read_AliasesThatDeepen_AreStopped()
    {
        var text = new StringBuilder("name: p\ninput:\n  a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n");
        for (var i = 1; i < 10; i++)
            text.Append($"  a{i}: &a{i} [[[[[[[[[[*a{i - 1}]]]]]]]]]]\n");

        Assert.Equal(PlanFaultCodes.TooDeep, Assert.Single(PlanText.ReadYaml(text.ToString()).Faults).Code);
    }

    [Fact]
    public void Read_AliasesAndMergeKeys_AreExpanded()
    {
        var plan = PlanText.PlanOf(PlanText.ReadYaml("""
            name: p
            input: &common { a: 1, b: [2, &three 3] }
            atoms:
              - &shell { key: one, kind: shell, code: "true", retries: *three }
              - <<: *shell
                key: two
                input: { <<: [*common], a: 0 }
            """));

        Assert.Equal(["one 3 ", "two 3 {\"a\":0,\"b\":[2,3]}"], plan.Atoms.Select(atom => $"{atom.Key} {atom.Settings.Retries} {atom.InputJson}"));
    }

    [Fact]
    public void Read_FaultThatAliasesRepeat_IsToldOnce() =>
        Assert.Equal(
            ["4:26 bad_path /atoms/0/outputs/0 — Atom 'a': The output '/x' is not a path within the working directory."],
            PlanText.Faults(PlanText.ReadYaml("""
                name: p
                atoms:
                  - { key: a, kind: shell, code: a,
                      outputs: &outputs [!!str "/x", y] }
                  - { key: b, kind: shell, code: a, outputs: *outputs }
                """)));

    [Fact]
    public void Read_MoreFaultsThanAnybodyReads_CountsTheRest()
    {
        var text = "name: p\natoms:\n" + string.Concat(Enumerable.Range(0, 10_500).Select(i => $"- {{ key: k{i}, kind: shell, code: a, needs: [x{i}] }}\n"));

        var faults = PlanText.ReadYaml(text).Faults;

        Assert.Equal(10_001, faults.Count);
        Assert.Equal("There are 500 more faults, which are not listed.", faults[^1].Message);
    }
}
