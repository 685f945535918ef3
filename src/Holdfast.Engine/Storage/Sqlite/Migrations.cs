using System.Globalization;
using System.Reflection;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Brings a store to the schema this version knows. Steps are numbered, embedded as SQL, and only go forward.</summary>
internal static class Migrations
{
    private const string Folder = "migrations/sqlite/";

    /// <summary>In order; the number is the schema version a step leads to.</summary>
    private static readonly SortedDictionary<int, string> Steps = Load();

    public static int Newest => Steps.Keys.Max();

    /// <summary>The caller has the write turn.</summary>
    /// <exception cref="StoreUnavailableException">The store is newer than this program, or not one of Holdfast.</exception>
    public static void Run(Database database, string path)
    {
        var version = ReadVersion(database, path);
        if (version > Newest)
        {
            throw new StoreUnavailableException(
                $"The store '{path}' was written by a newer Holdfast: its schema is version {version}, this one knows versions up to {Newest}. Use the newer Holdfast.");
        }

        foreach (var (number, sql) in Steps.Where(step => step.Key > version))
        {
            database.Execute("BEGIN IMMEDIATE");
            database.Execute(sql);
            database.Prepare("INSERT INTO meta (key, value) VALUES ('schema_version', ?1) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
                .Bind(1, number.ToString(CultureInfo.InvariantCulture))
                .Run();
            database.Execute("COMMIT");
        }
    }

    private static int ReadVersion(Database database, string path)
    {
        var tables = database.Prepare("SELECT count(*), count(*) FILTER (WHERE name = 'meta') FROM sqlite_schema WHERE type = 'table'");
        tables.Step();
        var (all, meta) = (tables.GetInt64(0), tables.GetInt64(1));
        tables.Reset();
        if (all == 0)
            return 0;
        var version = meta == 1 ? database.Prepare("SELECT value FROM meta WHERE key = 'schema_version'") : null;
        if (version is null || !version.Step() || !int.TryParse(version.GetString(0), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new StoreUnavailableException($"'{path}' is an SQLite database, but not a store of Holdfast.");
        version.Reset();
        return number;
    }

    private static SortedDictionary<int, string> Load()
    {
        var steps = new SortedDictionary<int, string>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            steps.Add(int.Parse(name.AsSpan(Folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), reader.ReadToEnd());
        }

        return steps;
    }
}
