using System.Text;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;

namespace Holdfast.Engine.Tests.Plans;

/// <summary>Reads plans that a test writes down, as if they stood in /plans/plan.yaml.</summary>
internal static class PlanText
{
    public const string Folder = "/plans";

    public static PlanReading ReadYaml(string text, string folder = Folder) =>
        PlanReader.Read(Encoding.UTF8.GetBytes(text), PlanFormat.Yaml, "plan.yaml", folder + "/plan.yaml", folder, PlanReadOptions.Default);

    public static PlanReading ReadJson(string text, string folder = Folder) =>
        PlanReader.Read(Encoding.UTF8.GetBytes(text), PlanFormat.Json, "plan.json", folder + "/plan.json", folder, PlanReadOptions.Default);

    public static Plan PlanOf(PlanReading reading)
    {
        Assert.Empty(reading.Faults.Select(Show));
        return reading.Plan!;
    }

    /// <summary>Faults as a test compares them: <c>line:column code pointer — message</c>, warnings with a <c>~</c> in front.</summary>
    public static string[] Faults(PlanReading reading) => [.. reading.Faults.Select(Show)];

    public static string Show(PlanFault fault) =>
        $"{(fault.Severity == PlanFaultSeverity.Warning ? "~" : "")}{fault.Line}:{fault.Column} {fault.Code} {fault.Pointer} — {fault.Message}";

    public static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Holdfast.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
