using System.Globalization;

namespace Holdfast.Bench;

/// <summary>A large plan of commands, the same each time for the same sizes.</summary>
internal static class GeneratedPlan
{
    /// <summary>How far back an atom's needs lie at most.</summary>
    private const int Reach = 2000;

    public static void Write(TextWriter writer, int atoms, int needs, bool isYaml)
    {
        writer.Write(isYaml ? "name: generated\nschedule: eager\natoms:\n" : "{\"name\":\"generated\",\"schedule\":\"eager\",\"atoms\":[\n");
        var random = new Random(20_260_101);
        for (var atom = 0; atom < atoms; atom++)
        {
            var list = string.Join(isYaml ? ", " : ",", Needs(random, atom, needs).Select(need => isYaml ? Key(need) : $"\"{Key(need)}\""));
            writer.Write(isYaml
                ? $"  - key: {Key(atom)}\n    kind: command\n    command: [/bin/true]\n    needs: [{list}]\n"
                : $"{{\"key\":\"{Key(atom)}\",\"kind\":\"command\",\"command\":[\"/bin/true\"],\"needs\":[{list}]}}{(atom < atoms - 1 ? "," : "")}\n");
        }

        if (!isYaml)
            writer.Write("]}\n");
    }

    private static HashSet<int> Needs(Random random, int atom, int count)
    {
        var needs = new HashSet<int>();
        while (needs.Count < Math.Min(count, atom))
            needs.Add(random.Next(Math.Max(0, atom - Reach), atom));
        return needs;
    }

    private static string Key(int atom) => string.Create(CultureInfo.InvariantCulture, $"atom-{atom}");
}
