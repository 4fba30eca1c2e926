using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Runbooks.Server.Runs.History.Sqlite;

internal static class SqlFaults
{
    /// <summary>The entry's own fault: a value that does not fit. Everything else that SQLite reports (input/output, full,
    /// corrupt, read-only …) means that writing is no longer possible.</summary>
    public static bool IsOfEntry(Exception e) =>
        e is not SqliteException sqlite
        || sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH;

    public static bool IsBusy(Exception e) => e is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY };
}
