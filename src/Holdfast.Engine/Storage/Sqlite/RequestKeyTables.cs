namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Keys that requests came with, changed within the writer's transaction.</summary>
internal sealed class RequestKeyTables(Database database)
{
    /// <summary>Keys that are forgotten with each that is taken: they never become more than were taken in the time they are kept.</summary>
    private const int MostForgotten = 100;

    private const string Forgotten =
        "key = ?3 AND reserved_at_us < ?1 OR rowid IN (SELECT rowid FROM request_keys WHERE reserved_at_us < ?1 ORDER BY reserved_at_us LIMIT ?2)";

    private const string ForgetMade = $"DELETE FROM made_intents WHERE intent IN (SELECT intent FROM request_keys WHERE {Forgotten})";

    private const string Forget = $"DELETE FROM request_keys WHERE {Forgotten}";

    private const string Insert = "INSERT INTO request_keys (key, digest, intent, reserved_at_us) VALUES (?1, ?2, ?3, ?4)";

    private const string Select = "SELECT digest, intent, status, headers, body, reserved_at_us FROM request_keys WHERE key = ?1";

    private const string Make = "INSERT OR IGNORE INTO made_intents (intent) VALUES (?1)";

    private const string IsMade = "SELECT 1 FROM made_intents WHERE intent = ?1";

    private const string Answer = "UPDATE request_keys SET status = ?2, headers = ?3, body = ?4 WHERE key = ?1";

    /// <returns>As it stands: what was reserved just now, or what is there already.</returns>
    public RequestKey Reserve(NewRequestKey request, DateTimeOffset keptSince)
    {
        foreach (var forget in new[] { ForgetMade, Forget })
            database.Prepare(forget).Bind(1, StoredTime.Of(keptSince)).Bind(2, MostForgotten).Bind(3, request.Key).Run();
        if (Find(request.Key) is { } there)
            return there;
        database.Prepare(Insert).Bind(1, request.Key).BindBlob(2, request.Digest.Span).Bind(3, request.Intent).Bind(4, StoredTime.Of(request.At)).Run();
        return new RequestKey(request.Digest, request.Intent, request.At, Answer: null);
    }

    public void Keep(string key, StoredAnswer answer) =>
        database.Prepare(Answer).Bind(1, key).Bind(2, answer.Status).Bind(3, answer.Headers).BindBlob(4, answer.Body.Span).Run();

    /// <summary>Says that what was asked for is made, in the transaction that makes it.</summary>
    /// <param name="intent">Null: nobody will ask again.</param>
    public void NoteMade(Guid? intent)
    {
        if (intent is { } made)
            database.Prepare(Make).Bind(1, made).Run();
    }

    private RequestKey? Find(string key)
    {
        var row = database.Prepare(Select).Bind(1, key);
        if (!row.Step())
            return null;
        var answer = row.GetInt64OrNull(2) is { } status ? new StoredAnswer((int)status, row.GetString(3), row.GetBytes(4).ToArray()) : null;
        var found = new RequestKey(row.GetBytes(0).ToArray(), row.GetGuid(1), StoredTime.ToTime(row.GetInt64(5)), answer);
        row.Reset();
        var made = database.Prepare(IsMade).Bind(1, found.Intent);
        found = found with { IsMade = made.Step() };
        made.Reset();
        return found;
    }
}
