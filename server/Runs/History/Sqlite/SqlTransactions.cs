using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>The writer's transactions.</summary>
/// <param name="what">What is written, for people: <c>run history</c>.</param>
internal sealed class SqlTransactions(string what, SqlSession session, ILogger log)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(5);

    /// <summary>Waits as long as somebody else (an operator's sqlite3, a backup) holds the file: nothing is lost meanwhile.</summary>
    public void Begin() => RunPatiently("BEGIN IMMEDIATE");

    /// <summary>Waits likewise, as who reads a file that is not in WAL mode holds it too.</summary>
    public void Commit() => RunPatiently("COMMIT");

    public void Rollback() => session.Run("ROLLBACK");

    public void Save() => session.Run("SAVEPOINT entry");

    public void Undo() => session.Run("ROLLBACK TO entry");

    public void Release() => session.Run("RELEASE entry");

    private void RunPatiently(string sql)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                session.Run(sql);
                return;
            }
            catch (SqliteException e) when (SqlFaults.IsBusy(e))
            {
                if (Stopwatch.GetElapsedTime(since) < BetweenWarnings) continue;
                since = Stopwatch.GetTimestamp();
                log.LogWarning(
                    "Another program holds the file of the {What}, so everything waits. End its transaction; it goes on by itself.", what);
            }
        }
    }
}
