using System.Text;

namespace Holdfast.Engine.Plans;

/// <summary>The JSON Schema (2020-12) of plan files, as published: editors complete and check plans with it.</summary>
public static class PlanSchema
{
    private const string Resource = "plan.schema.json";

    public static string Text { get; } = Load();

    private static string Load()
    {
        using var stream = typeof(PlanSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without its resource {Resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
