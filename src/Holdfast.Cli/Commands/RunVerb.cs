using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

internal static class RunVerb
{
    public static Command Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "The plan's file, YAML or JSON." };
        var jobs = JobsOption();
        var wave = new Option<int?>("--wave") { Description = "Run only this wave, counted from 1.", HelpName = "N" };
        var atoms = new Option<string[]>("--atom") { Description = "Run only this atom. May be given again.", HelpName = "KEY", DefaultValueFactory = _ => [] };
        var module = new Option<string?>("--module") { Description = "Run only this module.", HelpName = "M" };
        var component = new Option<string?>("--component") { Description = "Run only this component.", HelpName = "C" };
        var withNeeds = new Option<bool>("--with-needs") { Description = "Also run what the chosen atoms need, instead of taking it from earlier runs." };
        var input = new Option<string[]>("--input")
        {
            Description = "Lay a value over the plan's input: JSON if it parses, else a string. May be given again.", HelpName = "k=v", DefaultValueFactory = _ => [],
        };
        var schedule = new Option<Schedule?>("--schedule") { Description = "waves, eager or sequential, instead of the plan's.", HelpName = "S" };
        schedule.AcceptOnlyFromAmong("waves", "eager", "sequential");
        var detach = new Option<bool>("--detach", "-d") { Description = "Return at once; the run goes on." };
        var strict = new Option<bool>("--strict") { Description = "Refuse a plan that has warnings, such as code that does not parse." };

        return new Command("run", "Run a plan, and stay with it to its end.")
        {
            plan, jobs, wave, atoms, module, component, withNeeds, input, schedule, strict, detach,
            CommandAction.JsonOption(), QuietOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast run examples/quickstart.yaml
            holdfast run orders.yaml --jobs 8 --input year=2026 --input 'tags=["a","b"]'
            holdfast run orders.yaml --atom report --with-needs
            holdfast run orders.yaml --detach
            holdfast run orders.yaml --json | jq '.atoms[] | select(.conclusion == "failed") | .key'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var request = new RunRequest
            {
                Plan = await PlanText.ReadAsync(parsed.GetRequiredValue(plan), cancellationToken),
                RunId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                Jobs = parsed.GetValue(jobs) ?? SettingSet.Load().Jobs,
                Wave = parsed.GetValue(wave),
                Atoms = parsed.GetRequiredValue(atoms),
                Module = parsed.GetValue(module),
                Component = parsed.GetValue(component),
                WithNeeds = parsed.GetValue(withNeeds),
                Input = ParseInput(parsed.GetRequiredValue(input)),
                Schedule = parsed.GetValue(schedule),
                Strict = parsed.GetValue(strict),
                Environment = ShellEnvironment.Read(),
            };
            RefuseTwoParts(request);
            return parsed.GetValue(detach)
                ? await RunWatch.DetachedAsync(terminal, client => client.StartRunAsync(request, cancellationToken), cancellationToken)
                : (await RunWatch.ToEndAsync(
                    terminal, client => client.StartRunAsync(request, cancellationToken), begins: true,
                    new RunResumeRequest { Jobs = request.Jobs, Environment = request.Environment }, cancellationToken)).ExitCode;
        });
    }

    public static Option<int?> JobsOption()
    {
        var jobs = new Option<int?>("--jobs", "-j") { Description = "Atoms at a time. Default: the number of cores.", HelpName = "N" };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 1 or > 4096))
                result.AddError($"--jobs takes a number from 1 to 4096, not '{token.Value}'.");
        });
        return jobs;
    }

    public static Option<bool> QuietOption() => new("--quiet", "-q") { Description = "No progress, only the end." };

    private static void RefuseTwoParts(RunRequest request)
    {
        var parts = new List<string>();
        if (request.Wave is not null)
            parts.Add("--wave");
        if (request.Atoms.Count > 0)
            parts.Add("--atom");
        if (request.Module is not null)
            parts.Add("--module");
        if (request.Component is not null)
            parts.Add("--component");
        if (parts.Count > 1)
            throw new RefusedException(new Error(ErrorCode.Usage, $"{string.Join(" and ", parts)} cannot be used together: each names the part to run.", "holdfast run --help"));
    }

    private static Dictionary<string, JsonElement> ParseInput(IReadOnlyList<string> pairs)
    {
        var input = new Dictionary<string, JsonElement>();
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new RefusedException(new Error(ErrorCode.Usage, $"--input '{pair}' is not of the form name=value.", "holdfast run --help"));
            input[pair[..equals]] = ParseValue(pair[(equals + 1)..]);
        }

        return input;
    }

    private static JsonElement ParseValue(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ProtocolJson.Compact.JsonElement);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text, ProtocolJson.Compact.String);
        }
    }
}
