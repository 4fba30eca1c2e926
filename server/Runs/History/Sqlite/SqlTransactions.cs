using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>The writer's transactions.</summary>
internal sealed class SqlTransactions(SqlSession session, ILogger log)
{
    /// <summary>Waits as long as somebody else (an operator's sqlite3, a backup) holds the file: nothing is lost meanwhile.</summary>
    public void Begin()
    {
        while (true)
        {
            try
            {
                session.Run("BEGIN IMMEDIATE");
                return;
            }
            catch (SqliteException e) when (SqlFaults.IsBusy(e))
            {
                log.LogWarning(
                    "Another program holds the run history file for writing, so all runs wait. End its transaction; they go on by themselves.");
            }
        }
    }

    public void Commit() => session.Run("COMMIT");

    public void Rollback() => session.Run("ROLLBACK");

    public void Save() => session.Run("SAVEPOINT entry");

    public void Undo() => session.Run("ROLLBACK TO entry");

    public void Release() => session.Run("RELEASE entry");
}
