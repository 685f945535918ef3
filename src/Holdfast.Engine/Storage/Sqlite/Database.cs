using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>One connection. Used by one thread at a time.</summary>
internal sealed unsafe class Database : IDisposable
{
    private readonly Dictionary<string, Statement> statements = [];
    private nint handle;

    private Database(nint handle) => this.handle = handle;

    public int Changes => Sqlite3.Changes(handle);

    /// <param name="busyTimeout">How long a statement waits for another connection's lock.</param>
    /// <exception cref="SqliteException"></exception>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    public static Database Open(string path, bool create, TimeSpan busyTimeout)
    {
        var flags = Sqlite3.OpenReadWrite | Sqlite3.OpenNoMutex | Sqlite3.OpenExtendedCodes | (create ? Sqlite3.OpenCreate : 0);
        var code = Sqlite3.Open(path, out var handle, flags, 0);
        var database = new Database(handle);
        try
        {
            database.Check(code);
            database.Check(Sqlite3.BusyTimeout(handle, (int)busyTimeout.TotalMilliseconds));
            // Whoever checkpoints holds the write turn; a connection that closes does not. See WriteTurn.
            int on;
            database.Check(Sqlite3.Configure(handle, Sqlite3.ConfigNoCheckpointOnClose, 1, &on));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that give no rows, separated by semicolons.</summary>
    public void Execute(string sql) => Check(Sqlite3.Execute(handle, sql, 0, 0, 0));

    /// <summary>After a failure: SQLite may have rolled back by itself, or be past it.</summary>
    public void RollBackWhatIsOpen() => _ = Sqlite3.Execute(handle, "ROLLBACK", 0, 0, 0);

    /// <summary>The statement, compiled once per connection; reset before it is handed out.</summary>
    public Statement Prepare(string sql)
    {
        if (statements.TryGetValue(sql, out var statement))
        {
            statement.Reset();
            return statement;
        }

        var utf8 = Encoding.UTF8.GetBytes(sql);
        fixed (byte* text = utf8)
        {
            Check(Sqlite3.Prepare(handle, text, utf8.Length, Sqlite3.PreparePersistent, out var compiled, 0));
            return statements[sql] = new Statement(this, compiled);
        }
    }

    /// <summary>Pages this connection wrote to the log since it was last asked.</summary>
    public int TakePagesWritten()
    {
        Check(Sqlite3.Status(handle, Sqlite3.StatusPagesWritten, out var pages, out _, reset: 1));
        return pages;
    }

    /// <summary>Copies committed pages from the log to the file, as many as no reader still needs, and makes them durable.</summary>
    public void Checkpoint() => Checkpoint(Sqlite3.CheckpointPassive);

    /// <summary>The same, and leaves an empty log if nobody reads.</summary>
    public void CheckpointAndTruncate() => Checkpoint(Sqlite3.CheckpointTruncate);

    private void Checkpoint(int mode)
    {
        var code = Sqlite3.Checkpoint(handle, null, mode, null, null);
        if ((code & 0xFF) != Sqlite3.Busy)
            Check(code);
    }

    /// <summary>Ends queries that were not read to their end, and with them their view of the store.</summary>
    public void ResetAll()
    {
        foreach (var statement in statements.Values)
            statement.Reset();
    }

    public void Check(int code)
    {
        if (code != Sqlite3.Ok)
            throw FailureOf(code);
    }

    public SqliteException FailureOf(int code) =>
        new(code, Marshal.PtrToStringUTF8(handle != 0 ? Sqlite3.ErrorMessage(handle) : Sqlite3.ErrorName(code)) ?? "unknown error");

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
        if (handle != 0)
            _ = Sqlite3.Close(handle);
        handle = 0;
    }
}

/// <summary>A compiled statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed unsafe class Statement(Database database, nint handle) : IDisposable
{
    /// <returns>False when there is no further row; the statement is then reset.</returns>
    public bool Step()
    {
        var code = Sqlite3.Step(handle);
        if (code == Sqlite3.Row)
            return true;
        var failure = code == Sqlite3.Done ? null : database.FailureOf(code);
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        if (Step())
            throw new InvalidOperationException("A statement that changes rows gave one.");
    }

    // What the last step failed with was told by Step; SQLite says it again here.
    public void Reset() => _ = Sqlite3.Reset(handle);

    public Statement Bind(int parameter, long value)
    {
        database.Check(Sqlite3.BindInt64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : BindNull(parameter);

    public Statement Bind(int parameter, string? value)
    {
        if (value is null)
            return BindNull(parameter);
        const int OnStack = 512;
        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        var utf8 = longest <= OnStack ? stackalloc byte[OnStack] : new byte[longest];
        return BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    /// <summary>For a parameter that only some forms of the statement have.</summary>
    public Statement BindIf(bool present, int parameter, string? value) => present ? Bind(parameter, value) : this;

    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* text = &NotNull(utf8))
            database.Check(Sqlite3.BindText(handle, parameter, text, utf8.Length, Sqlite3.Copy));
        return this;
    }

    public Statement BindBlob(int parameter, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* blob = &NotNull(bytes))
            database.Check(Sqlite3.BindBlob(handle, parameter, blob, bytes.Length, Sqlite3.Copy));
        return this;
    }

    /// <summary>As 16 bytes in the order they are written in.</summary>
    public Statement Bind(int parameter, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BindBlob(parameter, bytes);
    }

    public Statement BindNull(int parameter)
    {
        database.Check(Sqlite3.BindNull(handle, parameter));
        return this;
    }

    public bool IsNull(int column) => Sqlite3.ColumnType(handle, column) == Sqlite3.TypeNull;

    public long GetInt64(int column) => Sqlite3.ColumnInt64(handle, column);

    public int GetInt32(int column) => checked((int)Sqlite3.ColumnInt64(handle, column));

    public long? GetInt64OrNull(int column) => IsNull(column) ? null : GetInt64(column);

    /// <summary>Text as UTF-8 or a blob; valid until the next step.</summary>
    public ReadOnlySpan<byte> GetBytes(int column)
    {
        var bytes = Sqlite3.ColumnBytes(handle, column);
        return new ReadOnlySpan<byte>(bytes, Sqlite3.ColumnLength(handle, column));
    }

    public string GetString(int column) => Encoding.UTF8.GetString(GetBytes(column));

    public string? GetStringOrNull(int column) => IsNull(column) ? null : GetString(column);

    public Guid GetGuid(int column) => new(GetBytes(column), bigEndian: true);

    public void Dispose() => _ = Sqlite3.Finish(handle);

    // A null pointer would bind NULL instead of an empty value.
    private static ref readonly byte NotNull(ReadOnlySpan<byte> bytes) =>
        ref (bytes.IsEmpty ? ref MemoryMarshal.GetReference("\0"u8) : ref MemoryMarshal.GetReference(bytes));
}

/// <param name="code">SQLite's extended result code.</param>
internal sealed class SqliteException(int code, string message) : Exception($"{message} (SQLite code {code})")
{
    public int Code => code;

    /// <summary>Without the detail in the upper bytes.</summary>
    public int PrimaryCode => code & 0xFF;

    /// <summary>Whether the statement was at fault, and the store as sound as before.</summary>
    public bool IsOfStatement => PrimaryCode is Sqlite3.Constraint or Sqlite3.TooBig or Sqlite3.Mismatch;
}
