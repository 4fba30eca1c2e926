using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>A prepared statement, without the ADO.NET commands of the provider, which box every value
/// (sqlite-store.decision.md).</summary>
internal sealed class SqlStatement(sqlite3 database, sqlite3_stmt statement) : IDisposable
{
    private const int StackLimit = 512;

    public static SqlStatement Prepare(sqlite3 database, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        return new SqlStatement(database, statement);
    }

    public void Bind(ReadOnlySpan<SqlValue> values)
    {
        for (var i = 0; i < values.Length; i++)
            Check(BindOne(i + 1, values[i]));
    }

    /// <returns>True: there is a row.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return code == raw.SQLITE_ROW;
        throw Failure(code);
    }

    /// <summary>Ends the statement's use, so that it holds no read transaction open.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private int BindOne(int index, in SqlValue value) => value.Kind switch
    {
        SqlKind.Number => raw.sqlite3_bind_int64(statement, index, value.Number),
        SqlKind.Text => BindText(index, (string)value.Reference!),
        SqlKind.Blob => BindBlob(index, (byte[])value.Reference!),
        _ => raw.sqlite3_bind_null(statement, index),
    };

    private int BindText(int index, string text)
    {
        if (text.Length == 0)
            return raw.sqlite3_bind_text(statement, index, text);
        if (text.Length * 3 > StackLimit)
            return raw.sqlite3_bind_text(statement, index, Encoding.UTF8.GetBytes(text).AsSpan());
        Span<byte> bytes = stackalloc byte[StackLimit];
        return raw.sqlite3_bind_text(statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>An empty span would be bound as NULL.</summary>
    private int BindBlob(int index, byte[] blob) =>
        blob.Length == 0 ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, blob.AsSpan());

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    private SqliteException Failure(int code)
    {
        var message = raw.sqlite3_errmsg(database).utf8_to_string();
        return new SqliteException($"SQLite error {code}: {message}", code, raw.sqlite3_extended_errcode(database));
    }
}
